// What happens is pushed to the data layer of a tag manager (W12), from the first event on.

function fillDataLayer() {
  const { datalayer } = loader.options;
  const push = (payload, name) => (window[datalayer] ||= []).push({ event: `parlor:${name}`, parlor: payload });
  const before = loader.news.splice(0);
  loader.news = null;
  if (!datalayer) return;
  for (const words of before) push(...words);
  commands.on('*', push);
}
