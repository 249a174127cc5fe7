// The loader: the only part of Parlor that runs in the host page.
// It draws the launcher, keeps the visitor's storage, reports facts of the page and places one frame.
// What the strings mean that it keeps for the frame, it doesn't know.
(() => {
  'use strict';
  const site = __PARLOR__;
  const warn = (text) => console.warn(`Parlor: ${text}`);
  if (window.Parlor && window.Parlor.loaded) {
    warn('the script tag is on this page twice; the second one does nothing.');
    return;
  }
  try {
    start(new URL(document.currentScript.src).origin);
  } catch (error) {
    warn(`the chat can't run here (${error.message}).`);
  }

  function start(origin) {
    const status = { site: site.key, frame: 'not started', storage: 'kept', problem: null };
    const prefix = `parlor:${site.key}:`;
    const store = openStore();
    const tab = crypto.getRandomValues(new Uint32Array(4)).join('-');
    const outbox = new Map();
    let root, launcher, badge, frame, port, isOpen = false, reloadedAt = 0, unread = 0;

    // Calls wait until there is something to call.
    const waiting = [].map.call((window.Parlor && window.Parlor.q) || [], (call) => call[0]);
    window.Parlor = (command) => (root || command === 'status' ? perform(command) : void waiting.push(command));
    window.Parlor.loaded = true;

    holdTabLock();
    if (document.body) begin();
    else addEventListener('DOMContentLoaded', begin);

    function begin() {
      try {
        draw();
        waiting.forEach(perform);
      } catch (error) {
        fail(`the chat can't run here (${error.message}).`);
      }
    }

    function perform(command) {
      if (command === 'status') return { ...status, open: isOpen };
      if (command === 'open') open();
      else if (command === 'close') close();
      else if (command === 'toggle') (isOpen ? close : open)();
      else warn(`there is no command '${command}'.`);
    }

    function fail(problem) {
      if (!status.problem) warn(problem);
      status.problem = problem;
      if (root) root.host.style.setProperty('display', 'none', 'important');
    }

    // Storage: the host page's, or the page's memory where that is blocked.

    function openStore() {
      try {
        const probe = `${prefix}probe`;
        localStorage.setItem(probe, '1');
        localStorage.removeItem(probe);
        return localStorage;
      } catch {
        status.storage = 'blocked: kept for this page only';
        const map = new Map();
        return {
          getItem: (key) => map.get(key) ?? null,
          setItem: (key, value) => map.set(key, value),
          removeItem: (key) => map.delete(key),
          key: (at) => [...map.keys()][at],
          get length() { return map.size; },
        };
      }
    }

    function put(key, data) {
      try {
        store.setItem(key, data);
      } catch {
        status.storage = 'full: not kept';
      }
    }

    // The memory is one entry, 'REVISION:DATA'. A save names the revision that it was made from.
    function readMemory() {
      const entry = store.getItem(`${prefix}memory`) || '0:';
      const at = entry.indexOf(':');
      return [Number(entry.slice(0, at)), entry.slice(at + 1)];
    }

    function save(base, data) {
      const [revision, stored] = readMemory();
      if (revision !== base) return tell('memory', revision, stored);
      put(`${prefix}memory`, `${base + 1}:${data}`);
      seenFrom = performance.now();
      tell('saved', base + 1);
    }

    // The outbox is one entry for each event, under a name that only this tab writes.
    function keep(entries) {
      for (const [id, data] of entries) {
        const key = `${prefix}out:${tab}:${id}`;
        outbox.set(id, key);
        put(key, data);
      }
      tell('kept');
    }

    function drop(ids) {
      for (const id of ids) {
        store.removeItem(outbox.get(id));
        outbox.delete(id);
      }
    }

    function holdTabLock() {
      if (navigator.locks) navigator.locks.request(`${prefix}${tab}`, () => new Promise(() => {})).catch(() => {});
    }

    // Entries of this tab, and of tabs that are gone: their lock is free. Without locks all are
    // taken; sending an event twice is harmless.
    async function readOutbox() {
      const start = `${prefix}out:`;
      const keys = [];
      for (let at = 0; at < store.length; at++) if ((store.key(at) || '').startsWith(start)) keys.push(store.key(at));
      const alive = new Set();
      if (navigator.locks) {
        try {
          for (const lock of (await navigator.locks.query()).held) alive.add(lock.name);
        } catch { /* not allowed here: all are taken */ }
      }
      const entries = [];
      for (const key of keys) {
        const [owner, id] = key.slice(start.length).split(':');
        if (owner !== tab && alive.has(prefix + owner)) {
          whenGone(owner);
          continue;
        }
        outbox.set(id, key);
        entries.push(store.getItem(key));
      }
      return entries;
    }

    // A tab that is just going still holds its lock: its entries are handed over when it is gone.
    function whenGone(owner) {
      navigator.locks.request(prefix + owner, async () => {
        const start = `${prefix}out:${owner}:`;
        for (let at = 0; at < store.length; at++) {
          const key = store.key(at);
          if (!key.startsWith(start)) continue;
          outbox.set(key.slice(start.length), key);
          tell('left', store.getItem(key));
        }
      }).catch(() => {});
    }

    // The launcher is drawn here, so that it is there before anything else is loaded.

    function draw() {
      const host = document.createElement('div');
      host.style.setProperty('all', 'initial');
      root = host.attachShadow({ mode: 'open' });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css());
      root.adoptedStyleSheets = [sheet];
      launcher = document.createElement('button');
      launcher.type = 'button';
      launcher.id = 'launcher';
      launcher.hidden = site.off || site.launcher !== 'always';
      launcher.append(icon('chat', 'M21 12a8.5 8.5 0 0 1-12.4 7.5L3 21l1.5-5.6A8.5 8.5 0 1 1 21 12Z'), icon('chevron', 'm6 9 6 6 6-6'));
      badge = document.createElement('span');
      badge.id = 'badge';
      launcher.append(badge);
      launcher.addEventListener('click', () => (isOpen ? close() : open()));
      launcher.addEventListener('pointerenter', startFrame);
      launcher.addEventListener('focus', startFrame);
      launcher.addEventListener('keydown', (event) => event.key === 'Escape' && isOpen && close());
      root.append(launcher);
      document.body.append(host);
      name();
      if (!site.off && site.file) whenIdle(startFrame);
    }

    function name() {
      const more = unread ? `, ${unread} unread` : '';
      launcher.setAttribute('aria-label', isOpen ? 'Close chat' : `Open chat with ${site.name}${more}`);
      launcher.setAttribute('aria-expanded', String(isOpen));
    }

    function icon(id, path) {
      const make = (tag, attributes) => {
        const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
        for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
        return element;
      };
      const svg = make('svg', { id, viewBox: '0 0 24 24', width: 26, height: 26, fill: 'none', stroke: 'currentColor',
        'stroke-width': 2, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true' });
      svg.append(make('path', { d: path }));
      return svg;
    }

    function css() {
      const side = site.corner;
      return `
:host { color-scheme: light dark }
#launcher, #frame { position: fixed; z-index: 2147483000; ${side}: 20px; bottom: 20px; border: 0 }
#launcher { width: 56px; height: 56px; padding: 0; border-radius: 50%; display: grid; place-items: center; cursor: pointer;
  background: ${site.accent}; color: ${site.ink}; box-shadow: 0 4px 16px rgb(0 0 0 / .18); transition: transform 120ms ease-out }
#launcher[hidden], #badge:empty { display: none }
#launcher:hover { transform: scale(1.04) }
#launcher:focus-visible { outline: 2px solid ${site.accent}; outline-offset: 2px }
#launcher svg { grid-area: 1 / 1; transition: opacity 120ms }
#launcher[aria-expanded=true] #chat, #launcher[aria-expanded=false] #chevron { opacity: 0 }
#badge { position: absolute; top: -2px; right: -2px; min-width: 20px; height: 20px; box-sizing: border-box; padding: 0 5px;
  border-radius: 10px; background: #c62f3b; color: #fff; font: 600 12px/20px system-ui, sans-serif; text-align: center }
#frame { background: none; color-scheme: light dark; width: 400px; height: 640px; visibility: hidden; opacity: 0; bottom: 88px;
  max-width: calc(100vw - 40px); max-height: calc(100vh - 108px); pointer-events: none }
#frame.panel { visibility: visible; opacity: 1; pointer-events: auto; border-radius: 12px; box-shadow: 0 8px 40px rgb(0 0 0 / .22);
  transition: opacity 200ms ease-out }
#frame.teaser { visibility: visible; opacity: 1; pointer-events: auto; max-width: none; max-height: none; ${side}: 4px }
@media (max-width: 479px) {
  #frame.panel { inset: 0; width: 100%; height: 100%; max-width: none; max-height: none; border-radius: 0 }
  #frame.panel ~ #launcher { display: none }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important } }
@media (forced-colors: active) { #launcher { border: 2px solid ButtonText } }`;
    }

    function whenIdle(then) {
      const idle = () => (window.requestIdleCallback ? requestIdleCallback(then, { timeout: 1000 }) : setTimeout(then, 200));
      if (document.readyState === 'complete') idle();
      else addEventListener('load', idle);
    }

    // The frame and the channel to it.

    function startFrame() {
      if (frame || status.problem) return;
      frame = document.createElement('iframe');
      frame.id = 'frame';
      frame.title = `Chat with ${site.name}`;
      frame.tabIndex = -1;
      frame.src = `${origin}${site.frame}?site=${site.file}`;
      root.prepend(frame);
      status.frame = 'starting';
      addEventListener('message', hear);
      document.addEventListener('securitypolicyviolation', (event) => {
        if (event.disposition === 'enforce' && event.blockedURI.startsWith(origin)) fail(`the page's policy blocks the chat; allow it: ${event.effectiveDirective} ${origin}`);
      });
      setTimeout(() => status.frame === 'starting' && fail(`the chat's frame did not start; is ${location.host} among the site's allowed domains?`), 20000);
      addEventListener('storage', (event) => event.key === `${prefix}memory` && tell('memory', ...readMemory()));
      addEventListener('scroll', reportScroll, { passive: true });
      addEventListener('pageshow', (event) => event.persisted && (tell('memory', ...readMemory()), tell('page', pageFacts())));
    }

    async function hear(event) {
      if (event.origin !== origin || event.source !== frame.contentWindow || event.data !== 'parlor:hello') return;
      const entries = await readOutbox();
      const channel = new MessageChannel();
      port = channel.port1;
      port.onmessage = (message) => take(...message.data);
      const [revision, memory] = readMemory();
      const focus = isOpen;
      if (wasOpen()) isOpen = true;
      if (isOpen) frame.className = 'panel';
      name();
      const begin = { page: pageFacts(), seen: seenBefore(), revision, memory, outbox: entries, file: site.file, open: isOpen, focus };
      frame.contentWindow.postMessage(begin, origin, [channel.port2]);
      seenFrom = performance.now();
    }

    function tell(...message) {
      if (port) port.postMessage(message);
    }

    function take(what, ...rest) {
      status.frame = 'running';
      if (what === 'save') save(...rest);
      else if (what === 'keep') keep(...rest);
      else if (what === 'drop') drop(...rest);
      else if (what === 'screen') show(...rest);
      else if (what === 'opened') opened();
      else if (what === 'closed') closed(true);
      else if (what === 'failed') fail(...rest);
      else if (what === 'reload') reload();
    }

    // A frame whose ticket has ended is loaded anew; not more than once a minute.
    function reload() {
      const wait = Math.max(0, reloadedAt + 60000 - Date.now());
      reloadedAt = Date.now() + wait;
      setTimeout(() => (frame.src = frame.src), wait);
    }

    function show(hasLauncher, count, wanted, width, height) {
      unread = count;
      const mode = isOpen ? 'panel' : wanted === 'panel' ? 'none' : wanted;
      frame.className = mode;
      frame.tabIndex = mode === 'none' ? -1 : 0;
      frame.style.width = mode === 'teaser' ? `${width}px` : '';
      frame.style.height = mode === 'teaser' ? `${height}px` : '';
      launcher.hidden = !hasLauncher;
      badge.textContent = unread || '';
      name();
    }

    function open() {
      if (status.problem || site.off) return;
      startFrame();
      opened();
      tell('open');
      frame.focus();
    }

    function opened() {
      isOpen = true;
      frame.className = 'panel';
      remember();
      name();
    }

    function close() {
      tell('close');
      closed(false);
    }

    function closed(giveFocusBack) {
      isOpen = false;
      if (frame) frame.className = 'none';
      remember();
      name();
      if (giveFocusBack) launcher.focus();
    }

    // What was seen of a page after the last save is noted when it is left; the next page hands it over.
    let seenFrom = performance.now();
    addEventListener('visibilitychange', () => (seenFrom = performance.now()), true);
    addEventListener('pagehide', () => {
      if (port && !document.hidden) put(`${prefix}seen`, `${Math.round(performance.now() - seenFrom)}:${location.href}`);
    });

    function seenBefore() {
      const [, ms, url] = /^(\d+):(.*)$/.exec(store.getItem(`${prefix}seen`)) || [];
      store.removeItem(`${prefix}seen`);
      return { ms: Number(ms || 0), url: url || '' };
    }

    // An open panel stays open on the next page of this tab, where there is room for both.
    function remember() {
      try {
        if (isOpen) sessionStorage.setItem(`${prefix}open`, '1');
        else sessionStorage.removeItem(`${prefix}open`);
      } catch { /* blocked: it will be closed there */ }
    }

    function wasOpen() {
      try {
        return innerWidth >= 480 && sessionStorage.getItem(`${prefix}open`) === '1';
      } catch {
        return false;
      }
    }

    // Facts of the page.

    function pageFacts() {
      return { url: location.href, title: document.title, referrer: document.referrer, phone: innerWidth < 480, scroll: scrolled() };
    }

    function scrolled() {
      const height = document.documentElement.scrollHeight;
      return height ? Math.min(100, Math.floor(((scrollY + innerHeight) / height) * 100)) : 100;
    }

    let deepest = 0, isScrollDue = false;
    function reportScroll() {
      if (isScrollDue) return;
      isScrollDue = true;
      setTimeout(() => {
        isScrollDue = false;
        if (scrolled() > deepest) tell('scroll', (deepest = scrolled()));
      }, 200);
    }
  }
})();
