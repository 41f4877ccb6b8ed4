/* Finds projects in the list of all of them. Without it the plain pages of the list are simply there.
   What is looked for stands in the address: it can be shared, gone back to, and taken to the other language. */
"use strict";
for (const form of document.querySelectorAll("form.find")) {
  const AT_ONCE = 200;
  const words = form.dataset;
  const [list, status] = [document.getElementById("list"), form.querySelector("output")];
  const [found, more] = [form.querySelector(".find-list"), form.querySelector(".find-more")];
  const filters = [...form.querySelectorAll("select")];
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => number.format(values[key]));
  const text = (cell) => (Array.isArray(cell) ? cell[0] : cell);
  let index, texts, asked, matches = [], shown = 0;

  const load = () => asked ??= new Promise((done) => {
    const script = document.createElement("script");
    document.addEventListener("projects", (event) => {
      index = event.detail;
      texts = index.title.map((title, i) =>
        plain([text(title), index.path[i], ...index.partner.of[i].map((n) => index.partner.names[n])].join(" ")));
      done(true);
    }, { once: true });
    script.onerror = () => { asked = undefined; script.remove(); done(false); };
    script.src = words.index;
    document.head.append(script);
  });

  const tag = (name, children = [], attributes = {}) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  /* The answers stand in a table with the heads of the plain one. */
  const body = tag("tbody");
  const caption = tag("caption", [found.dataset.caption], { id: "find-caption" });
  const table = tag("table", [caption, list.querySelector("thead").cloneNode(true), body]);
  found.prepend(tag("div", [table], { class: "table-region", role: "region", "aria-labelledby": "find-caption", tabindex: "0" }));
  /* A cell as the plain list has it: a status has its look and its word, another language its mark. */
  const cell = (given) => {
    const [said, state, language] = Array.isArray(given) ? given : [given, "", ""];
    if (state === "zero") return tag("span", [said, tag("span", [` (${words.zero})`], { class: "unseen" })], { class: "value value--zero" });
    if (state) return tag("span", [said || words.missing], { class: `value value--${state}` });
    return language ? tag("span", [said], { lang: language }) : said;
  };
  const named = (name, i) => index[name].of[i].map((n) => index[name].names[n]).join(", ");
  const row = (i) => {
    const title = index.title[i];
    const partners = index.partner.of[i];
    const tongue = partners.map((n) => index.partner.languages[n]).find(Boolean);
    return tag("tr", [
      tag("th", [tag("a", [text(title)], { href: `${index.path[i]}/index.html`, lang: Array.isArray(title) ? title[2] : "" })], { scope: "row" }),
      tag("td", [partners.length ? tag("span", [named("partner", i)], { lang: tongue }) : words.unnamed]),
      tag("td", [named("objective", i)]),
      tag("td", [index.period.names[index.period.of[i]]]),
      tag("td", [cell(index.committed[i])], { class: "numeric" }),
      tag("td", [cell(index.share[i])], { class: "numeric" }),
    ]);
  };
  const extend = () => {
    body.append(...matches.slice(shown, shown + AT_ONCE).map(row));
    shown = Math.min(shown + AT_ONCE, matches.length);
    more.hidden = shown === matches.length;
    more.textContent = fill(words.more, { n: Math.min(AT_ONCE, matches.length - shown) });
  };

  const wanted = () => {
    const query = new URLSearchParams();
    for (const field of form.querySelectorAll("input, select")) if (field.value.trim()) query.set(field.name, field.value.trim());
    return query;
  };
  const search = (query) => {
    const terms = plain(query.get("q") ?? "").split(/\s+/).filter(Boolean);
    const codes = filters.filter((f) => query.get(f.name)).map((f) => [index[f.name].of, index[f.name].codes.indexOf(query.get(f.name))]);
    const all = [];
    for (let i = 0; i < texts.length; i += 1)
      if (codes.every(([of, code]) => of[i].includes(code)) && terms.every((term) => texts[i].includes(term))) all.push(i);
    return all;
  };
  const show = async () => {
    const query = wanted();
    const is = [...query].length > 0;
    for (const link of document.querySelectorAll("nav.languages a")) link.search = query;
    if (!is) {
      [list.hidden, found.hidden, status.textContent] = [false, true, ""];
      return;
    }
    if (!index) {
      status.textContent = words.loading;
      if (!(await load())) { status.textContent = words.failed; return; }
      return show();
    }
    matches = search(query);
    shown = 0;
    body.replaceChildren();
    extend();
    [list.hidden, found.hidden] = [true, matches.length === 0];
    status.textContent = fill(matches.length ? words.found : words.none, { shown: matches.length, all: texts.length });
  };

  const address = (query) => location.pathname + ([...query].length ? `?${query}` : "");
  const remember = (is_new) => history[is_new ? "pushState" : "replaceState"](null, "", address(wanted()));
  const recall = () => {
    const query = new URLSearchParams(location.search);
    for (const field of form.querySelectorAll("input, select")) {
      const value = query.get(field.name) ?? "";
      /* A code beyond the choices offered, from an address, is looked for all the same. */
      if (value && field.options && ![...field.options].some((o) => o.value === value)) field.add(new Option(value, value));
      field.value = value;
    }
    show();
  };
  let typing;
  form.addEventListener("input", (event) => {
    if (event.target.type !== "search") return;
    clearTimeout(typing);
    typing = setTimeout(() => { remember(!new URLSearchParams(location.search).has("q")); show(); }, 150);
  });
  form.addEventListener("change", (event) => {
    if (event.target.type === "search") return;
    remember(true);
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { remember(true); show(); form.elements.q.focus(); }));
  form.addEventListener("focusin", load, { once: true });
  more.addEventListener("click", () => {
    const first = shown;
    extend();
    body.rows[first].querySelector("a").focus();
  });
  addEventListener("popstate", recall);
  recall();
}
