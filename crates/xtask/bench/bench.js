// Measures the engine in a browser, and other engines beside it. Whoever drives the browser calls what `globalThis.bench` offers.

import { peers } from './peers.js';

const bytes = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());

/** The engine with a scene in it. */
const engine = async (name) => {
  const [module, scene] = await Promise.all([bytes('engine.wasm'), bytes(`${name}.scene`)]);
  const { instance: { exports } } = await WebAssembly.instantiate(module, {});
  for (const byte of scene) exports.input(byte);
  const views = exports.load();
  if (!views) throw new Error(`${name}: the engine can't read the scene`);
  return { exports, views };
};

let scene;

/** Microseconds of the first page view of each after they were loaded, when nothing is compiled or warm. */
const first = (engines) => Object.fromEntries(Object.entries(engines).map(([who, { resolve }]) => {
  const start = performance.now();
  resolve(0);
  return [who, (performance.now() - start) * 1000];
}));

/** Loads a scene, lets each meet its first page view, and holds all verdicts against ours. */
const prepare = async (name) => {
  const [{ exports, views }, rules] = await Promise.all([engine(name), fetch(`${name}.json`).then((answer) => answer.json())]);
  const ours = { resolve: exports.resolve, verdict: (view, at) => exports.verdict(view, at) === 1 };
  const engines = { parlor: ours, ...peers(rules) };
  scene = { name, exports, views, engines };
  const firsts = first(engines);
  let matching = 0;
  for (let view = 0; view < views; view += 1) {
    for (let at = 0; at < exports.dialogues(); at += 1) matching += agreed(`${name}: dialogue ${at} at view ${view}`, (of) => of.verdict(view, at));
    agreed(`${name}: what is chosen at view ${view}`, (of) => of.resolve(view));
  }
  return { first: firsts, matching: matching / views };
};

/** What all engines say, if they say the same. */
const agreed = (what, ask) => {
  const said = Object.entries(scene.engines).map(([who, of]) => [who, ask(of)]);
  if (said.some(([, answer]) => answer !== said[0][1])) throw new Error(`${what}: ${JSON.stringify(said)}`);
  return Number(said[0][1]);
};

/** Milliseconds that these many works take. */
const batch = (work, count, views) => {
  const start = performance.now();
  let sum = 0;
  for (let at = 0, view = 0; at < count; at += 1) {
    sum += work(view);
    view = view + 1 === views ? 0 : view + 1;
  }
  globalThis.sum = sum;
  return performance.now() - start;
};

/** Microseconds of one work, round by round, in each of which everybody has a turn that takes about as long as wanted. */
const measure = (works, views, rounds, wanted) => {
  const sized = Object.entries(works).map(([who, work]) => {
    // Every view as often as any other, and often enough to have everything compiled as well as it will be.
    let count = views;
    while (batch(work, count, views) < wanted) count *= 2;
    for (let at = 0; at < 5; at += 1) batch(work, count, views);
    return { who, work, count, samples: [] };
  });
  for (let round = 0; round < rounds; round += 1) {
    for (const one of sized) one.samples.push((batch(one.work, one.count, views) * 1000) / one.count);
  }
  return Object.fromEntries(sized.map(({ who, samples }) => [who, samples]));
};

/** The choice at a page view, of everybody. */
const resolve = (rounds, wanted) => {
  const works = Object.entries(scene.engines).map(([who, of]) => [who, of.resolve]);
  return measure(Object.fromEntries(works), scene.views, rounds, wanted);
};

/** One of the engine's other works. */
const alone = (work, rounds, wanted) => measure({ parlor: scene.exports[work] }, 1, rounds, wanted);

/** How fast the page goes about something that has nothing to do with anybody. */
const pace = () => {
  const spin = () => {
    let sum = 0;
    for (let at = 0; at < 20000; at += 1) sum = (sum * 31 + at) | 0;
    return sum;
  };
  return measure({ pace: spin }, 1, 40, 20).pace;
};

globalThis.bench = { prepare, resolve, alone, pace };
