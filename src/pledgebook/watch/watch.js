/* Asks for a script that is answered when the book was built again; that script loads the page anew. */
"use strict";
const number = document.currentScript.dataset.number;
const wait = () => {
  const script = document.createElement("script");
  script.src = `/_watch/wait.js?after=${number}&at=${Date.now()}`;
  script.onload = () => { script.remove(); wait(); };
  script.onerror = () => { script.remove(); setTimeout(wait, 1000); };
  document.head.append(script);
};
addEventListener("load", () => setTimeout(wait, 0));
