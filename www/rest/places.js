// Flows inside the page (W10): an element that names one holds a frame of its own. To memory and outbox it is as another tab would be.

// A frame is there when its element comes near to what is in view, and gone with it.
function holdPlaces() {
  near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) fill(target, places.get(target));
  }, { rootMargin: '50%' });
  signal.addEventListener('abort', () => {
    near.disconnect();
    places.forEach(empty);
  });
  listen(window, 'message', welcome);
  listen(window, 'parlor:error', () => places.forEach(({ frame }) => frame && dress(frame, 0)));
  if (loader.port) joinPlaces();
}

function lookForPlaces() {
  for (const [element, place] of places) if (!isStill(element, place)) leavePlace(element, place);
  for (const element of document.querySelectorAll('[data-parlor-inline]')) {
    if (places.has(element)) continue;
    places.set(element, { name: element.dataset.parlorInline });
    near.observe(element);
  }
}

function isStill(element, { name, frame }) {
  return element.isConnected && element.dataset.parlorInline === name && (!frame || frame.parentNode === element);
}

function leavePlace(element, place) {
  near.unobserve(element);
  places.delete(element);
  empty(place);
  // What it hasn't sent yet.
  later('left', handOver, 1000);
}

function fill(element, place) {
  near.unobserve(element);
  if (site.off || site.empty || commands.status().problem) return;
  const inner = (place.frame = document.createElement('iframe'));
  dress(inner, 0);
  loader.lead(inner);
  inner.title = element.getAttribute('aria-label') || `${inner.title}: ${place.name}`;
  element.append(inner);
}

function empty(place) {
  place.port?.close();
  place.frame?.remove();
  place.port = place.frame = null;
}

// Nothing of the page's styles counts for it. It has a height when it is known to work, and is seen when it has something to show.
function dress(inner, height, shown) {
  const visibility = shown ? 'visible' : 'hidden';
  const style = { all: 'initial', display: height ? 'block' : 'none', width: '100%', height: `${height}px`, visibility, 'color-scheme': 'light dark' };
  for (const [name, value] of Object.entries(style)) inner.style.setProperty(name, value, 'important');
}

function welcome({ origin, source, data }) {
  const place = [...places.values()].find(({ frame }) => frame && frame.contentWindow === source);
  if (!place || data !== 'parlor:hello' || origin !== new URL(import.meta.url).origin) return;
  const { port1, port2 } = new MessageChannel();
  place.port?.close();
  place.port = port1;
  port1.onmessage = ({ data }) => answer(place, ...data);
  source.postMessage(loader.greeting('inside'), origin, [port2]);
  port1.postMessage(['call', false, 'place', place.name]);
  dress(place.frame, 240);
}

function answer(place, name, ...words) {
  if (name === 'show') return fit(place, words);
  if (name === 'renew') return loader.lead(place.frame);
  if (name === 'reload') return later(`place ${place.name}`, () => place.frame && loader.lead(place.frame), 60000);
  // What concerns the page as a whole is told by the chat beside it.
  if (name === 'style' || name === 'watch' || words[0] === 'ready') return;
  const { port } = loader, keeps = /save|keep|allow/.test(name);
  // Who asks to have something kept hears how that went, and the others what is kept now.
  if (keeps) loader.port = place.port;
  answers[name](...words);
  if (!keeps) return;
  loader.port = port;
  if (name !== 'keep') loader.lookAgain();
}

function fit(place, [, , , mode, , height]) {
  if (mode === 'none') return empty(place);
  if (height) dress(place.frame, height, 1);
}

// What the chat's own frame is told of page and memory the others are told, too. When it begins anew so do they.
function joinPlaces() {
  const { port } = loader;
  const postMessage = (words) => {
    port.postMessage(words);
    if (places.size && words[0] === 'saved') loader.lookAgain();
    if (/memory|page|denied/.test(words[0])) for (const place of places.values()) place.port?.postMessage(words);
  };
  loader.port = { postMessage, close: () => port.close() };
  if (hasBegun) places.forEach((place, element) => (place.frame ? loader.lead(place.frame) : near.observe(element)));
  hasBegun = true;
}
