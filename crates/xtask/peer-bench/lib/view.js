// One view of a page with a widget: launcher, click, first message.
import { click, clickedAt, firstSeen, heap, PROFILES, withPage } from './browser.js';
import { probe } from './probe.js';
import { requestsOf, weightOf } from './requests.js';

/** Milliseconds and weights of one view; the rest of the widget's work is done before the click. */
export const view = async (widget, url, profile) => {
  const seen = await withPage(PROFILES[profile], [probe, widget], async (page, devtools) => {
    const requests = requestsOf(devtools, url);
    await page.goto(url, { waitUntil: 'commit' });
    const began = await page.evaluate(() => performance.timeOrigin);
    const launcher = await firstSeen(page, 'launcher');
    const teaser = widget.teaser && Math.max(await firstSeen(page, 'teaser'), await firstSeen(page, 'frame'));
    await requests.settled();
    const long = (await page.evaluate(() => window.__probe.long)).filter(([at]) => at >= began).map(([, ms]) => ms);
    let clicked, message;
    if (widget.message) {
      await click(page, widget.launcher);
      message = await firstSeen(page, 'message');
      if (widget.frame) message = Math.max(message, await firstSeen(page, 'frame'));
      clicked = await clickedAt(page);
    }
    return { requests, began, launcher, teaser, clicked, message, long, heap: await heap(page, devtools) };
  });
  const { requests, began, launcher, teaser, clicked, message, long } = seen;
  const fetched = (instant) => (instant ? weightOf(requests.until(instant)) : null);
  return {
    launcher_ms: launcher - began,
    teaser_ms: teaser ? teaser - began : null,
    message_ms: message ? message - clicked : null,
    to_launcher: await fetched(launcher),
    to_teaser: await fetched(teaser),
    to_message: await fetched(message),
    long: { count: long.length, longest_ms: Math.max(0, ...long), blocking_ms: long.reduce((sum, ms) => sum + ms - 50, 0) },
    heap: seen.heap,
  };
};
