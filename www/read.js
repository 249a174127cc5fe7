// Shows an uploaded document in the browser's own viewer. The server sends documents as downloads only, so that nothing
// uploaded ever runs on its origin. Whatever the bytes are, the browser is told that they are a PDF, and treats them as one.
const link = document.querySelector('a');

try {
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const file = new Blob([await answer.arrayBuffer()], { type: 'application/pdf' });
  location.replace(URL.createObjectURL(file));
} catch (error) {
  // The link is still there.
  console.error(`Parlor: the document can't be shown here (${error.message})`);
}
