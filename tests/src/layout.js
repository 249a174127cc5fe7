// Runs in the frame, and returns what is wrong with what is drawn there.
const faults = [];
const box = (element) => element.getBoundingClientRect();
const named = (element) => {
  const { left, top, width, height } = box(element);
  const name = element.getAttribute('aria-label') || element.textContent.trim().slice(0, 30);
  return `${element.localName}.${element.className || element.dataset?.part || ''} “${name}” (${[left, top, width, height].map(Math.round)})`;
};
const parts = [...document.body.querySelectorAll('*')].filter((element) => {
  const isSeen = element.checkVisibility({ visibilityProperty: true }) && !element.closest('.sr, svg');
  return isSeen && box(element).width && getComputedStyle(element).display !== 'contents';
});

// Nothing is cut off. Two lines of a teaser or of a list are meant to be all there is of a longer text, and a cover fills its place.
for (const part of parts) {
  const { left, right } = box(part), { display, overflowY, webkitLineClamp } = getComputedStyle(part);
  if (left < -.5 || right > innerWidth + .5) faults.push(`outside: ${named(part)}`);
  const isMade = ['input', 'textarea', 'img'].includes(part.localName) || display.startsWith('inline');
  if (!isMade && part.scrollWidth > part.clientWidth + 1) faults.push(`wider than its place: ${named(part)}`);
  if (!isMade && webkitLineClamp === 'none' && !part.matches('.cover') && overflowY === 'hidden' && part.scrollHeight > part.clientHeight + 1) faults.push(`higher than its place: ${named(part)}`);
}
if (document.documentElement.scrollWidth > innerWidth) faults.push('the frame scrolls sideways');

// What doesn't scroll is all in view, and leaves room for what was said.
const scrolled = document.querySelector('.panel:not([inert]) :is(.scroll, .list)');
for (const part of parts.filter((part) => !scrolled?.contains(part))) {
  const { top, bottom } = box(part);
  if (top < -.5 || bottom > innerHeight + .5) faults.push(`out of view: ${named(part)}`);
}
const jump = document.querySelector('.panel:not([inert]) .newest:not([hidden])');
if (scrolled && !jump && scrolled.scrollTop + scrolled.clientHeight < scrolled.scrollHeight - 1) faults.push('the newest message is out of view');
if (scrolled && box(scrolled).height < 96) faults.push(`hardly any room: ${named(scrolled)}`);

// Nothing lies over another thing, but for the button that leads to the newest message.
const overlap = (one, other) => {
  const [a, b] = [box(one), box(other)];
  return Math.min(a.right, b.right) - Math.max(a.left, b.left) > .5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > .5;
};
const apart = (elements) => {
  elements.forEach((one, at) => elements.slice(at + 1).forEach((other) => {
    if (!one.contains(other) && !other.contains(one) && overlap(one, other)) faults.push(`overlap: ${named(one)} and ${named(other)}`);
  }));
};
const controls = parts.filter((part) => part.matches('button, input, textarea, a'));
const said = parts.filter((part) => part.matches('.message, .time, .over, .empty'));
apart([...(document.querySelector('.panel:not([inert])')?.children ?? [])]);
apart(controls.filter((part) => scrolled?.contains(part)).concat(said));
apart(parts.filter((part) => !scrolled?.contains(part) && part.matches('button:not(.newest, .teaser-open), .teaser-text, input, textarea, a')));
apart([...document.querySelectorAll('.panel:not([inert]) .head > *')]);

// What is touched is 44 px high and wide (WCAG 2.5.5), but for links within a text, and the cross of the teaser, which is narrower.
for (const part of controls.filter((part) => !part.matches('.message a:not(.ways a)'))) {
  const { width, height } = box(part), least = part.matches('.ways a, .teaser-dismiss') ? 24 : 44;
  if (height < 43.5 || width < least - .5) faults.push(`small: ${named(part)}`);
}
return faults;
