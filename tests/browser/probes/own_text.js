// Every text in the page's own language: visible, or read aloud (labels, alternatives, titles). A label of a drawing is
// one text, on however many lines. Left out: what is marked as of another language, code, what says translate="no".
() => {
  const language = document.documentElement.lang;
  const own = (e) =>
    e.closest("[lang]")?.lang === language && !e.closest("code, pre, samp, kbd, script, style, template, [translate='no']");
  const found = [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const inDrawing = node.parentElement.closest("svg text");
    if (node.data.trim() && !inDrawing && own(node.parentElement)) found.push(node.data);
  }
  for (const label of document.querySelectorAll("svg text")) {
    if (own(label)) found.push([...label.childNodes].map((part) => part.textContent).join(" "));
  }
  for (const element of document.querySelectorAll("[aria-label], [title], [alt], [placeholder]")) {
    for (const name of ["aria-label", "title", "alt", "placeholder"]) {
      if (element.getAttribute(name) && own(element)) found.push(element.getAttribute(name));
    }
  }
  for (const meta of document.querySelectorAll("meta[name='description'], meta[property]")) found.push(meta.content);
  return found.map((text) => text.replace(/\s+/g, " ").trim());
}
