// The loader: the only part of Parlor that runs in the host page.
// It draws the launcher, takes calls, keeps the visitor's storage, reports facts of the page and places one frame.
// What calls do, and what the strings mean that it keeps for the frame, it doesn't know. What can wait is in `rest.js`.
(() => {
  'use strict';
  const site = __PARLOR__;
  const warn = (text) => console.warn(`Parlor: ${text}`);
  const early = window.Parlor, noConsent = 'there is no consent.';
  if (early?.loaded) return warn('the chat is loaded twice.');

  const status = { site: site.key, frame: 'none', storage: 'none', problem: site.off || null };
  const prefix = `parlor:${site.key}:`;
  const keys = ['memory', 'forgotten', 'seen', 'open', 'calls'].map((name) => prefix + name);
  const [memoryKey, forgottenKey, seenKey, openKey, callsKey] = keys;
  const random = () => crypto.getRandomValues(new Uint32Array(4)).join('-'), tab = random();
  // What ends with this value: listeners, locks, the wrappers around the history.
  const end = new AbortController(), { signal } = end;
  const timers = {}, handlers = new Set();
  // Where things are kept, and what that waits for: 1 for the visitor to act, 2 for consent (W28).
  const level = site.hold || (navigator.globalPrivacyControl ? 1 : 0);
  let store, session, held;
  let origin, root, sheet, launcher, path, badge, backdrop, frame, ready;
  // The chat's language, and what launcher and frame are called in it.
  let language, title;
  let mode = 'none', isOpen = false, unread = 0, seenFrom = Date.now();
  // How often the frame was asked to open or close. What it shows counts when it has heard that often.
  let asked;
  // Calls that wait for the frame, and the start that waits for whether the page is being left.
  const calls = [];
  let kept = [];
  // The page's own launcher, if that was used last (W14).
  let own;
  // What waits for the rest, until it is here.
  let due = [];

  const make = (tag, id) => Object.assign(document.createElement(tag), { id });
  const keysOf = (from, start) => Object.keys(from).filter((key) => key.startsWith(start));
  // What the memory's entry begins with.
  const mark = () => `${store[forgottenKey] || ''}:`;
  const tell = (...message) => shared.port?.postMessage(message);
  // Whether the visitor is doing something just now: then focus may move.
  const isCaused = () => navigator.userActivation?.isActive !== false;
  const toggle = () => (isOpen ? close() : open());
  const scrolled = () => ((scrollY + innerHeight) / document.documentElement.scrollHeight * 100) | 0;
  const startKept = () => kept.splice(0).forEach((start) => call(...start));

  // What the frame says. How its box looks it brings along, so that the launcher needn't wait for that.
  const answers = {
    save, keep, show, fail, renew, reset, warn, allow,
    news: (name, entries) => emit(name, Object.fromEntries(entries)),
    style: (text) => sheet.replaceSync(css() + text),
  };
  const commands = {
    __proto__: null, open, close, toggle, on, off, reset, destroy,
    consent: (word) => (word === 'granted' ? granted() : word === 'denied' ? denied() : warn('consent is granted or denied.')),
    status: () => ({ ...status, open: isOpen }),
  };
  for (const name of ['start', 'identify', 'set', 'track']) commands[name] = (...rest) => call(Date.now(), name, ...rest);
  // What it shares with its rest, and the events so far.
  const shared = { site, signal, answers, commands, prefix, tab, keysOf, listen, later, tell, pageFacts, startKept, lookAgain,
    restore, choose, renew, calls, handlers, stored: () => store, greeting, news: [] };
  const perform = (from, name, ...rest) => {
    const then = from[name];
    return then ? then(...rest) : due ? withRest(() => perform(from, name, ...rest), from) : warn(`there is no command '${name}'.`);
  };
  window.Parlor = (...words) => protect(perform, commands, ...words);
  window.Parlor.loaded = true;
  try {
    // Fails here where the frame could not run.
    shared.wasm = WebAssembly;
    const tag = document.currentScript;
    origin = new URL(tag.src).origin;
    shared.options = { ...window.parlorSettings, ...tag.dataset };
    choose();
    openStores();
    draw();
    watchElements();
    restore();
    if (site.forms || site.aside || shared.options.datalayer || /^parlor-/.test(name)) later('rest', fetchRest);
  } catch (error) {
    fail(`the chat can't run: ${error.message}`);
  }
  early?.q?.forEach((words) => window.Parlor(...words));

  function fail(problem) {
    if (!status.problem) {
      status.problem = problem;
      status.frame = 'none';
      warn(problem);
      emit('error', { message: problem });
    }
    calls.length = 0;
    display('none');
  }

  function display(how) {
    root?.host.style.setProperty('display', how, 'important');
  }

  // What harms nobody when it fails, and what is gone when all of this is.

  function protect(then, ...rest) {
    try {
      return then(...rest);
    } catch (error) {
      console.error(error);
    }
  }

  function listen(target, name, then) {
    target.addEventListener(name, (event) => protect(then, event), { signal });
  }

  function later(name, then, ms) {
    clearTimeout(timers[name]);
    if (!signal.aborted) timers[name] = setTimeout(protect, ms, then);
  }

  function destroy() {
    end.abort();
    Object.values(timers).forEach(clearTimeout);
    hangUp();
    root?.host.remove();
    // Where the page has declared the name it can't be deleted.
    window.Parlor = undefined;
    Reflect.deleteProperty(window, 'Parlor');
  }
})();
