// Tells the console how the chat is on this page. The loader's rest asks for it in a tab that a console has opened for that:
// such a tab has a name that is a mark, which is good for one page. Of the page nothing is told but its origin.
const SECONDS = 4;
const mark = name;
const { origin } = new URL(import.meta.url);
const blocked = new Set();
name = '';

// Every loader in the page, by its site's key.
const tags = () => [...document.querySelectorAll('script[src]')]
  .filter(({ src }) => src.startsWith(`${origin}/`))
  .map(({ src }) => /^\/([a-z0-9]{4,32})\.js$/.exec(new URL(src).pathname)?.[1])
  .filter(Boolean);

document.addEventListener('securitypolicyviolation', ({ blockedURI, disposition, effectiveDirective }) => {
  if (disposition === 'enforce' && blockedURI.startsWith(origin)) blocked.add(effectiveDirective);
});

// Whether the page's policy would let the chat's frame in, is seen by one that holds nothing.
const frame = document.createElement('iframe');
frame.hidden = true;
frame.src = `${origin}/lib/frame.html`;
document.documentElement.append(frame);

setTimeout(() => {
  frame.remove();
  const { site, problem } = window.Parlor?.('status') ?? {};
  const report = { mark, origin: location.origin, site, problem, tags: tags(), blocked: [...blocked], now: Date.now() };
  // Whoever has opened the page knows its address already.
  opener?.postMessage({ parlorCheck: report }, '*');
}, SECONDS * 1000);
