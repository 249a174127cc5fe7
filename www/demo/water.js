// Made-up harbours with a made-up tide: two waves, the moon's and the sun's, as any tide table begins.

const HOUR = 3_600_000;
const MOON = 12.4206 * HOUR;
const SUN = 12 * HOUR;

// Mean level, heights of the two waves in metres; hours by which they come later; wind in knots and where it is from.
export const stations = [
  station('lerwick', 'Lerwick', 'Victoria Pier', 'Europe/London', 1.32, 0.58, 0.21, 10.4, 14, 'SW', 0.6),
  station('peterhead', 'Peterhead', 'Albert Quay', 'Europe/London', 2.2, 1.15, 0.4, 0.2, 17, 'S', 1.4),
  station('den-helder', 'Den Helder', 'Willemsoord', 'Europe/Amsterdam', 1.1, 0.66, 0.18, 6.6, 12, 'W', 0.9),
  station('brest', 'Brest', 'Port du Château', 'Europe/Paris', 4.1, 2.05, 0.74, 3.6, 9, 'NW', 1.1),
  station('a-coruna', 'A Coruña', 'Dársena', 'Europe/Madrid', 2.3, 1.18, 0.41, 2.9, 11, 'N', 2.1),
  station('lagos', 'Lagos', 'Cais da Solaria', 'Europe/Lisbon', 2.1, 1.0, 0.36, 2.2, 8, 'NE', 0.7),
];

function station(key, name, place, zone, mean, moon, sun, late, wind, from, swell) {
  return { key, name, place, zone, mean, moon, sun, late: late * HOUR, wind, from, swell };
}

export function level(of, at) {
  const turn = (wave) => Math.cos((2 * Math.PI * (at - of.late)) / wave);
  return of.mean + of.moon * turn(MOON) + of.sun * turn(SUN);
}

export function isRising(of, at) {
  return level(of, at + 60_000) > level(of, at);
}

// Wind and swell wander a little with the hours, so that no two looks are the same.
export function wind(of, at) {
  const knots = of.wind + 4 * Math.sin(at / (5.3 * HOUR) + of.late);
  return { knots: Math.round(knots), gust: Math.round(knots * 1.35), from: of.from };
}

export function swell(of, at) {
  return { metres: of.swell * (1 + 0.3 * Math.sin(at / (9 * HOUR))), seconds: Math.round(6 + of.swell * 2) };
}

// High and low waters between two instants.
export function turns(of, from, to) {
  const step = 5 * 60_000;
  const found = [];
  for (let at = from; at <= to; at += step) {
    const before = level(of, at - step), here = level(of, at), after = level(of, at + step);
    if (here >= before && here > after) found.push({ at, metres: here, isHigh: true });
    if (here <= before && here < after) found.push({ at, metres: here, isHigh: false });
  }
  return found;
}

export function clock(of, at) {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: of.zone }).format(at);
}
