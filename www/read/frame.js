// The viewer in the chat's frame: a layer over the panel, which it leaves as it was.

// How the host page's box looks meanwhile: there is more room for a document than for a chat.
function wide() {
  return '@media (min-width: 480px) and (min-height: 480px) { #frame.panel, #frame.popup { width: 880px; height: 1200px } }';
}

function settle() {
  const { document: frame, CSSStyleSheet: Sheet } = parent;
  // Of two that were opened at once the one stays that begins first.
  for (const other of element.parentElement.querySelectorAll('iframe')) if (other !== element) other.remove();
  for (const name of ['--light', '--light-ink', '--light-text', '--dark', '--dark-ink', '--dark-text', 'font-family']) {
    root.style.setProperty(name, frame.documentElement.style.getPropertyValue(name));
  }
  const sheet = new Sheet();
  sheet.replaceSync(`
    .panel > iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; border-radius: inherit }
    .panel:has(> iframe:not([hidden])) > :not(iframe) { visibility: hidden }`);
  frame.adoptedStyleSheets.push(sheet);
  signal.addEventListener('abort', () => {
    frame.adoptedStyleSheets = frame.adoptedStyleSheets.filter((other) => other !== sheet);
  });
  element.title = document.title;
  element.hidden = false;
  find('close').hidden = false;
  place.focus({ focusVisible: false });
  tellFrame(wide());
  tellLater();
}

// The widget hears how the box is to look, and how far the document has been read.
function tellFrame(...words) {
  element?.dispatchEvent(new MessageEvent('message', { data: words }));
}

function close() {
  const opener = [...parent.document.links].find(({ href }) => href === location.href);
  leave();
  element.remove();
  opener?.focus();
}

function leave() {
  if (signal.aborted) return;
  noteSearch();
  tellNow('');
  end.abort();
}
