// The language of the chat (W20): what the page asks for, the page's own, one that the visitor reads, or the site's first. Gives
// what the chat is called then, if it is another one than before.
function choose() {
  const wanted = [shared.options.locale, document.documentElement.lang, ...navigator.languages], before = language;
  const find = (tag) => site.languages.find(([of]) => `${tag}-`.toLowerCase().startsWith(`${of}-`));
  [language, title] = wanted.map(find).find(Boolean) || site.languages[0];
  return before !== language && title;
}
