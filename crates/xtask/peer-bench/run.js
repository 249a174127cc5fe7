// Measures the widgets and prints what it measured. `cargo xtask bench widget` starts it with what it needs, and judges:
//
//   node run.js '{"parlor": ORIGIN, "long": ORIGIN, "key": SITE, "rounds": 3, "pairs": 10, "messages": 100}'
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cost } from './lib/cost.js';
import { memory } from './lib/memory.js';
import { page, work } from './lib/page.js';
import { PROFILES } from './lib/browser.js';
import { serve } from './lib/server.js';
import { view } from './lib/view.js';
import { parlor, peers } from './peers.js';

const asked = JSON.parse(process.argv[2]);
const root = fileURLToPath(new URL('.', import.meta.url));
const tag = (origin) => `<script async src="${origin}/${asked.key}.js"></script>`;
const server = await serve(root, peers, {
  '/parlor/index.html': page(tag(asked.parlor)),
  '/long/index.html': page(tag(asked.long)),
  '/with/index.html': page(work + tag(asked.parlor)),
  '/without/index.html': page(work),
});
const address = (name, host = '127.0.0.1') => `http://${host}:${server.port}/${name}/index.html`;

/** Once more, if it didn't work: a browser may fail to start on a machine that has much to do. */
const tried = (what, measure) => measure().catch((error) => {
  console.error(`${what}: ${error.message}; once more`);
  return measure();
});

const versionOf = ({ id, package: name, version }) => version ??
  JSON.parse(fs.readFileSync(new URL(`peers/${id}/package.json`, import.meta.url), 'utf8')).dependencies[name];

const widgets = [parlor, ...peers], views = [], costs = { with: [], without: [] };
// Everybody has a turn before anybody has the next: what the machine does besides falls on all alike.
for (let round = 1; round <= asked.rounds; round += 1) {
  for (const profile of Object.keys(PROFILES)) {
    for (const widget of widgets) {
      const seen = await tried(`${widget.id} at ${profile}`, () => view(widget, address(widget.id), profile));
      views.push({ widget: widget.id, profile, ...seen });
    }
  }
  console.error(`round ${round} of ${asked.rounds}`);
}
// Each first as often as the other.
for (let pair = 0; pair < asked.pairs; pair += 1) {
  for (const name of pair % 2 ? ['with', 'without'] : ['without', 'with']) {
    const hasTag = name === 'with';
    // Another site than the chat.
    costs[name].push(await tried(`the page ${name} the tag`, () => cost(address(name, 'localhost'), asked.parlor, hasTag)));
  }
}
console.error(`${asked.pairs} pages with and without the tag`);
const long = await tried('a long conversation', () => memory(parlor, address('long'), asked.messages));
server.close();
const described = peers.map((peer) => ({
  id: peer.id, version: versionOf(peer), has_conversation: Boolean(peer.message), has_server: !peer.drawn,
}));
console.log(JSON.stringify({ peers: described, views, costs, long }));
