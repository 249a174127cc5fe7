// A changed address is a page view (W11). Apps set the title a moment later.

function watchRoute() {
  const look = () => {
    if (viewedAt !== location.href) loader.viewed = null;
    // The frame hears of the page when it begins.
    if (!loader.url || loader.url === location.href) return;
    loader.url = location.href;
    later('page', viewPage, 50);
  };
  for (const name of ['pushState', 'replaceState']) {
    const before = history[name];
    const ours = (history[name] = function (...rest) {
      before.apply(this, rest);
      look();
    });
    signal.addEventListener('abort', () => {
      // Who has wrapped ours goes on calling it: it only passes on.
      if (history[name] === ours) history[name] = before;
    });
  }
  for (const name of ['popstate', 'hashchange']) listen(window, name, look);
  // It may have changed while this was fetched.
  look();
}

// What the page calls a view of an address (W7) counts until the real one changes.
function viewAs(url) {
  const address = addressOf(url);
  if (!address) return;
  loader.viewed = address;
  viewedAt = location.href;
  viewPage();
}

function viewPage() {
  deepest = 0;
  tell('page', pageFacts());
  startKept();
}
