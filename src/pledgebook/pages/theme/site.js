/* A box that narrows a long table to the rows with all of its words. Without it the table is simply whole. */
"use strict";
for (const box of document.querySelectorAll("[data-filter]")) {
  const rows = [...document.querySelectorAll(`#${CSS.escape(box.dataset.filter)} tbody tr`)];
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = rows.map((row) => plain(row.textContent));
  const input = box.querySelector("input");
  const output = box.querySelector("output");
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const narrow = () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      row.hidden = !words.every((word) => texts[i].includes(word));
      shown += row.hidden ? 0 : 1;
    });
    output.textContent = output.dataset.words
      .replace("{shown}", number.format(shown))
      .replace("{all}", number.format(rows.length));
  };
  input.addEventListener("input", narrow);
  box.hidden = false;
  narrow();
}
