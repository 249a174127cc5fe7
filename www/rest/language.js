// The page says in which language the chat is (W20): what is said in another one is drawn anew.

function locale(tag) {
  speaks(tag);
  loader.options.locale = tag;
  const title = loader.choose(), launcher = root.querySelector('#launcher');
  if (!title) return;
  launcher.setAttribute('aria-label', title);
  if (site.label) launcher.childNodes[1].data = title;
  const { open, problem } = commands.status();
  if (problem) return;
  if (open && idle) startAgain();
  loader.renew();
}

// Nobody has acted in it yet, so that the frame that comes doesn't know of it.
function startAgain() {
  if (idle.interface === 'popup') answers.news('closed', Object.entries(idle));
  loader.calls.push([Date.now(), 'start', idle.id]);
}

function watchShown() {
  const hear = ([payload, name]) => {
    if (payload.interface === 'inline') return;
    if (name === 'shown') idle = payload;
    if (name === 'engaged') idle = null;
  };
  loader.news.forEach(hear);
  for (const name of ['shown', 'engaged']) listen(window, `parlor:${name}`, ({ detail }) => hear([detail, name]));
}
