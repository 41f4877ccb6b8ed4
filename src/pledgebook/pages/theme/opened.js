/* Opens the proof that an address names. Without it the proof is shown as well, but its mark stays closed. */
"use strict";
const open = () => {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named instanceof HTMLDetailsElement) named.open = true;
};
addEventListener("hashchange", open);
open();
