// On phones the open chat takes the whole screen (W15): the page stays where it is, Back closes the chat, and the keyboard leaves
// room for what is typed.

function fitPhones() {
  const narrow = matchMedia('(max-width: 479px)'), { style } = document.documentElement;
  let { open: isOpen } = commands.status(), overflow, watcher;
  const fit = () => {
    const isFull = isOpen && narrow.matches;
    if (isFull === (overflow != null)) return;
    if (isFull) {
      overflow = style.overflow;
      style.overflow = 'hidden';
      // There may be none, or none to have without a gesture.
      try {
        watcher = new CloseWatcher();
        watcher.onclose = commands.close;
      } catch {}
    } else {
      style.overflow = overflow;
      overflow = null;
      watcher?.destroy();
    }
    leaveRoom();
  };
  const leaveRoom = () => {
    const { height, offsetTop, scale } = visualViewport;
    const isCovered = overflow != null && scale === 1 && height < innerHeight - 1;
    Object.assign(frame().style, isCovered ? { height: `${height}px`, top: `${offsetTop}px` } : { height: '', top: '' });
  };
  loader.become = (mode) => {
    isOpen = mode[0] === 'p';
    fit();
  };
  listen(narrow, 'change', fit);
  for (const name of ['resize', 'scroll']) listen(visualViewport, name, leaveRoom);
  signal.addEventListener('abort', () => overflow != null && (style.overflow = overflow));
  fit();
}
