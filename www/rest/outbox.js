// The outbox: what tabs have kept of their events, and left behind when they went.

// Hands over what is kept: now, each time that a frame begins, and when the page comes back. It may have been gone and back
// before this was here.
function watchOutbox() {
  loader.begun = () => {
    handOver();
    joinPlaces();
  };
  const { keep } = answers;
  answers.keep = (entries) => holdWhile(keep, entries);
  answers.drop = (names) => holdWhile(drop, names);
  signal.addEventListener('abort', () => letGo?.());
  listen(window, 'pagehide', () => letGo?.());
  if (loader.left) comeBack();
  handOver();
}

function lock(owner, then) {
  navigator.locks?.request(loader.prefix + owner, { signal }, then).catch(() => {});
}

// A tab that has something in the outbox says so, and that it lives, by a lock. Otherwise it holds none, nor when its page is left:
// browsers don't keep a page for going back that others may be waiting for.
function holdWhile(change, what) {
  change?.(what);
  if (!outbox(loader.tab)[0]) return letGo?.();
  if (letGo) return;
  const held = new Promise((done) => {
    letGo = () => {
      letGo = null;
      done();
    };
  });
  lock(loader.tab, () => held);
}

// Entries of this tab, and of tabs that are gone: their lock is free. Without locks all are taken; sending an event
// twice is harmless.
async function handOver() {
  holdWhile();
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
  loader.lookAgain();
  tell('page', pageFacts());
  loader.restore();
  holdWhile();
  // What the page has left that was on screen just now; by then it has let go of its lock.
  later('left', handOver, 1000);
}
