// The page says in which language the chat is (W20): what is said in another one is drawn anew.

function locale(tag) {
  loader.options.locale = tag;
  if (loader.choose()) loader.renew();
}
