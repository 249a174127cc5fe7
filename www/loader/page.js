// Facts of the page.

// The browser has kept the page as it was, for going back.
function comeBack() {
  hold();
  lookAgain();
  tell('page', pageFacts());
  restore();
  // What the page has left that was on screen just now; by then it has let go of its lock.
  later('left', async () => (await readOutbox()).forEach(tellLeft), 1000);
}

function pageFacts() {
  return [shared.viewed || location.href, document.title, document.referrer, innerWidth < 480, scrolled()];
}
