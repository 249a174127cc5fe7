// What the tag costs the page that it is on. Page and chat are different sites here, as on the web, so the chat has a process of its
// own, and what is measured is the page's.
import { PROFILES, sleep, withPage } from './browser.js';
import { parlor } from '../peers.js';

/** As long as anything may still be going on, at the slowest pace. */
const WATCHED_MS = 3000;

/** Runs in the page before anything else, and gathers what the browser says of it. */
const watch = () => {
  if (window !== top) return;
  const noted = (window.__noted = {});
  for (const type of ['layout-shift', 'longtask', 'long-animation-frame', 'paint', 'largest-contentful-paint']) {
    noted[type] = [];
    new PerformanceObserver((list) => noted[type].push(...list.getEntries())).observe({ type, buffered: true });
  }
};

/** Runs in the page; `origin` is the chat's. */
const gathered = (origin) => {
  const { 'layout-shift': shifts, longtask, 'long-animation-frame': slow, paint, 'largest-contentful-paint': largest } = window.__noted;
  const ours = slow.flatMap((frame) => frame.scripts).filter((script) => script.sourceURL.startsWith(origin));
  const { loadEventStart } = performance.getEntriesByType('navigation')[0];
  const fetched = performance.getEntriesByType('resource').filter(({ name }) => name.startsWith(origin));
  return {
    // What moves because the visitor did something is no shift.
    shift: shifts.filter(({ hadRecentInput }) => !hadRecentInput).reduce((sum, { value }) => sum + value, 0),
    long_tasks: longtask.length,
    blocking_ms: longtask.reduce((sum, { duration }) => sum + duration - 50, 0),
    first_paint_ms: paint.find(({ name }) => name === 'first-contentful-paint').startTime,
    largest_paint_ms: largest.at(-1).startTime,
    ours_longest_ms: Math.max(0, ...ours.map(({ duration }) => duration)),
    before_load: fetched.filter(({ startTime }) => startTime < loadEventStart).length,
  };
};

/** One view of a page. With the tag the chat is opened in the end, for the longest of our tasks. */
export const cost = (url, origin, hasTag) => withPage(PROFILES['4x'], [watch], async (page) => {
  await page.goto(url, { waitUntil: 'load' });
  await sleep(WATCHED_MS);
  const told = await page.evaluate(gathered, origin);
  if (!hasTag) return told;
  const frame = page.frameLocator(parlor.frame.selector);
  await frame.locator(parlor.teaser.selector).waitFor();
  await page.click(parlor.launcher.selector);
  await frame.locator(parlor.message.selector).first().waitFor();
  await sleep(1000);
  const { shift, ours_longest_ms } = await page.evaluate(gathered, origin);
  return { ...told, shift, ours_longest_ms };
});
