// The outbox: what tabs have kept of their events, and left behind when they went.

// Hands over what is kept: now, each time that a frame begins, and when the page comes back. It may have been gone and back
// before this was here.
function watchOutbox() {
  loader.begun = () => {
    handOver();
    joinPlaces();
  };
  if (loader.left) comeBack();
  else hold();
  handOver();
}

function lock(owner, then) {
  navigator.locks?.request(loader.prefix + owner, { signal }, then).catch(() => {});
}

// Says that this tab lives. A page that is left lets go: if it were waited for, the browser couldn't keep it for going back.
function hold() {
  lock(loader.tab, () => new Promise((done) => {
    signal.addEventListener('abort', done);
    listen(window, 'pagehide', done);
  }));
}

// Entries of this tab, and of tabs that are gone: their lock is free. Without locks all are taken; sending an event
// twice is harmless.
async function handOver() {
  const locks = await navigator.locks?.query().catch(() => {});
  const ownerOf = ([name]) => name.split(':')[1];
  const lives = (owner) => owner !== loader.tab && locks?.held.some((lock) => lock.name === loader.prefix + owner);
  const entries = outbox('');
  tellLeft(entries.filter((entry) => !lives(ownerOf(entry))));
  new Set(entries.map(ownerOf).filter(lives)).forEach(whenGone);
}

// What the server has.
function drop(names) {
  for (const name of names) delete loader.stored()[loader.prefix + name];
}

function outbox(owner) {
  const store = loader.stored();
  return loader.keysOf(store, `${loader.prefix}out:${owner}`).map((key) => [key.slice(loader.prefix.length), store[key]]);
}

// A tab that is just going still holds its lock: its entries are handed over when it is gone.
function whenGone(owner) {
  lock(owner, () => tellLeft(outbox(owner)));
}

function tellLeft(entries) {
  if (entries[0]) tell('left', entries.flat());
}

// The browser has kept the page as it was, for going back.
function comeBack() {
  hold();
  loader.lookAgain();
  tell('page', pageFacts());
  loader.restore();
  // What the page has left that was on screen just now; by then it has let go of its lock.
  later('left', handOver, 1000);
}
