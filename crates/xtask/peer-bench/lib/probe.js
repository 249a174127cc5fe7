// What runs in every frame before any script of the page, and notes when something is first visible. It asks before each paint, and
// sees into shadow trees, closed ones too, because it remembers each when it is attached.

/** Runs in the page, and so uses nothing around it. */
export const probe = ({ launcher, message, teaser, frame }) => {
  const roots = [document], attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = attach.call(this, init);
    roots.push(root);
    return root;
  };

  const isVisible = (element) => {
    const { width, height, top, right, bottom, left } = element.getBoundingClientRect(), view = element.ownerDocument.defaultView;
    return width >= 4 && height >= 4 && bottom > 0 && right > 0 && top < view.innerHeight && left < view.innerWidth &&
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  // A frame of another origin doesn't tell where it is.
  const isFrameVisible = () => {
    try {
      return !window.frameElement || isVisible(window.frameElement);
    } catch {
      return true;
    }
  };
  const isElsewhere = (() => {
    try {
      return !top.document;
    } catch {
      return true;
    }
  })();

  const seen = {};
  const find = ({ selector, text }) => {
    for (const root of roots) {
      for (const element of root.querySelectorAll(selector)) {
        if ((!text || element.textContent.includes(text)) && isVisible(element) && isFrameVisible()) return element;
      }
    }
    return null;
  };
  // Instants since 1970, which frames can compare.
  const watch = (name, target) => {
    const look = () => {
      if (find(target)) seen[name] = performance.timeOrigin + performance.now();
      else requestAnimationFrame(look);
    };
    if (target) requestAnimationFrame(look);
  };
  watch('launcher', launcher);
  watch('teaser', teaser);
  watch('frame', frame);
  // For the message nobody looks before the click, which a frame of another origin doesn't hear of.
  const clicked = (at) => {
    if (window.__probe.clicked) return;
    window.__probe.clicked = at;
    watch('message', message);
    for (let nth = 0; nth < frames.length; nth += 1) {
      try {
        frames[nth].__probe.listen(at);
      } catch {}
    }
  };
  // The heap that the browser tells of has WebAssembly's memory not in it.
  const memories = new Set();
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const make = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await make.apply(WebAssembly, given);
      const exported = Object.values((made.instance ?? made).exports);
      for (const one of exported) if (one instanceof WebAssembly.Memory) memories.add(one);
      return made;
    };
  }
  const wasm = () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  window.__probe = { seen, find, wasm, listen: clicked, clicked: 0 };
  addEventListener('pointerdown', (event) => event.isTrusted && clicked(performance.timeOrigin + event.timeStamp), true);
  if (isElsewhere) watch('message', message);
  else if (window !== top && top.__probe?.clicked) clicked(top.__probe.clicked);

  if (window !== top) return;
  const long = (window.__probe.long = []);
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) long.push([performance.timeOrigin + startTime, duration]);
  }).observe({ type: 'longtask', buffered: true });
};
