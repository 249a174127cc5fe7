// Every call with a button that makes it. What is shown is the text of the function that runs.
const examples = [
  ['Open the chat', () => Parlor('open')],
  ['Close it', () => Parlor('close')],
  ['Open or close it', () => Parlor('toggle')],
  ['Start a flow, with what is known already', () => Parlor('start', 'Book a survey', { company_name: "Hay's Dock" })],
  ['Show a dialogue, whatever its targeting', () => Parlor('start', 'Pricing help')],
  ['Say something about the visitor', () => Parlor('set', { first_name: 'Ada', berths: 120 })],
  ['Say who it is, without vouching for it', () => Parlor('identify', { email: 'ada@example.com' })],
  ['Something has happened', () => Parlor('track', 'video_watched')],
  ['Something without an address is viewed', () => Parlor('page', '/pricing.html')],
  ['Hide launcher and teaser', () => Parlor('hide')],
  ['Show them again', () => Parlor('show')],
  ['Speak German', () => Parlor('locale', 'de')],
  ['Speak English', () => Parlor('locale', 'en')],
  ['Ask how the chat is', () => Parlor('status')],
  ['Hear the next message, once', () => {
    const end = Parlor('on', 'message:received', ({ text }) => {
      document.title = text;
      end();
    });
  }],
  ['Stop hearing of messages', () => Parlor('off', 'message:received')],
  ['The visitor consents', () => Parlor('consent', 'granted')],
  ['The visitor does not', () => Parlor('consent', 'denied')],
  ['Forget the visitor', () => Parlor('reset')],
  ['Take the chat out of the page', () => Parlor('destroy')],
];

const make = (name, ...inside) => {
  const element = document.createElement(name);
  element.append(...inside);
  return element;
};

// Without the arrow that makes it a function, and with as little before each line as before the last.
function codeOf(run) {
  const code = run.toString().replace(/^\(\) => /, '').replace(/^\{\n/, '').replace(/\n *\}$/, '');
  const before = Math.min(...code.split('\n').map((line) => line.search(/\S/)).filter((at) => at > 0), 99);
  return code.split('\n').map((line) => (line.startsWith(' ') ? line.slice(before) : line)).join('\n');
}

function draw([title, run]) {
  const button = make('button', 'Run'), output = make('output');
  button.className = 'button quiet';
  button.setAttribute('aria-label', `Run: ${title}`);
  button.onclick = () => {
    try {
      output.textContent = window.Parlor ? JSON.stringify(run()) ?? 'done' : 'the chat is gone; load the page again';
    } catch (error) {
      output.textContent = error.message;
    }
  };
  const foot = make('div', button, output);
  foot.className = 'run';
  return make('li', make('h3', title), make('pre', make('code', codeOf(run))), foot);
}

document.getElementById('examples').append(...examples.map(draw));

// Nothing is there to send it to.
document.querySelector('form').onsubmit = (event) => event.preventDefault();

Parlor('on', '*', (payload, name) => {
  const told = Object.entries(payload).filter(([key]) => !['site', 'session', 'event', 'id'].includes(key));
  document.getElementById('events').prepend(make('li', `${name} ${JSON.stringify(Object.fromEntries(told))}`));
});
