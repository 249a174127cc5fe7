// The outbox is one entry for each event, under a name that begins with its tab's.
function keep(entries) {
  for (const [name, data] of entries) put(store, prefix + name, data);
  tell('kept');
}
