// What a long conversation takes.
import { click, firstSeen, heap, PROFILES, withPage } from './browser.js';
import { probe } from './probe.js';

/** The heap after so many messages of a dialogue that asks and asks, each answered with its first choice. */
export const memory = (widget, url, messages) => withPage(PROFILES['1x'], [probe, widget], async (page, devtools) => {
  await page.goto(url);
  await firstSeen(page, 'teaser');
  await click(page, widget.launcher);
  await firstSeen(page, 'message');
  const frame = page.frames().find((other) => other.parentFrame());
  const talked = (wanted) => new Promise((done) => {
    let answered = 0;
    const go = () => {
      const said = document.querySelectorAll('.message[data-part="bot"]:not(.dots), .message[data-part="visitor"]').length;
      if (said >= wanted) return done(said);
      const choice = document.querySelector('[data-part="choices"] button');
      // What was asked before may still be there.
      if (choice && said > answered) {
        answered = said + 1;
        choice.click();
      }
      setTimeout(go, 20);
    };
    go();
  });
  return { messages: await frame.evaluate(talked, messages), ...(await heap(page, devtools)) };
});
