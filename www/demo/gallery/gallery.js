// Shows the state that the address names, with the calls that any page may make. What has gone before is forgotten each time, so
// that a state looks the same however often it is shown.
const state = new URLSearchParams(location.search).get('state');
const links = [...document.querySelectorAll('#states a')];
const shown = links.find((link) => new URL(link.href).searchParams.get('state') === state);

if (shown) {
  const { values = '{}', by = 'start' } = shown.dataset;
  shown.setAttribute('aria-current', 'page');
  document.title = `${shown.textContent}: the gallery`;
  Parlor('reset');
  if (by === 'start') Parlor('start', state, JSON.parse(values));
  if (by === 'open') Parlor('open');
}
