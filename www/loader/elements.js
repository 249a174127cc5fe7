// Links, buttons and forms that start something (W9). What leads to another page starts it there: what waits is kept
// when this page is left.

function watchElements() {
  listen(document, 'click', (event) => {
    const { target } = event, mine = target.closest?.('[data-parlor-start],[data-parlor-open]');
    const element = mine || (site.own && target.closest?.(site.own));
    if (!element) return;
    const { parlorStart, parlorOpen } = element.dataset, href = element.getAttribute('href');
    if (href === '' || href === '#') event.preventDefault();
    const leads = /^http/.test(element.protocol) && !element.hasAttribute('download') && !['', '#', location.hash].includes(href);
    if (parlorOpen != null) open();
    if (!mine) toggle((own = element));
    if (parlorStart) startBy(event, element, leads, parlorStart, {}, 'link');
  });
  listen(document, 'submit', (event) => {
    const form = event.target, name = form.dataset.parlorForm;
    if (name) startBy(event, form, true, name, shared.fields?.(form, name) || {}, 'form');
  });
  listen(window, 'visibilitychange', () => (seenFrom = Date.now()));
  listen(window, 'pagehide', leave);
  listen(document, 'keydown', ({ key }) => key === 'Escape' && (mode === 'popup' || root.activeElement === launcher) && close());
}

function startBy(event, element, leads, ...words) {
  const target = element.getAttribute('target'), start = [Date.now(), 'start', ...words];
  if (!leads || (target && target !== '_self') || event.ctrlKey || event.metaKey || event.shiftKey) return call(...start);
  kept = [start];
  // By then the page is on its way out, or code of the page has kept it and may have changed its route.
  later('start', () => (event.defaultPrevented ? startKept() : later('start', startKept, 9000)), 300);
}

function leave() {
  shared.left = 1;
  if (status.problem) return;
  if (shared.port && !document.hidden) put(store, seenKey, `${Date.now() - seenFrom}:${location.href}`);
  // To follow a link that starts something is an act.
  if (kept[0] && held === 1) {
    allow();
    store[memoryKey] ??= mark();
  }
  const waiting = [...calls.splice(0), ...kept.splice(0)];
  if (waiting[0]) put(session, callsKey, JSON.stringify(waiting));
}

// What an earlier page kept happens here, for a minute.
function restore() {
  const waiting = JSON.parse(session[callsKey] || '[]');
  delete session[callsKey];
  for (const timed of waiting) if (Date.now() - timed[0] < 60000) call(...timed);
}
