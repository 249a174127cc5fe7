// A frame whose ticket or server is an old one is loaded anew, not more than once a minute.

// It leaves what it hadn't done yet.
function reload(waiting) {
  for (const words of waiting) loader.calls.push([Date.now(), ...words]);
  again('reload', loader.renew);
}

function again(name, then) {
  later(name, () => {
    reloadedAt[name] = Date.now();
    then();
  }, (reloadedAt[name] || 0) + 60000 - Date.now());
}
