// The page that all widgets are put on.

/** An ordinary page with this in it. */
export const page = (widget) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Host page</title>
<link rel="icon" href="data:,">
<style>body{font:16px/1.5 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}</style>
</head>
<body>
<h1>An ordinary page</h1>
<p>It has a little text, so that first paint happens, and embeds one chat widget in the way its own documentation shows.</p>
${widget}
</body>
</html>
`;

/** Work that the page has to do besides: a script that makes its text. */
export const work = `<script>
for (let at = 1; at <= 500; at += 1) {
  const line = document.createElement('p');
  line.textContent = 'Line ' + at + ' of what this page has to say by itself.';
  document.body.append(line);
}
</script>`;
