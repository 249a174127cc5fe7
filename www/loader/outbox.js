// The outbox is one entry for each event, under a name that begins with its tab's.
function keep(entries) {
  for (const [name, data] of entries) put(store, prefix + name, data);
  tell('kept');
}

function drop(names) {
  for (const name of names) delete store[prefix + name];
}

function lock(owner, then) {
  navigator.locks?.request(prefix + owner, { signal }, then).catch(() => {});
}

// Says that this tab lives. A page that is left lets go: if it were waited for, the browser couldn't keep it for going back.
function hold() {
  lock(tab, () => new Promise((done) => {
    signal.addEventListener('abort', done);
    listen(window, 'pagehide', done);
  }));
}

// Entries of this tab, and of tabs that are gone: their lock is free. Without locks all are taken; sending an event
// twice is harmless.
async function readOutbox() {
  const locks = await navigator.locks?.query().catch(() => {}), entries = [];
  for (const entry of outbox('')) {
    const owner = entry[0].split(':')[1];
    if (owner !== tab && locks?.held.some((lock) => lock.name === prefix + owner)) whenGone(owner);
    else entries.push(entry);
  }
  return entries;
}

function outbox(owner) {
  return keysOf(store, `${prefix}out:${owner}`).map((key) => [key.slice(prefix.length), store[key]]);
}

// A tab that is just going still holds its lock: its entries are handed over when it is gone.
function whenGone(owner) {
  lock(owner, () => outbox(owner).forEach(tellLeft));
}
