// The page says in which language the chat is (W20): what is said in another one is drawn anew.

function locale(tag) {
  speaks(tag);
  loader.options.locale = tag;
  const title = loader.choose(), launcher = root.querySelector('#launcher');
  if (!title) return;
  launcher.setAttribute('aria-label', title);
  if (site.label) launcher.childNodes[1].data = title;
  if (commands.status().problem) return;
  // The frame that is there knows what the next one has to start.
  if (loader.port) tell('leave');
  else loader.renew();
}

// A pop-up is another one then.
function leave(id, interface) {
  if (interface === 'popup') answers.news('closed', [['site', site.key], ['id', id], ['interface', interface]]);
  if (id) loader.calls.push([Date.now(), 'start', id]);
  loader.renew();
}
