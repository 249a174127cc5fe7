// The rest of the loader: what the host page's part of the chat does once launcher and first message are there.
export default (loader) => {
  const { site, signal, answers, commands, root, listen, later, tell, pageFacts, startKept, comeBack } = loader;
  const watched = {}, reasons = new Set(), sheet = new CSSStyleSheet(), frame = () => root.querySelector('iframe');
  // The deepest part of the page that was in view, in percent.
  let deepest = 0;

  answers.watch = watch;
  loader.fields = fields;
  Object.assign(commands, { hide, show, page: viewAs });
  listen(window, 'pageshow', ({ persisted }) => persisted && (comeBack(), tell('page', pageFacts())));
  fillDataLayer();
  watchRoute();
  watchScroll();
  fitPhones();
  stepAside();
};
