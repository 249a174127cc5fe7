// The language of the chat (W20): what the page asks for, the page's own, one that the visitor reads, or the site's first. Says
// whether it is another one than before.
function choose() {
  const wanted = [shared.options.locale, document.documentElement.lang, ...navigator.languages], before = file;
  const find = (tag) => site.files.find(([of]) => `${tag}-`.toLowerCase().startsWith(`${of}-`));
  [, file, title] = wanted.map(find).find(Boolean) || site.files[0];
  return before !== file;
}
