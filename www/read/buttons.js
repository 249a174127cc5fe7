// What can be done in the viewer, by pointer and keys.

function listenToButtons() {
  const does = {
    previous: () => turn(-1),
    next: () => turn(1),
    smaller: () => viewer?.decreaseScale(),
    larger: () => viewer?.increaseScale(),
    fit: () => viewer && (viewer.currentScaleValue = 'page-width'),
    search: () => openSearch(find('finding').hidden),
    close,
    'previous-hit': () => seek('again', true),
  };
  for (const [id, then] of Object.entries(does)) find(id).onclick = then;
  for (const way of document.querySelectorAll('[download]')) way.addEventListener('click', tellDownload);
  find('page').onchange = ({ target }) => {
    if (viewer) viewer.currentPageNumber = Math.min(Math.max(Number.parseInt(target.value, 10) || 1, 1), viewer.pagesCount);
    showPage();
  };
  find('finding').onsubmit = (event) => {
    event.preventDefault();
    seek('again');
  };
  query.oninput = () => seek('');
  query.onchange = noteSearch;
}

function listenToViewer() {
  bus.on('pagesinit', () => {
    viewer.currentScaleValue = 'page-width';
    find('of').textContent = words.of.replace('#', viewer.pagesCount);
    for (const page of document.querySelectorAll('.page')) page.ariaLabel = words.pageNumber.replace('#', page.dataset.pageNumber);
    showPage();
    if (element) watchPages();
  });
  bus.on('pagechanging', showPage);
  bus.on('updatefindmatchescount', ({ matchesCount }) => showHits(matchesCount));
  bus.on('updatefindcontrolstate', ({ matchesCount, state }) => showHits(matchesCount, state === 1));
  // A page that fits its width goes on to do so.
  new ResizeObserver(() => {
    if (viewer.currentScaleValue === 'page-width') viewer.currentScaleValue = 'page-width';
  }).observe(place);
}

function turn(by) {
  if (viewer) viewer.currentPageNumber = Math.min(Math.max(viewer.currentPageNumber + by, 1), viewer.pagesCount);
}

function showPage() {
  const page = viewer?.currentPageNumber || 1;
  find('page').value = page;
  find('previous').disabled = page === 1;
  find('next').disabled = page === viewer?.pagesCount;
}

// Searching.

function openSearch(isOpen) {
  find('finding').hidden = !isOpen;
  find('search').setAttribute('aria-expanded', isOpen);
  if (isOpen) query.select();
  else bus?.dispatch('findbarclose', { source: window });
}

function seek(type, findPrevious = false) {
  if (type) noteSearch();
  bus?.dispatch('find', {
    source: window, type, query: query.value.trim(), findPrevious, highlightAll: true, caseSensitive: false, entireWord: false,
    matchDiacritics: false,
  });
}

function showHits({ current, total }, isNone) {
  const text = total ? words.hits.replace('#', current).replace('#', total) : isNone ? words.none : '';
  find('hits').textContent = query.value.trim() && text;
}

// Keys.

function listenToKeys() {
  document.addEventListener('keydown', (event) => {
    const { key } = event, isTyping = event.target.tagName === 'INPUT';
    const turns = place.scrollWidth <= place.clientWidth;
    if (key === 'Escape' && !find('finding').hidden) {
      openSearch(false);
      place.focus();
    } else if (key === 'Escape' && element) close();
    else if (key === 'f' && (event.ctrlKey || event.metaKey)) openSearch(true);
    else if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    else if (key === '/') openSearch(true);
    else if (key === 'ArrowLeft' && turns) turn(-1);
    else if (key === 'ArrowRight' && turns) turn(1);
    else if (key === 'PageUp') place.scrollBy(0, -0.9 * place.clientHeight);
    else if (key === 'PageDown') place.scrollBy(0, 0.9 * place.clientHeight);
    else return;
    event.preventDefault();
  });
}
