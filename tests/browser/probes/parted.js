// What a line's end parts though it is read as one: a date, a span of years, a number and its unit, and French marks
// and what they belong to. Texts are looked at block by block, as a figure stands in an element of its own.
(words) => {
  const patterns = words.map((source) => new RegExp(source, 'gu'));
  const inline = (e) => e && getComputedStyle(e).display.startsWith('inline');
  const blocks = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || !node.parentElement.checkVisibility() || node.parentElement.closest('.unseen, pre')) continue;
    let block = node.parentElement;
    while (inline(block)) block = block.parentElement;
    blocks.set(block, [...(blocks.get(block) || []), node]);
  }
  const found = [];
  for (const nodes of blocks.values()) {
    const text = nodes.map((n) => n.data).join('');
    const at = (place) => {
      for (const node of nodes) {
        if (place < node.length) return [node, place];
        place -= node.length;
      }
    };
    const line = (place) => {
      const range = document.createRange();
      const [node, offset] = at(place);
      range.setStart(node, offset);
      range.setEnd(node, offset + 1);
      const rects = range.getClientRects();
      return rects.length ? rects[rects.length - 1] : null;
    };
    for (const pattern of patterns) {
      for (const match of text.matchAll(pattern)) {
        const [first, last] = [line(match.index), line(match.index + match[0].length - 1)];
        if (first && last && last.top >= first.bottom - 1) found.push(`parts ${JSON.stringify(match[0])}`);
      }
    }
  }
  return [...new Set(found)];
}
