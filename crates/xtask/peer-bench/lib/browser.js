// A fresh browser with an empty cache, its processor and network as wanted.
import { chromium } from 'playwright-core';

/** How the browser is slowed down; the network is what Lighthouse calls slow 4G, in bits per second. */
export const PROFILES = {
  '1x': { cpu: 1 },
  '4x': { cpu: 4 },
  '4x, slow 4G': { cpu: 4, network: { latency: 150, down: 1.6e6, up: 0.75e6 } },
};

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Lets `work` have a page, and closes the browser whatever comes of it. `init` and its argument run in every frame at first. */
export const withPage = async ({ cpu, network }, [init, argument], work) => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      // Nothing leaves the machine, and nothing but the page is at work.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
      '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      // A frame of another origin, but of the same site, shares the page's process, whatever it asks for: it is slowed down like the
      // page, its requests are seen, and its heap counts.
      '--disable-features=OriginIsolationHeader',
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(init, argument);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.enable');
    await page.goto('about:blank');
    // Until the browser's own start is over.
    await sleep(400);
    if (network) {
      const { latency, down, up } = network;
      const conditions = { offline: false, latency, downloadThroughput: down / 8, uploadThroughput: up / 8 };
      await devtools.send('Network.emulateNetworkConditions', conditions);
    }
    if (cpu > 1) await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpu });
    return await work(page, devtools);
  } finally {
    await browser.close();
  }
};

const PATIENCE = 60000;

/** What a script returns in each of the page's frames. */
const inFrames = async (page, script, argument) => {
  // A frame may go meanwhile.
  const told = await Promise.all(page.frames().map((frame) => frame.evaluate(script, argument).catch(() => null)));
  return told.filter((one) => one !== null);
};

/** When something was first visible; fails if it doesn't come. */
export const firstSeen = async (page, name) => {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(60)) {
    const all = await inFrames(page, (wanted) => window.__probe?.seen[wanted] ?? null, name);
    if (all.length) return Math.min(...all);
  }
  throw new Error(`no ${name} within ${PATIENCE / 1000} s`);
};

/** Clicks what this describes, wherever it is. */
export const click = async (page, target) => {
  for (const frame of page.frames()) {
    const found = (wanted) => {
      const box = window.__probe?.find(wanted)?.getBoundingClientRect();
      return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
    };
    const at = await frame.evaluate(found, target).catch(() => null);
    if (!at) continue;
    for (let outer = frame; outer.parentFrame(); outer = outer.parentFrame()) {
      const box = await (await outer.frameElement()).boundingBox();
      at.x += box.x;
      at.y += box.y;
    }
    return page.mouse.click(at.x, at.y);
  }
  throw new Error(`there is no ${target.selector} to click`);
};

/** When the page was clicked. */
export const clickedAt = async (page) => Math.max(...(await inFrames(page, () => window.__probe?.clicked ?? null)));

/** Bytes of the JavaScript heap, of its buffers and of WebAssembly, when what is no longer needed is gone. */
export const heap = async (page, devtools) => {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = await devtools.send('Runtime.getHeapUsage');
  const wasm = await inFrames(page, () => window.__probe?.wasm() ?? null);
  return { script: usedSize, buffers: backingStorageSize, wasm: wasm.reduce((sum, bytes) => sum + bytes, 0) };
};
