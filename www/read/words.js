// All words of the viewer. A number stands in the place of each #.

function allWords() {
  return {
    pages: 'Pages',
    previous: 'Previous page',
    page: 'Page',
    of: 'of #',
    next: 'Next page',
    zoom: 'Size',
    smaller: 'Smaller',
    fit: 'Fit the width',
    larger: 'Larger',
    search: 'Search in the document',
    query: 'Search for',
    hits: '# of #',
    none: 'Not found',
    previousHit: 'Previous hit',
    nextHit: 'Next hit',
    download: 'Download',
    close: 'Close the document',
    loading: 'Opening the document …',
    failed: 'The document can’t be shown here. You can download it.',
    locked: 'This document asks for a password.',
    wrong: 'This is not the password.',
    unlock: 'Open',
    pageNumber: 'Page #',
  };
}

function say() {
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = words[element.dataset.text];
  for (const element of document.querySelectorAll('[data-label]')) {
    element.ariaLabel = words[element.dataset.label];
    if (element.matches('button, a')) element.title = element.ariaLabel;
  }
}
