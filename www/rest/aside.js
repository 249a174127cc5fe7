// Launcher and teaser step aside when the page says so (W7), and for its dialogs (W18).

function hide() {
  aside('call', true);
}

function show() {
  aside('call', false);
}

function stepAside() {
  root.adoptedStyleSheets.push(sheet);
  let isDue;
  const look = () => {
    isDue = false;
    aside('dialog', !!document.querySelector('dialog:modal'));
    lookForPlaces();
    if (site.aside) aside('own', isSomethingInTheWay());
    // Some apps draw the whole document anew.
    if (!root.host.isConnected) document.documentElement.append(root.host);
  };
  // Pages may change all the time.
  const observer = new MutationObserver(() => (isDue ||= !later('aside', look, 250)));
  observer.observe(document, { subtree: true, childList: true, ...(site.aside ? { attributes: true } : { attributeFilter: ['open', 'data-parlor-inline'] }) });
  signal.addEventListener('abort', () => observer.disconnect());
  look();
}

function isSomethingInTheWay() {
  try {
    return [...document.querySelectorAll(site.aside)].some(isSeen);
  } catch ({ message }) {
    site.aside = '';
    answers.warn(`\`aside_for\` is no selector (${message}).`);
  }
}

function isSeen(element) {
  const { visibility, opacity } = getComputedStyle(element);
  return element.getClientRects().length > 0 && visibility === 'visible' && opacity > 0;
}

function aside(reason, is) {
  if (is) reasons.add(reason);
  else reasons.delete(reason);
  sheet.replaceSync(reasons.size ? '#launcher,#frame.teaser{visibility:hidden!important}' : '');
}
