// On phones the open chat takes the whole screen (W15): the page stays where it is, and the keyboard leaves room for what is typed.

function fitPhones() {
  const narrow = matchMedia('(max-width: 479px)'), lock = new CSSStyleSheet();
  const { open, problem } = commands.status();
  let isOpen = open && !problem, place, watcher;
  lock.replaceSync('html{overflow:hidden!important}');
  const fit = () => {
    const isFull = isOpen && narrow.matches;
    if (isFull && !place) {
      place = { left: scrollX, top: scrollY, behavior: 'instant' };
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, lock];
      // Whoever has the focus in the page goes back with what takes them back in it; older browsers don't say.
      watcher = window.CloseWatcher && new CloseWatcher();
      if (watcher) watcher.onclose = commands.close;
    } else if (place && !isFull) {
      document.adoptedStyleSheets = [...document.adoptedStyleSheets].filter((sheet) => sheet !== lock);
      // What the page's own styles make of a lock may have moved it.
      scrollTo(place);
      place = null;
      watcher?.destroy();
    }
    // The box forgets its place whenever it becomes another one.
    leaveRoom();
  };
  const leaveRoom = () => {
    const { height, offsetTop, scale } = visualViewport;
    const isCovered = place && scale === 1 && height < innerHeight - 1;
    const [maxHeight, top, margin] = isCovered ? [`${height}px`, `${offsetTop}px`, 0] : ['', '', ''];
    Object.assign(frame()?.style || {}, { maxHeight, top, margin });
  };
  const is = (open) => {
    isOpen = open;
    fit();
  };
  loader.become = (mode) => is(mode[0] === 'p');
  listen(narrow, 'change', fit);
  listen(window, 'parlor:error', () => is(false));
  for (const name of ['resize', 'scroll']) listen(visualViewport, name, leaveRoom);
  signal.addEventListener('abort', () => is(false));
  fit();
}
