// The loader: the only part of Parlor that runs in the host page.
// It draws the launcher, takes calls, keeps the visitor's storage, reports facts of the page and places one frame.
// What calls do, and what the strings mean that it keeps for the frame, it doesn't know.
(() => {
  'use strict';
  const site = __PARLOR__;
  const warn = (text) => console.warn(`Parlor: ${text}`);
  const early = window.Parlor;
  if (early?.loaded) return warn('loaded twice; the second one does nothing.');

  const status = { site: site.key, frame: 'not started', storage: 'kept', problem: null };
  const prefix = `parlor:${site.key}:`;
  const keys = ['memory', 'forgotten', 'seen', 'open', 'calls'].map((name) => prefix + name);
  const [memoryKey, forgottenKey, seenKey, openKey, callsKey] = keys;
  const store = openStore('localStorage'), session = openStore('sessionStorage');
  const random = () => crypto.getRandomValues(new Uint32Array(4)).join('-'), tab = random();
  // What ends with this value: listeners, locks, the wrappers around the history.
  const end = new AbortController(), { signal } = end;
  const timers = {}, watched = {}, outbox = new Map(), handlers = new Set();
  let origin, root, sheet, launcher, badge, backdrop, frame, port, ready, forgotten;
  let mode = 'none', isOpen = false, unread = 0, deepest = 0, reloadedAt = 0, seenFrom = Date.now();
  // How often the frame was asked to open or close. What it shows counts when it has heard that often.
  let asked;
  // Calls that wait for the frame, and the start that waits for whether the page is being left.
  let calls = [], kept = [];

  const keysOf = (from, start) => Object.keys(from).filter((key) => key.startsWith(start));
  const lastForgotten = () => store[forgottenKey] || '';
  const tell = (...message) => port?.postMessage(message);
  // Whether the visitor is doing something just now: then focus may move.
  const isCaused = () => navigator.userActivation?.isActive !== false;
  const toggle = () => (isOpen ? close() : open());
  const scrolled = () => ((scrollY + innerHeight) / document.documentElement.scrollHeight * 100) | 0;
  const startKept = () => kept.splice(0).forEach((start) => call(...start));

  // What the frame says. How its box looks it brings along, so that the launcher needn't wait for that.
  const answers = {
    save, keep, drop, show, fail, reload, warn, watch,
    news: (name, entries) => emit(name, Object.fromEntries(entries)),
    style: (text) => sheet.replaceSync(css() + text),
  };
  const commands = { __proto__: null, open, close, toggle, on, off, reset, destroy, status: () => ({ ...status, open: isOpen }) };
  for (const name of ['start', 'identify', 'set', 'track']) commands[name] = (...rest) => call(Date.now(), name, ...rest);
  const perform = (name, ...rest) => (commands[name] ? commands[name](...rest) : warn(`there is no command '${name}'.`));
  window.Parlor = (...words) => protect(perform, ...words);
  window.Parlor.loaded = true;
  try {
    origin = new URL(document.currentScript.src).origin;
    draw();
    watchElements();
    watchRoute();
    hold();
    restore();
  } catch (error) {
    fail(`the chat can't run here (${error.message}).`);
  }
  for (const words of early?.q || []) window.Parlor(...words);

  function fail(problem) {
    if (!status.problem) {
      status.problem = problem;
      warn(problem);
      emit('error', { message: problem });
    }
    calls = [];
    root?.host.style.setProperty('display', 'none', 'important');
  }

  // What harms nobody when it fails, and what is gone when all of this is.

  function protect(then, ...rest) {
    try {
      return then(...rest);
    } catch (error) {
      console.error(error);
    }
  }

  function listen(target, name, then, options) {
    target.addEventListener(name, (event) => protect(then, event), { ...options, signal });
  }

  function later(name, then, ms) {
    clearTimeout(timers[name]);
    if (!signal.aborted) timers[name] = setTimeout(then, ms);
  }

  function destroy() {
    end.abort();
    Object.values(timers).forEach(clearTimeout);
    port?.close();
    root?.host.remove();
    // Where the page has declared the name it can't be deleted.
    window.Parlor = undefined;
    Reflect.deleteProperty(window, 'Parlor');
  }

  // Events (W8).

  function on(name, then) {
    const handler = [name, then];
    handlers.add(handler);
    if (name === 'ready' && ready) queueMicrotask(() => protect(then, ready, name));
    return () => handlers.delete(handler);
  }

  function off(name, then) {
    for (const handler of handlers) if (handler[0] === name && (!then || handler[1] === then)) handlers.delete(handler);
  }

  function emit(name, payload) {
    if (name === 'ready') ready = payload;
    for (const [wanted, then] of [...handlers]) if (wanted === name || wanted === '*') protect(then, payload, name);
    dispatchEvent(new CustomEvent(`parlor:${name}`, { detail: payload }));
  }

  // Calls are for the frame, which is started for the first one. They begin with their instant.

  function call(at, name, ...rest) {
    const why = status.problem || (site.off ? 'the chat is switched off.' : !site.file && 'nothing is published.');
    if (why) return warn(`'${name}' is not done: ${why}`);
    calls.push(JSON.parse(JSON.stringify([at, name, ...rest])));
    sendCalls();
  }

  function sendCalls() {
    startFrame();
    while (port && calls[0]) tell('call', isCaused(), ...calls.shift().slice(1));
  }

  // Links, buttons and forms that start something (W9). What leads to another page starts it there: what waits is kept
  // when this page is left.

  function watchElements() {
    listen(document, 'click', (event) => {
      const element = event.target.closest?.('[data-parlor-start],[data-parlor-open]');
      if (!element) return;
      const { parlorStart, parlorOpen } = element.dataset, href = element.getAttribute('href');
      if (href === '' || href === '#') event.preventDefault();
      const leads = /^http/.test(element.protocol) && !element.hasAttribute('download') && !['', '#', location.hash].includes(href);
      if (parlorOpen != null) open();
      if (parlorStart) startBy(event, element, leads, parlorStart, {}, 'link');
    });
    listen(document, 'submit', (event) => {
      const form = event.target, name = form.dataset.parlorForm;
      if (name) startBy(event, form, true, name, fields(form, name), 'form');
    });
    listen(window, 'visibilitychange', () => (seenFrom = Date.now()));
    listen(window, 'pagehide', leave);
    listen(window, 'pageshow', (event) => {
      if (!event.persisted) return;
      hold();
      tellMemory();
      tell('page', pageFacts());
      restore();
      // What the page has left that was on screen just now; by then it has let go of its lock.
      later('left', async () => (await readOutbox()).forEach((entry) => tell('left', entry)), 1000);
    });
    listen(document, 'keydown', ({ key }) => key === 'Escape' && (mode === 'popup' || root.activeElement === launcher) && close());
  }

  function startBy(event, element, leads, ...words) {
    const target = element.getAttribute('target'), start = [Date.now(), 'start', ...words];
    if (!leads || (target && target !== '_self') || event.ctrlKey || event.metaKey || event.shiftKey) return call(...start);
    kept = [start];
    // By then the page is on its way out, or code of the page has kept it and may have changed its route.
    later('start', () => (event.defaultPrevented ? startKept() : later('start', startKept, 9000)), 300);
  }

  // The fields that are ticked for the flow; never what is secret or pays.
  function fields(form, flow) {
    const values = {};
    for (const { name, type, value, checked, autocomplete } of form.elements) {
      if (!site.forms?.[flow]?.includes(name) || /password|file|cc-/.test(type + autocomplete)) continue;
      if (type === 'checkbox') values[name] = checked;
      else if (value && (type !== 'radio' || checked)) values[name] = value;
    }
    return values;
  }

  function leave() {
    if (port && !document.hidden) put(store, seenKey, `${Date.now() - seenFrom}:${location.href}`);
    const waiting = [...calls.splice(0), ...kept.splice(0)];
    if (waiting[0]) put(session, callsKey, JSON.stringify(waiting));
  }

  // What an earlier page kept happens here, for a minute.
  function restore() {
    const waiting = JSON.parse(session[callsKey] || '[]');
    delete session[callsKey];
    for (const timed of waiting) if (Date.now() - timed[0] < 60000) call(...timed);
  }

  // Storage: the host page's, or the page's memory where that is blocked.

  function openStore(name) {
    try {
      const real = window[name], probe = `${prefix}probe`;
      real[probe] = 1;
      delete real[probe];
      return real;
    } catch {
      status.storage = 'blocked: kept for this page only';
      return {};
    }
  }

  function put(to, key, data) {
    try {
      to[key] = data;
      return 1;
    } catch {
      status.storage = 'full: not kept';
      return 0;
    }
  }

  // The memory is one entry, 'FORGOTTEN:REVISION:DATA'. What a tab writes that hasn't heard yet of a reset counts for nothing.
  function readMemory() {
    const [, under, revision, data] = /^([^:]*):(\d+):([^]*)/.exec(store[memoryKey]) || [];
    return under === lastForgotten() ? [Number(revision), data] : [0, ''];
  }

  // Names the revision that it was made from.
  function save(base, data) {
    if (forgotten !== lastForgotten() || base !== readMemory()[0]) return tellMemory(base);
    tell('saved', base + put(store, memoryKey, `${forgotten}:${base + 1}:${data}`));
    seenFrom = Date.now();
  }

  // A visitor who was forgotten since the frame began, anywhere in this browser, isn't to come back.
  function tellMemory(base = 1) {
    const [revision, data] = readMemory();
    if (port && (forgotten !== lastForgotten() || revision < base)) renew();
    else tell('memory', revision, data);
  }

  // Forgets the visitor: the next one is another one (I4). What waits is posted by the frame when it goes.
  function reset() {
    for (const from of [store, session]) for (const key of keysOf(from, prefix)) delete from[key];
    put(store, forgottenKey, random());
    calls = [];
    kept = [];
    become('none');
    renew();
  }

  function renew() {
    outbox.clear();
    port?.close();
    port = null;
    if (frame) load();
  }

  // The outbox is one entry for each event, under a name that only this tab writes.
  function keep(entries) {
    for (const [id, data] of entries) {
      outbox.set(id, `${prefix}out:${tab}:${id}`);
      put(store, outbox.get(id), data);
    }
    tell('kept');
  }

  function drop(ids) {
    for (const id of ids) {
      delete store[outbox.get(id)];
      outbox.delete(id);
    }
  }

  function lock(owner, then) {
    navigator.locks?.request(prefix + owner, { signal }, then).catch(() => {});
  }

  // Says that this tab lives. A page that is left lets go: if it were waited for, the browser couldn't keep it for going back.
  function hold() {
    lock(tab, () => new Promise((done) => {
      signal.addEventListener('abort', done);
      listen(window, 'pagehide', done, { once: true });
    }));
  }

  // Entries of this tab, and of tabs that are gone: their lock is free. Without locks all are taken; sending an event
  // twice is harmless.
  async function readOutbox() {
    const locks = await navigator.locks?.query().catch(() => {});
    for (const key of keysOf(store, `${prefix}out:`)) {
      const [owner, id] = key.slice(prefix.length + 4).split(':');
      if (owner !== tab && locks?.held.some((lock) => lock.name === prefix + owner)) whenGone(owner);
      else outbox.set(id, key);
    }
    return [...outbox.values()].map((key) => store[key]);
  }

  // A tab that is just going still holds its lock: its entries are handed over when it is gone.
  function whenGone(owner) {
    lock(owner, () => {
      for (const key of keysOf(store, `${prefix}out:${owner}:`)) {
        outbox.set(key.split(':').pop(), key);
        tell('left', store[key]);
      }
    });
  }

  // The launcher is drawn here, so that it is there before anything else is loaded.

  function draw() {
    const make = (tag, id) => Object.assign(document.createElement(tag), { id });
    const host = make('div', '');
    host.style.setProperty('all', 'initial');
    root = host.attachShadow({ mode: 'open' });
    sheet = new CSSStyleSheet();
    root.adoptedStyleSheets = [sheet];
    answers.style('');
    backdrop = make('div', 'backdrop');
    backdrop.onclick = close;
    badge = make('span', 'badge');
    launcher = make('button', 'launcher');
    launcher.hidden = site.off || site.launcher !== 'always';
    launcher.onclick = toggle;
    launcher.onpointerenter = launcher.onfocus = startFrame;
    launcher.append(icon(), badge);
    root.append(backdrop, launcher);
    name();
    if (document.body) document.body.append(host);
    else listen(window, 'DOMContentLoaded', () => document.body.append(host));
    const wait = () => {
      if (window.requestIdleCallback) requestIdleCallback(startFrame, { timeout: 1000 });
      else later('idle', startFrame, 200);
    };
    if (document.readyState === 'complete') wait();
    else listen(window, 'load', wait);
  }

  function name() {
    const more = unread ? `, ${unread} unread` : '';
    launcher.setAttribute('aria-label', isOpen ? 'Close chat' : `Open chat with ${site.name}${more}`);
    launcher.setAttribute('aria-expanded', isOpen);
  }

  // A speech bubble, and the chevron that takes its place.
  function icon() {
    const make = (tag) => document.createElementNS('http://www.w3.org/2000/svg', tag);
    const svg = make('svg');
    for (const d of ['M21 12a8.5 8.5 0 0 1-12.4 7.5L3 21l1.5-5.6A8.5 8.5 0 1 1 21 12Z', 'm6 9 6 6 6-6']) {
      const path = make('path');
      path.setAttribute('d', d);
      svg.append(path);
    }
    return svg;
  }

  function css() {
    return `
#launcher,#frame,#backdrop{position:fixed;z-index:2147483000;${site.corner}:20px;bottom:20px;border:0}
#launcher:not([hidden]){width:56px;height:56px;padding:0;border-radius:50%;display:grid;place-items:center;cursor:pointer;
background:${site.accent};color:${site.ink};box-shadow:0 4px 16px rgb(0 0 0/.18)}
svg{width:24px;height:24px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
[aria-expanded=true] path:first-child,[aria-expanded=false] path+path{opacity:0}
#frame{background:none;color-scheme:light dark;visibility:hidden}`;
  }

  // The frame and the channel to it.

  function startFrame() {
    if (frame || status.problem || site.off || !site.file || signal.aborted) return;
    frame = document.createElement('iframe');
    frame.id = 'frame';
    frame.title = `Chat with ${site.name}`;
    frame.className = mode;
    frame.tabIndex = -1;
    load();
    backdrop.after(frame);
    listen(window, 'message', hear);
    listen(document, 'securitypolicyviolation', (event) => {
      if (event.disposition === 'enforce' && event.blockedURI.startsWith(origin)) fail(`the page's policy blocks the chat; allow ${event.effectiveDirective} ${origin}`);
    });
    listen(window, 'storage', ({ key }) => (!key || key === memoryKey) && tellMemory());
    listen(window, 'scroll', () => scrolled() > deepest && tell('scroll', (deepest = scrolled())));
  }

  function load() {
    const url = `${origin}${site.frame}?site=${site.file}`;
    // Once it is there a new `src` would be a step in the history, and Back would lead into the frame.
    if (frame.contentWindow) frame.contentWindow.location.replace(url);
    else frame.src = url;
    status.frame = 'starting';
    later('frame', () => status.frame === 'starting' && fail(`the frame did not start; is ${location.host} among the allowed domains?`), 20000);
  }

  async function hear(event) {
    if (event.origin !== origin || event.source !== frame.contentWindow || event.data !== 'parlor:hello') return;
    const entries = await readOutbox();
    if (signal.aborted) return;
    const channel = new MessageChannel();
    port?.close();
    port = channel.port1;
    port.onmessage = ({ data: [what, ...rest] }) => {
      status.frame = 'running';
      answers[what](...rest);
    };
    if (!isOpen && innerWidth >= 480 && session[openKey]) become(session[openKey]);
    asked = 0;
    forgotten = lastForgotten();
    const begin = [pageFacts(), ...readMemory(), entries, site.file, mode, root.activeElement === frame, store[seenKey]];
    frame.contentWindow.postMessage(begin, origin, [channel.port2]);
    delete store[seenKey];
    seenFrom = Date.now();
    sendCalls();
  }

  // A frame whose ticket or server is an old one is loaded anew; not more than once a minute. It leaves what it hadn't done yet.
  function reload(waiting) {
    for (const words of waiting) calls.push([Date.now(), ...words]);
    later('reload', () => {
      reloadedAt = Date.now();
      renew();
    }, Math.max(0, reloadedAt + 60000 - Date.now()));
  }

  function show(heard, hasLauncher, count, wanted, width, height, focus) {
    if (unread !== count) emit('unread', { site: site.key, count: (unread = count) });
    launcher.hidden = !hasLauncher;
    badge.textContent = unread || '';
    if (heard === asked) become(wanted, focus && isCaused());
    frame.style.width = mode === 'teaser' ? `${width}px` : '';
    frame.style.height = mode === 'teaser' ? `${height}px` : '';
  }

  function open() {
    startFrame();
    if (isOpen || !frame || status.problem) return;
    const focus = isCaused();
    asked++;
    tell('open', focus);
    become('panel', focus);
  }

  function close() {
    if (!isOpen) return;
    asked++;
    tell('close');
    become('none');
  }

  // An open chat stays open on the next page of this tab, where there is room for both.
  function become(wanted, focus) {
    const wasOpen = isOpen;
    mode = wanted;
    isOpen = mode[0] === 'p';
    if (isOpen) put(session, openKey, mode);
    else delete session[openKey];
    name();
    if (!frame) return;
    if (!isOpen && root.activeElement === frame) launcher.focus();
    frame.className = backdrop.className = mode;
    frame.tabIndex = mode === 'none' ? -1 : 0;
    if (isOpen && !wasOpen && focus) frame.focus();
  }

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
})();
