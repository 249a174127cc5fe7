// Facts of the page.

function pageFacts() {
  return [shared.viewed || location.href, document.title, document.referrer, innerWidth < 480, scrolled()];
}
