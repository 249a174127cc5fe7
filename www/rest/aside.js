// Launcher and teaser step aside when the page says so (W7), and for its dialogs (W18).

function hide() {
  aside('call', true);
}

function show() {
  aside('call', false);
}

function stepAside() {
  root.adoptedStyleSheets.push(sheet);
  const look = () => aside('dialog', !!document.querySelector('dialog:modal'));
  const observer = new MutationObserver(() => later('aside', look, 50));
  observer.observe(document, { subtree: true, childList: true, attributeFilter: ['open'] });
  signal.addEventListener('abort', () => observer.disconnect());
  look();
}

function aside(reason, is) {
  if (is) reasons.add(reason);
  else reasons.delete(reason);
  sheet.replaceSync(reasons.size ? '#launcher,#frame.teaser{visibility:hidden!important}' : '');
}
