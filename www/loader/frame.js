// The frame and the channel to it.

function startFrame() {
  if (frame || status.problem || signal.aborted) return;
  frame = make('iframe', 'frame');
  frame.className = mode;
  frame.tabIndex = -1;
  load();
  backdrop.after(frame);
  listen(window, 'message', hear);
  listen(document, 'securitypolicyviolation', (event) => {
    if (event.disposition === 'enforce' && event.blockedURI.startsWith(origin)) fail(`the page's policy blocks the chat; allow ${event.effectiveDirective} ${origin}`);
  });
  listen(window, 'storage', ({ key, newValue }) => {
    if (key && key !== memoryKey) return;
    if (newValue === 'denied') deny();
    lookAgain();
  });
}

function load() {
  frame.title = title;
  const url = (shared.src = `${origin}/frame/${site.key}?language=${language}`);
  // Once it is there a new `src` would be a step in the history, and Back would lead into the frame.
  frame.contentWindow?.location.replace(url);
  frame.src ||= url;
  status.frame = 'starting';
  later('frame', () => status.frame === 'starting' && fail(`the frame did not start; is ${location.host} allowed?`), 20000);
}

function hear(event) {
  if (status.problem || event.origin !== origin || event.source !== frame.contentWindow || event.data !== 'parlor:hello') return;
  const { port1, port2 } = new MessageChannel();
  hangUp();
  shared.port = port1;
  port1.onmessage = ({ data }) => {
    status.frame = 'running';
    perform(answers, ...data);
  };
  // Open on the page before, or in the frame before.
  const stays = isOpen ? asked >= 0 : innerWidth >= 480 && session[openKey];
  if (!isOpen && stays) become(stays);
  asked = 0;
  shared.url = location.href;
  frame.contentWindow.postMessage(greeting(mode, root.activeElement === frame, store[seenKey], 0, stays), origin, [port2]);
  delete store[seenKey];
  seenFrom = Date.now();
  shared.begun?.();
  sendCalls();
}

// What a frame begins with.
function greeting(...own) {
  return [pageFacts(), readMemory(), held, tab, ...own];
}

function show(heard, hasLauncher, count, wanted, width, height, focus, called) {
  if (unread !== count) emit('unread', { site: site.key, count: (unread = count) });
  launcher.hidden = !hasLauncher;
  launcher.setAttribute('aria-label', called);
  badge.textContent = unread || '';
  if (heard === asked) become(wanted, focus && isCaused());
  if (mode === 'teaser') frame.style = `width:${width}px;height:${height}px`;
  // The first message goes first.
  if (due) later('rest', fetchRest, isOpen ? 0 : 99);
}

function open() {
  startFrame();
  if (isOpen || !frame || status.problem) return;
  const focus = isCaused();
  asked++;
  tell('open', focus);
  become('panel', focus);
}

function close() {
  if (!isOpen) return;
  asked++;
  tell('close');
  become('none');
}

// An open chat stays open on the next page of this tab, where there is room for both.
function become(wanted, focus) {
  const wasOpen = isOpen;
  mode = wanted;
  isOpen = mode[0] === 'p';
  if (isOpen) put(session, openKey, mode);
  else delete session[openKey];
  look();
  if (!frame) return;
  if (!isOpen && root.activeElement === frame) (own || launcher).focus();
  // The panel is drawn ahead, and there as soon as there is room for it.
  frame.style = '';
  frame.className = backdrop.className = mode;
  frame.tabIndex = mode === 'none' ? -1 : 0;
  // In the click itself Firefox doesn't give it to a box that was hidden before.
  if (isOpen && !wasOpen && focus) setTimeout(() => frame.focus());
  shared.become?.(mode);
}
