// Serves the peers' files, compressed where that was prepared, and what stands in for their servers (peers/<id>/stub.mjs).
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2', '.woff': 'font/woff',
};

/** What a stub may be called by: the peer's id, and whatever else its widget asks for at the root. */
const stubsOf = async (root, peers) => {
  const stubs = {};
  for (const { id } of peers) {
    const file = path.join(root, 'peers', id, 'stub.mjs');
    if (!fs.existsSync(file)) continue;
    const stub = (await import(file)).default;
    for (const name of [id, ...(stub.mounts ?? [])]) stubs[name] = stub;
  }
  return stubs;
};

/** Serves until it is closed. `pages` are more pages, by their paths. */
export const serve = async (root, peers, pages) => {
  const stubs = await stubsOf(root, peers), dist = path.join(root, 'dist');
  const answer = async (request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1'), [, id] = url.pathname.split('/');
    const said = await stubs[id]?.http?.({ path: url.pathname.slice(id.length + 1), res: response });
    if (said === true) return;
    if (said) {
      const body = typeof said.body === 'string' ? said.body : JSON.stringify(said.body);
      response.writeHead(200, { 'content-type': said.type ?? 'application/json', 'access-control-allow-origin': '*' });
      return response.end(body);
    }
    if (url.pathname in pages) {
      response.writeHead(200, { 'content-type': TYPES['.html'] });
      return response.end(pages[url.pathname]);
    }
    const file = path.join(dist, decodeURIComponent(url.pathname));
    if (!file.startsWith(dist) || !fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return response.writeHead(404).end();
    const headers = { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream', 'cache-control': 'public, max-age=3600' };
    const isCompressed = /\bbr\b/.test(request.headers['accept-encoding']) && fs.existsSync(`${file}.br`);
    response.writeHead(200, isCompressed ? { ...headers, 'content-encoding': 'br' } : headers);
    return response.end(fs.readFileSync(isCompressed ? `${file}.br` : file));
  };
  const server = http.createServer(answer);
  server.on('upgrade', (request, socket, head) => {
    const stub = stubs[request.url.split('/')[1]];
    if (stub?.ws) stub.ws(request, socket, head);
    else socket.destroy();
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { port: server.address().port, close: () => server.close() };
};
