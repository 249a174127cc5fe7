// Makes dist/<id>/ of every peer: its files as published, or bundled, compressed, and a page with it. What is to be bundled is
// installed before.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import * as esbuild from 'esbuild';
import { peers } from './peers.js';
import { page } from './lib/page.js';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Fetches a package as it was published, once, without running anything of it. Returns its folder. */
const published = (peer) => {
  const folder = path.join(here, 'published', `${peer.id}-${peer.version}`);
  if (fs.existsSync(folder)) return folder;
  const unpacked = `${folder}.partly`;
  fs.rmSync(unpacked, { recursive: true, force: true });
  fs.mkdirSync(unpacked, { recursive: true });
  const words = ['pack', `${peer.package}@${peer.version}`, '--json', '--ignore-scripts', '--pack-destination', unpacked];
  const [told] = JSON.parse(execFileSync('npm', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
  if (told.integrity !== peer.integrity) throw new Error(`${peer.package}: ${told.integrity} is not what was measured before`);
  const [archive] = fs.readdirSync(unpacked);
  execFileSync('tar', ['xzf', archive, '--strip-components=1'], { cwd: unpacked });
  fs.renameSync(unpacked, folder);
  return folder;
};

const bundle = (source, to) => esbuild.build({
  entryPoints: { app: path.join(source, 'entry.jsx') }, outdir: to, bundle: true, minify: true, format: 'esm', splitting: true,
  target: 'es2022', jsx: 'automatic', legalComments: 'none', logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
  loader: { '.woff2': 'file', '.woff': 'file', '.ttf': 'file', '.svg': 'dataurl', '.png': 'dataurl', '.gif': 'dataurl' },
});

const compress = (file) => {
  const bytes = fs.readFileSync(file);
  const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  fs.writeFileSync(`${file}.br`, zlib.brotliCompressSync(bytes, { params }));
};

for (const peer of peers) {
  const source = path.join(here, 'peers', peer.id), to = path.join(here, 'dist', peer.id);
  fs.rmSync(to, { recursive: true, force: true });
  fs.mkdirSync(to, { recursive: true });
  if (!peer.version) await bundle(source, to);
  // Nobody's browser asks for these.
  const isServed = (file) => !/\.(map|d\.ts|umd\.js)$/.test(file);
  for (const [what, name] of Object.entries(peer.copy ?? {})) {
    fs.cpSync(path.join(published(peer), what), path.join(to, name), { recursive: true, filter: isServed });
  }
  fs.writeFileSync(path.join(to, 'index.html'), page(fs.readFileSync(path.join(source, 'snippet.html'), 'utf8')));
  for (const name of fs.readdirSync(to, { recursive: true })) {
    if (/\.(js|mjs|css|html|json|svg)$/.test(name)) compress(path.join(to, name));
  }
}
