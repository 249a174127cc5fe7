// Facts of the page.

// What display events ask for, but for the pointer's ways within the page. Each is told once, however often the frame begins anew.
function watch(...names) {
  for (const name of names) watched[name] ||= [listen(window, name, ({ clientY, relatedTarget }) => relatedTarget || tell('saw', name, clientY, scrollY))];
}

// A changed address is a page view (W11). Apps set the title a moment later.
function watchRoute() {
  let url = location.href;
  const look = () => {
    if (url === location.href) return;
    url = location.href;
    later('page', () => {
      deepest = 0;
      tell('page', pageFacts());
      startKept();
    }, 50);
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
}

function pageFacts() {
  return [location.href, document.title, document.referrer, innerWidth < 480, scrolled()];
}
