// How far the document is read (A4): pages that are in view for a second, seconds in view, words searched for, a download. Always
// told as totals, so that what is told last says everything.

function tellDownload() {
  read.downloaded = true;
  if (element) tellNow(wide());
}

function noteSearch() {
  const word = query.value.trim();
  if (word && read.words.size < 20) read.words.add(word);
}

// Says what has changed, and how the box is to look.
function tellNow(box) {
  count();
  const seconds = Math.min(Math.round(read.ms / 1000), 86400);
  const pages = document.querySelectorAll('.page[data-seen]').length;
  const far = [pages, viewer?.pagesCount || 0, seconds, read.downloaded, ...read.words];
  const isOld = told === (told = far.join());
  if (!isOld) tellFrame(box, ...far);
  else if (!box) tellFrame(box);
}

function count() {
  const now = performance.now();
  // Who does nothing for five minutes has left it open.
  const isRead = body.dataset.state === 'shown' && !document.hidden && now - activeAt < 300000;
  if (isRead) read.ms += now - countedTo;
  for (const [page, from] of since) {
    if (!isRead) since.set(page, now);
    else if (now - from >= 1000) page.dataset.seen = true;
  }
  countedTo = now;
}

function tellLater() {
  for (const name of ['pointermove', 'pointerdown', 'keydown', 'wheel', 'scroll', 'touchmove']) {
    addEventListener(name, () => (activeAt = performance.now()), { capture: true, passive: true, signal });
  }
  const timers = [setInterval(count, 1000), setInterval(() => tellNow(wide()), 30000)];
  signal.addEventListener('abort', () => timers.forEach(clearInterval));
  // Before the widget hears of it, which posts what there is.
  for (const name of ['visibilitychange', 'pagehide']) {
    parent.addEventListener(name, () => tellNow(wide()), { capture: true, signal });
  }
  // The chat was closed around it. A page that browsers keep comes back with it.
  addEventListener('pagehide', ({ persisted }) => persisted || leave());
}

// A page is seen as long as half of it is in view, or it fills half of the view.
function watchPages() {
  const look = (entries) => {
    count();
    for (const { target, intersectionRatio, intersectionRect, rootBounds } of entries) {
      const isSeen = intersectionRatio >= 0.5 || intersectionRect.height * 2 >= rootBounds.height;
      if (!isSeen) since.delete(target);
      else if (!since.has(target)) since.set(target, performance.now());
    }
  };
  const observer = new IntersectionObserver(look, { root: place, threshold: [...Array(21).keys()].map((part) => part / 20) });
  for (const page of document.querySelectorAll('.page')) observer.observe(page);
}
