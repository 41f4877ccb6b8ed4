// What has the focus now: ticks it off, and returns how many are left and what is wrong with how it shows.
() => {
  const element = document.activeElement;
  if (!window.tabWanted.has(element)) return { left: window.tabWanted.size, fault: null };
  const before = window.tabWanted.get(element);
  window.tabWanted.delete(element);
  const left = window.tabWanted.size;
  const name = `<${element.localName}> "${(element.textContent || element.ariaLabel || "").trim().slice(0, 40)}"`;
  if (window.tabLook(element) === before) return { left, fault: `${name} looks the same with the focus` };
  const onScreen = (r) => r.width > 0 && r.right > 0 && r.bottom > 0 && r.left < innerWidth && r.top < innerHeight;
  const rect = [...element.getClientRects()].find(onScreen);
  if (!rect) return { left, fault: `${name} has the focus outside the screen` };
  const within = (value, most) => Math.min(Math.max(value, 0), most - 1);
  const y = within(rect.top + rect.height / 2, innerHeight);
  const tops = [0.1, 0.5, 0.9].map((part) => document.elementFromPoint(within(rect.left + part * rect.width, innerWidth), y));
  const hidden = tops.every((top) => top && !element.contains(top) && !top.contains(element));
  return { left, fault: hidden ? `${name} has the focus behind <${tops[1].localName}>` : null };
}
