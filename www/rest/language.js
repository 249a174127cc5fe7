// The page says in which language the chat is (W20): what is said in another one is drawn anew.

function locale(tag) {
  loader.options.locale = tag;
  const title = loader.choose(), launcher = root.querySelector('#launcher');
  if (!title) return;
  launcher.setAttribute('aria-label', title);
  if (site.label) launcher.childNodes[1].data = title;
  if (!commands.status().problem) loader.renew();
}
