// Events (W8).

function on(name, then) {
  const handler = [name, then];
  handlers.add(handler);
  if (name === 'ready' && ready) setTimeout(protect, 0, then, ready, name);
  return () => handlers.delete(handler);
}

function off(name, then) {
  for (const handler of handlers) if (handler[0] === name && (!then || handler[1] === then)) handlers.delete(handler);
}

function emit(name, payload) {
  if (name === 'ready') ready = payload;
  for (const [wanted, then] of [...handlers]) if (wanted === name || wanted === '*') protect(then, payload, name);
  shared.news?.push([payload, name]);
  dispatchEvent(new CustomEvent(`parlor:${name}`, { detail: payload }));
}

// Calls are for the frame, which is started for the first one. They begin with their instant.

function call(at, name, ...rest) {
  if (status.problem) return warn(`'${name}' is not done: ${status.problem}`);
  calls.push(JSON.parse(JSON.stringify([at, name, ...rest])));
  sendCalls();
}

function sendCalls() {
  startFrame();
  while (shared.port && calls[0]) tell('call', isCaused(), ...calls.shift().slice(1));
}
