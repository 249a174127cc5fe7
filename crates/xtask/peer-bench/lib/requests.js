// What a page asks the network for, and what that weighs.
import http from 'node:http';
import zlib from 'node:zlib';
import { sleep } from './browser.js';

/** Keeps note of every request from now on, but for the page itself. */
export const requestsOf = (devtools, page) => {
  const all = new Map(), underWay = new Set();
  let lastAt = Date.now();
  devtools.on('Network.requestWillBeSent', ({ requestId, request, type, wallTime }) => {
    if (!/^http/.test(request.url) || request.url === page) return;
    lastAt = Date.now();
    all.set(requestId, { url: request.url, method: request.method, at: wallTime * 1000 });
    if (type !== 'EventSource') underWay.add(requestId);
  });
  devtools.on('Network.responseReceived', ({ requestId, response }) => {
    const request = all.get(requestId);
    if (request) request.failed = response.status >= 400;
    if (response.mimeType !== 'text/event-stream') return;
    // It has no end, so nobody waits for it or weighs it.
    underWay.delete(requestId);
    if (request) request.method = 'stream';
  });
  const ended = (requestId) => {
    underWay.delete(requestId);
    lastAt = Date.now();
  };
  devtools.on('Network.loadingFinished', ({ requestId }) => ended(requestId));
  devtools.on('Network.loadingFailed', ({ requestId }) => {
    ended(requestId);
    if (all.has(requestId)) all.get(requestId).failed = true;
  });
  devtools.on('Network.webSocketCreated', ({ requestId, url }) => all.set(requestId, { url, method: 'socket', at: Date.now() }));

  /** Until nothing has been under way for half a second, a second from now at the earliest. */
  const settled = async () => {
    const from = Date.now();
    while (Date.now() < from + 15000) {
      if (!underWay.size && Date.now() > lastAt + 500 && Date.now() > from + 1000) return;
      await sleep(50);
    }
  };
  return { settled, until: (instant) => [...all.values()].filter(({ at }) => at <= instant) };
};

const weights = new Map();

/** Bytes of what lies there, and as they cross the network where brotli is understood. */
const weigh = async (url) => {
  if (!weights.has(url)) {
    const answer = await new Promise((done, fail) => http.get(url, { headers: { 'accept-encoding': 'br' } }, done).on('error', fail));
    const body = Buffer.concat(await answer.toArray());
    const isPacked = answer.headers['content-encoding'] === 'br';
    weights.set(url, { raw: isPacked ? zlib.brotliDecompressSync(body).length : body.length, brotli: body.length });
  }
  return weights.get(url);
};

/** What these requests fetch. What is posted, and what that is answered, belongs to a conversation: it counts as requests alone. */
export const weightOf = async (requests) => {
  const sum = { requests: requests.length, fetched: 0, raw: 0, brotli: 0 };
  for (const { url, method, failed } of requests) {
    if (method !== 'GET') continue;
    sum.fetched += 1;
    if (failed) continue;
    const { raw, brotli } = await weigh(url);
    sum.raw += raw;
    sum.brotli += brotli;
  }
  return sum;
};
