// Live water: three views behind one page, without a framework.

import { clock, isRising, level, stations, swell, turns, wind } from '/water.js';

const HOUR = 3_600_000;
const view = document.getElementById('view');
// What is to be drawn anew at the next reading.
let live = [];

// Making elements. Texts are always texts, never markup.

function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function draw(tag, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// An element whose text is worked out again at every reading.
function alive(tag, attributes, text) {
  const element = make(tag, attributes);
  const update = () => (element.textContent = text(Date.now()));
  live.push(update);
  update();
  return element;
}

const metres = (value) => `${value.toFixed(2)} m`;
const trend = (of, at) => (isRising(of, at) ? 'rising' : 'falling');

// The tide from six hours ago to eighteen hours ahead.
function chart(of, at, { width, height, isSmall }) {
  const from = at - 6 * HOUR, to = at + 18 * HOUR;
  const floor = height - (isSmall ? 2 : 26), top = isSmall ? 6 : 22;
  const span = of.moon + of.sun;
  const x = (instant) => (((instant - from) / (to - from)) * width).toFixed(1);
  const y = (value) => (floor - 12 - ((value - of.mean + span) / (2 * span)) * (floor - 12 - top)).toFixed(1);
  const points = Array.from({ length: 97 }, (_, step) => from + (step * (to - from)) / 96);
  const line = points.map((instant) => `${x(instant)} ${y(level(of, instant))}`).join('L');
  const parts = [
    draw('path', { class: 'water', d: `M${line}V${floor}H0Z` }),
    draw('path', { class: 'curve', d: `M${line}` }),
    draw('circle', { class: 'dot', cx: x(at), cy: y(level(of, at)), r: isSmall ? 4 : 5 }),
  ];
  const name = `Tide at ${of.name}: ${metres(level(of, at))}, ${trend(of, at)}.`;
  const attributes = { class: 'chart', viewBox: `0 0 ${width} ${height}` };
  if (isSmall) return draw('svg', { ...attributes, 'aria-hidden': 'true' }, ...parts);
  parts.unshift(draw('path', { class: 'grid', d: `M0 ${floor}H${width}` }));
  for (const turn of turns(of, from + HOUR, to - HOUR)) {
    const below = turn.isHigh ? -8 : 18;
    parts.push(draw('text', { class: 'mid mark', x: x(turn.at), y: Number(y(turn.metres)) + below }, clock(of, turn.at)));
  }
  const firstHour = Math.ceil(from / HOUR) * HOUR;
  for (let hour = firstHour; hour <= to; hour += 6 * HOUR) {
    const side = hour - from < HOUR ? 'start' : to - hour < HOUR ? 'end' : 'mid';
    parts.push(draw('text', { class: side, x: x(hour), y: height - 4 }, clock(of, hour)));
  }
  return draw('svg', { ...attributes, role: 'img', 'aria-label': name }, ...parts);
}

// The views: a title, and what is in it.

function nowView() {
  const card = (of) =>
    make('li', {}, make('a', { href: `/app/station/${of.key}` },
      make('b', {}, of.name),
      alive('span', { class: 'level' }, (at) => metres(level(of, at))), ' ',
      alive('span', {}, (at) => trend(of, at)),
      chart(of, Date.now(), { width: 280, height: 64, isSmall: true })));
  return ['Live water', [
    make('h1', { tabindex: '-1' }, 'Live water'),
    make('p', { class: 'lead' }, 'Six harbours, right now. The numbers are made up; the moon is real.'),
    make('ul', { class: 'stations' }, ...stations.map(card)),
  ]];
}

function stationView(of) {
  const at = Date.now();
  const fact = (term, text) => make('div', {}, make('dt', {}, term), alive('dd', {}, text));
  const next = turns(of, at, at + 26 * HOUR).slice(0, 4);
  const row = (turn) => make('tr', {}, make('th', { scope: 'row' }, turn.isHigh ? 'High' : 'Low'),
    make('td', {}, clock(of, turn.at)), make('td', { class: 'number' }, metres(turn.metres)));
  return [of.name, [
    make('a', { class: 'back', href: '/app/' }, 'All harbours'),
    make('h1', { tabindex: '-1' }, of.name),
    make('div', { class: 'live' },
      make('figure', { class: 'reading' },
        make('p', { class: 'where' }, of.place),
        make('p', { class: 'now' }, alive('span', {}, (now) => metres(level(of, now))), ' ',
          alive('small', {}, (now) => `${trend(of, now)}, read at ${clock(of, now)}, ± 1 cm`)),
        chart(of, at, { width: Math.min(640, view.clientWidth - 34), height: 200 }),
        make('dl', {},
          fact('Wind', (now) => `${wind(of, now).from} ${wind(of, now).knots} kn, gusts ${wind(of, now).gust}`),
          fact('Swell', (now) => `${swell(of, now).metres.toFixed(1)} m, ${swell(of, now).seconds} s`))),
      make('div', {},
        make('h2', {}, 'Coming waters'),
        make('table', {}, make('tbody', {}, ...next.map(row))),
        make('p', { class: 'actions' },
          make('button', { type: 'button', class: 'button quiet', 'data-parlor-open': '' }, 'Ask about this station')))),
  ]];
}

function tidesView() {
  const at = Date.now();
  const cell = (of, turn) => make('td', {}, `${clock(of, turn.at)} `, make('span', {}, metres(turn.metres)));
  const row = (of) => {
    const next = turns(of, at, at + 26 * HOUR);
    const high = next.find((turn) => turn.isHigh), low = next.find((turn) => !turn.isHigh);
    return make('tr', {},
      make('th', { scope: 'row' }, make('a', { href: `/app/station/${of.key}` }, of.name)),
      cell(of, high), cell(of, low), make('td', { class: 'number' }, metres(high.metres - low.metres)));
  };
  const heads = ['Harbour', 'Next high', 'Next low', 'Range'].map((text, place) =>
    make('th', { scope: 'col', ...(place === 3 && { class: 'number' }) }, text));
  return ['Tides today', [
    make('h1', { tabindex: '-1' }, 'Tides today'),
    make('p', { class: 'lead' }, 'Times are those of each harbour. Heights are above its chart datum.'),
    make('div', { class: 'wide' },
      make('table', {}, make('thead', {}, make('tr', {}, ...heads)), make('tbody', {}, ...stations.map(row)))),
  ]];
}

function unknownView() {
  return ['No such water', [
    make('h1', { tabindex: '-1' }, 'There is no water here.'),
    make('p', {}, 'No station has this address. ', make('a', { href: '/app/' }, 'See all harbours'), '.'),
  ]];
}

// Where we are.

function choose(path) {
  const rest = path.replace(/^\/app(\.html)?/, '').replace(/\/$/, '');
  if (rest === '') return nowView();
  if (rest === '/tides') return tidesView();
  const of = stations.find((each) => rest === `/station/${each.key}`);
  return of ? stationView(of) : unknownView();
}

function show(takeFocus) {
  live = [];
  const [title, content] = choose(location.pathname);
  document.title = `${title}: Tidemark`;
  view.replaceChildren(...content);
  for (const link of document.querySelectorAll('.switch a')) {
    const isTides = location.pathname.startsWith('/app/tides');
    const isHere = link.getAttribute('href') === (isTides ? '/app/tides' : '/app/');
    if (isHere) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (takeFocus) view.querySelector('h1').focus({ preventScroll: true });
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="/app"]');
  const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (!link || !isPlain) return;
  event.preventDefault();
  if (link.pathname + link.search !== location.pathname + location.search) history.pushState(null, '', link.href);
  show(true);
  scrollTo(0, 0);
});

addEventListener('popstate', () => show(false));
document.getElementById('quiz').addEventListener('click', () => Parlor('start', 'Tide quiz'));
setInterval(() => live.forEach((update) => update()), 10_000);
show(false);
