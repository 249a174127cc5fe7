// The rest of the loader: what the host page's part of the chat does once launcher and first message are there.
export default (loader) => {
  const { site, signal, answers, commands, root, listen, later, tell, pageFacts, startKept } = loader;
  const watched = {}, reloadedAt = {}, reasons = new Set(), sheet = new CSSStyleSheet(), placeSheet = new CSSStyleSheet(),
    frame = () => root.querySelector('iframe');
  // The deepest part of the page that was in view, in percent.
  let deepest = 0;
  // Where the page was when it said what is viewed.
  let viewedAt;
  // What sees which elements come near, and whether the chat's own frame has begun.
  let near, hasBegun, count = 0;
  // What lets go of this tab's lock, as long as that is held.
  let letGo;

  // A console has opened this page to hear how the chat is on it.
  if (/^parlor-check/.test(name)) import('/lib/check.js');
  Object.assign(answers, { watch, reload, leave });
  loader.fields = fields;
  Object.assign(commands, { hide, show, page: viewAs, locale });
  listen(window, 'pageshow', ({ persisted }) => persisted && comeBack());
  // Frames inside the page, by the elements that hold them.
  const places = new Map();
  checkListeners();
  if (loader.options.locale) speaks(loader.options.locale);
  watchOutbox();
  fillDataLayer();
  watchRoute();
  watchScroll();
  fitPhones();
  holdPlaces();
  stepAside();
};
