// The rest, a module of its own: fetched when the first message is there, or something needs it.

// What the frame wants of it has time until then.
function withRest(then, from) {
  due.push(then);
  if (from === commands) later('rest', fetchRest);
}

// Browsers remember that an address failed, but not of one with another fragment.
function fetchRest(again = '') {
  import(origin + site.rest + again).then(extend, () => later('rest', () => fetchRest(`#${Date.now()}`), 9000));
}

function extend({ default: rest }) {
  if (!due || signal.aborted) return;
  const waiting = due;
  due = null;
  protect(rest, shared);
  for (const then of waiting) protect(then);
}
