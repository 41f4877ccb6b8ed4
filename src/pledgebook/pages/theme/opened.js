/* Opens the proof that an address names, and what it is folded in. Without it the proof is shown as well, but its mark stays
   closed. */
"use strict";
const open = () => {
  let named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!(named instanceof HTMLDetailsElement)) return;
  for (let at = named; at; at = at.parentElement.closest("details")) at.open = true;
  named.scrollIntoView();
};
addEventListener("hashchange", open);
open();
