// Text that a reader cannot read: cut off by a box that does not scroll, outside the screen, on top of other text in
// a drawing, or too small. Returns sentences. A box that scrolls is no fault; text made for screen readers alone is none.
() => {
  const smallest = 9; // px on the screen
  const faults = new Set();
  const short = (text) => `"${text.trim().replace(/\s+/g, " ").slice(0, 50)}"`;

  const forScreenReadersAlone = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.position !== "absolute" && style.position !== "fixed") continue;
      const box = e.getBoundingClientRect();
      const away = box.right + scrollX <= 0 || box.bottom + scrollY <= 0;
      if (away || style.clip !== "auto" || style.clipPath !== "none" || box.width <= 1 || box.height <= 1) return true;
    }
    return false;
  };

  const fontSizeOnScreen = (element) => {
    const scale = element instanceof SVGGraphicsElement ? element.getScreenCTM() : null;
    return parseFloat(getComputedStyle(element).fontSize) * (scale ? Math.hypot(scale.c, scale.d) : 1);
  };

  // What cuts this rectangle off, or null. Fonts are taller than their lines: up and down a quarter is allowed.
  const cutBy = (element, rect) => {
    const slack = rect.height / 4;
    let freeX = false;
    let freeY = false;
    for (let e = element; e && e !== document.documentElement; e = e.parentElement) {
      const style = getComputedStyle(e);
      const drawing = e instanceof SVGSVGElement;
      if (!drawing && (e instanceof SVGElement || /^(inline|contents)$/.test(style.display))) continue;
      const box = e.getBoundingClientRect();
      if (/auto|scroll/.test(style.overflowX)) freeX = true;
      if (/auto|scroll/.test(style.overflowY)) freeY = true;
      const outX = rect.left < box.left - 1 || rect.right > box.right + 1;
      const outY = rect.top < box.top - slack || rect.bottom > box.bottom + slack;
      if (!freeX && outX && /hidden|clip/.test(style.overflowX)) return `<${e.localName}>`;
      if (!freeY && outY && /hidden|clip/.test(style.overflowY)) return `<${e.localName}>`;
    }
    const screen = document.documentElement.clientWidth;
    return !freeX && (rect.left < -1 || rect.right > screen + 1) ? "the screen" : null;
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest("script, style, noscript, template, option, title, desc")) continue;
    if (!element.checkVisibility({ visibilityProperty: true }) || forScreenReadersAlone(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      const cut = rect.width > 1 ? cutBy(element, rect) : null;
      if (cut) faults.add(`${short(node.data)} is cut off by ${cut}`);
    }
    const size = fontSizeOnScreen(element);
    if (size < smallest) faults.add(`${short(node.data)} is ${size.toFixed(1)} px high, under ${smallest}`);
  }

  for (const drawing of document.querySelectorAll("svg")) {
    const labels = [...drawing.querySelectorAll("text")].filter((t) => t.textContent.trim() && t.checkVisibility());
    const boxes = labels.map((t) => t.getBoundingClientRect());
    for (let i = 0; i < boxes.length; i++) {
      for (let j = i + 1; j < boxes.length; j++) {
        const [a, b] = [boxes[i], boxes[j]];
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 2 && high > Math.min(a.height, b.height) / 3) {
          faults.add(`${short(labels[i].textContent)} and ${short(labels[j].textContent)} lie on each other`);
        }
      }
    }
  }
  return [...faults];
}
