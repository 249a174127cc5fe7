// Calls that do nothing are told (W7), as far as it takes no engine to know.

function checkListeners() {
  const names = '* ready shown triggered opened closed engaged message:received message:sent email phone document goal completed unread error'.split(' ');
  const isSound = ([name, then]) => {
    const isHeard = names.includes(name);
    if (isHeard && typeof then === 'function') return true;
    answers.warn(isHeard ? `'on' takes a function behind '${name}'.` : `there is no event '${name}'.`);
  };
  for (const handler of loader.handlers) if (!isSound(handler)) loader.handlers.delete(handler);
  const { on } = commands;
  commands.on = (...handler) => (isSound(handler) ? on(...handler) : () => {});
}

function speaks(tag) {
  const is = site.languages.some(([of]) => `${tag}-`.toLowerCase().startsWith(`${of}-`));
  if (!is) answers.warn(`the chat doesn't speak '${tag}'; it speaks ${site.languages.map(([of]) => of).join(', ')}.`);
}

// The address that is meant, if it is one of the web.
function addressOf(text) {
  try {
    const { href, protocol } = new URL(text, location.href);
    if (text && /^http/.test(protocol)) return href;
  } catch {}
  answers.warn(`'page' takes an address of the web, and '${text}' is none.`);
}
