// Flows inside the page (W10): an element that names one holds a frame of its own. To memory and outbox it is as another tab would be.

// A frame is there when its element comes near to what is in view, and gone with it.
function holdPlaces() {
  placeSheet.replaceSync(`:host { all: initial !important; display: block !important }
    :host(:not([class])), :host([class='']) { display: none !important }
    iframe { display: block; width: 100%; border: 0; color-scheme: light dark }
    :host(.waits) iframe { visibility: hidden }`);
  near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) fill(target, places.get(target));
  }, { rootMargin: '50%' });
  signal.addEventListener('abort', () => {
    near.disconnect();
    places.forEach(empty);
  });
  listen(window, 'message', welcome);
  listen(window, 'parlor:error', () => places.forEach(quiet));
  if (loader.port) joinPlaces();
}

function lookForPlaces() {
  for (const [element, place] of places) if (!isStill(element, place)) leavePlace(element, place);
  for (const element of document.querySelectorAll('[data-parlor-inline]')) {
    if (places.has(element)) continue;
    places.set(element, { name: element.dataset.parlorInline, id: `place ${(count += 1)}` });
    near.observe(element);
  }
}

function isStill(element, { name, host }) {
  return element.isConnected && element.dataset.parlorInline === name && (!host || host.parentNode === element);
}

function leavePlace(element, place) {
  near.unobserve(element);
  places.delete(element);
  empty(place);
  // What it hasn't sent yet.
  later('left', handOver, 1000);
}

// In a shadow tree, so that the page's styles leave it alone. Where the chat can't run nothing is put into the page.
function fill(element, place) {
  near.unobserve(element);
  if (!hasBegun || commands.status().problem) return;
  place.host = document.createElement('div');
  place.frame = document.createElement('iframe');
  place.frame.title = element.getAttribute('aria-label') || `${frame().title}: ${place.name}`;
  place.frame.src = loader.src;
  const inside = place.host.attachShadow({ mode: 'open' });
  inside.adoptedStyleSheets = [placeSheet];
  inside.append(place.frame);
  element.append(place.host);
}

// As the chat's own frame it is led to where it is to be without a step in the history.
function lead(place) {
  place.frame?.contentWindow?.location.replace(loader.src);
}

function empty(place) {
  quiet(place);
  place.host?.remove();
  place.host = place.frame = null;
}

// It is heard no longer, and not to be seen.
function quiet(place) {
  place.port?.close();
  place.port = null;
  if (place.host) dress(place, '');
}

// It has no height before it is known to work, and is seen when it has something to show.
function dress({ host, frame: inner }, how, height = 0) {
  host.className = how;
  inner.style.height = `${height}px`;
}

function welcome({ origin, source, data }) {
  const place = [...places.values()].find(({ frame }) => frame && frame.contentWindow === source);
  if (!place || data !== 'parlor:hello' || origin !== new URL(import.meta.url).origin || commands.status().problem) return;
  const { port1, port2 } = new MessageChannel();
  place.port?.close();
  place.port = port1;
  port1.onmessage = ({ data }) => answer(place, ...data);
  source.postMessage(loader.greeting('', 0, 0, 1), origin, [port2]);
  port1.postMessage(['call', false, 'start', place.name]);
  dress(place, 'waits', 240);
}

function answer(place, name, ...words) {
  if (name === 'show') return fit(place, words);
  if (name === 'renew') return lead(place);
  if (name === 'reload') return again(place.id, () => lead(place));
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
  if (!height) return;
  const { host } = place, before = host.offsetHeight;
  dress(place, 'shown', height);
  // Who acts in it goes on with what comes next.
  const isBelow = height > before && host.getBoundingClientRect().bottom > innerHeight;
  if (isBelow && document.activeElement === host) host.scrollIntoView({ block: 'end' });
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
  hasBegun = true;
  places.forEach((place, element) => (place.frame ? lead(place) : near.observe(element)));
}
