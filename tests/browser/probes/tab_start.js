// Remembers what the Tab key has to reach and how each looks without focus; returns how many there are. In a group of
// radio buttons Tab reaches one, so only a checked one counts.
() => {
  const selector = "a[href], button, summary, input, select, textarea, [tabindex='0']";
  const counts = (e) =>
    !e.disabled &&
    e.type !== "hidden" &&
    (e.type !== "radio" || e.checked) &&
    (e.localName !== "summary" || e === e.parentElement.querySelector(":scope > summary")) &&
    e.checkVisibility({ visibilityProperty: true });
  const look = (e) => {
    const style = getComputedStyle(e);
    const outline = style.outlineStyle === "none" || style.outlineWidth === "0px" ? "none" : style.outline;
    const own = [outline, style.boxShadow, style.backgroundColor, style.border, style.textDecoration];
    const inside = e instanceof SVGElement ? [...e.querySelectorAll("*")] : [];
    return [...own, ...inside.flatMap((i) => [getComputedStyle(i).stroke, getComputedStyle(i).strokeWidth])].join("|");
  };
  const elements = [...document.querySelectorAll(selector)].filter(counts);
  window.tabLook = look;
  window.tabWanted = new Map(elements.map((e) => [e, look(e)]));
  document.activeElement?.blur();
  return elements.length;
}
