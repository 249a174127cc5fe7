// What happens is pushed to the data layer of a tag manager (W12), from the first event on.

function fillDataLayer() {
  const { datalayer } = loader.options, before = loader.news;
  const push = ([payload, name]) => {
    try {
      (window[datalayer] ||= []).push({ event: `parlor:${name}`, parlor: payload });
    } catch (error) {
      loader.answers.warn(`'${datalayer}' takes no events: ${error.message}`);
    }
  };
  loader.news = datalayer ? { push } : null;
  if (datalayer) before.forEach(push);
}
