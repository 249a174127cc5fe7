// Storage: the host page's, or the page's memory where that is blocked or not allowed yet.

function openStores() {
  // What is stored there already was allowed.
  held = stored(memoryKey) ? 0 : level;
  store = { [forgottenKey]: stored(forgottenKey) || '' };
  session = {};
  if (!held) allow();
}

function stored(key) {
  try {
    return localStorage[key];
  } catch {}
}

// Another tab may have been allowed to keep something, or have let go of everything.
function lookAgain() {
  if (status.problem) return;
  if (held ? stored(memoryKey) : !store[memoryKey]) openStores();
  tellMemory();
}

function openStore(name, kept) {
  try {
    const real = window[name];
    for (const key of Object.keys(kept)) if (kept[key]) real[key] ??= kept[key];
    // Throws where there is none.
    return Object.assign(real);
  } catch {
    status.storage = 'blocked';
    return kept;
  }
}

function allow() {
  held = 0;
  status.storage = 'kept';
  store = openStore('localStorage', store);
  session = openStore('sessionStorage', session);
  tellMemory();
}

// Consent (W28, W29).

function granted() {
  if (status.problem === noConsent) {
    status.problem = null;
    display('initial');
    renew();
    startFrame();
  }
  allow();
}

function denied() {
  // Other tabs hear it before it is gone.
  put(store, memoryKey, 'denied');
  deny();
}

function deny() {
  forget();
  store = {};
  session = {};
  tell('denied');
  hangUp();
  status.storage = 'none';
  fail(noConsent);
}

// What is kept.

function put(to, key, data) {
  try {
    to[key] = data;
    return 1;
  } catch {
    status.storage = 'full';
    return 0;
  }
}

// The memory is one entry, 'FORGOTTEN:DATA'. What a tab writes that hasn't heard yet of a reset counts for nothing.
function readMemory() {
  const entry = store[memoryKey], start = mark();
  if (entry?.startsWith(start)) return entry.slice(start.length);
}

// Who writes it says what it was before. In between another tab may have written it.
function save(before, data) {
  if (readMemory() !== before) return tellMemory();
  tell('saved', put(store, memoryKey, mark() + data));
  seenFrom = Date.now();
}

function tellMemory() {
  tell('memory', readMemory(), held);
}

// Forgets the visitor: the next one is another one (I4). What waits is posted by the frame when it goes.
function reset() {
  forget();
  put(store, forgottenKey, random());
  openStores();
  renew();
}

function forget() {
  if (isOpen) emit('closed', { site: site.key });
  for (const from of [store, session]) for (const key of keysOf(from, prefix)) delete from[key];
  calls.length = 0;
  kept = [];
  become('none');
}

function renew() {
  hangUp();
  if (frame) load();
}

function hangUp() {
  shared.port?.close();
  shared.port = null;
}
