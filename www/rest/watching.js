// What display events ask for.

// But for the pointer's ways within the page. Each is told once, however often the frame begins anew.
function watch(...names) {
  for (const name of names) watched[name] ||= [listen(window, name, ({ clientY, relatedTarget }) => relatedTarget || tell('saw', name, clientY, scrollY))];
}

function watchScroll() {
  const look = () => {
    const scrolled = pageFacts()[4];
    if (scrolled > deepest) tell('scroll', (deepest = scrolled));
  };
  listen(window, 'scroll', look);
  look();
}
