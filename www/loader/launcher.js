// The launcher is drawn here, so that it is there before anything else is loaded.

function draw() {
  const host = make('div', '');
  host.style.setProperty('all', 'initial', 'important');
  root = shared.root = host.attachShadow({ mode: 'open' });
  sheet = new CSSStyleSheet();
  root.adoptedStyleSheets = [sheet];
  answers.style('');
  backdrop = make('div', 'backdrop');
  backdrop.onclick = close;
  badge = make('span', 'badge');
  launcher = make('button', 'launcher');
  launcher.hidden = site.hidden;
  launcher.onclick = () => toggle((own = null));
  launcher.onpointerenter = launcher.onfocus = startFrame;
  const [svg, inner] = ['svg', 'path'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag));
  svg.append((path = inner));
  launcher.append(svg, site.label ? title : '', badge);
  launcher.setAttribute('aria-label', title);
  root.append(backdrop, launcher);
  look();
  // Beside the body: what is done to that, or replaces it, leaves the chat alone.
  document.documentElement.append(host);
  const wait = () => {
    (window.requestIdleCallback || setTimeout)(startFrame, { timeout: 1000 });
  };
  if (document.readyState === 'complete') wait();
  else listen(window, 'load', wait);
}

function look() {
  for (const each of [launcher, own]) each?.setAttribute('aria-expanded', isOpen);
  // A speech bubble, or the chevron that takes its place.
  path.setAttribute('d', isOpen ? 'm6 9 6 6 6-6' : site.icon || 'M21 12a8.5 8.5 0 0 1-12.5 7.5L3 21l1.5-5.5A8.5 8.5 0 1 1 21 12Z');
}


function css() {
  return `${site.style}
#launcher,#frame,#backdrop{position:fixed;z-index:var(--level,2147483000);${site.corner}:var(--side,20px);bottom:var(--bottom,20px);border:0}
#launcher:not([hidden]){padding:16px;border-radius:28px;display:flex;background:var(--accent);color:var(--ink)}
svg{width:24px;height:24px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round}
#frame{color-scheme:light dark;visibility:hidden}`;
}
