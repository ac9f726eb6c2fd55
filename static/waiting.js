// On every page: what this person typed and the server has not acknowledged yet waits in this browser.

import { user } from "./asking.js";
import { page } from "./entry_rows.js";
import { forgetAll, isWaiting, waitingElsewhere } from "./entry_store.js";

const shown = document.getElementById("waiting");
const stranded = new Map(); // key -> {text, drop}: what no row of this page can take any more

function linkTo({ page: address, title, count }) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = `${title} (${count})`;
  return link;
}

function dropButton(key, drop) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  button.textContent = shown.dataset.drop;
  button.addEventListener("click", () => {
    drop();
    stranded.delete(key);
    show();
  });
  return button;
}

function show() {
  if (!shown) return;
  const found = user ? waitingElsewhere(user, page) : [];
  shown.hidden = found.length === 0 && stranded.size === 0;
  shown.replaceChildren(`${shown.dataset.text} `);
  for (const each of found) shown.append(linkTo(each), " ");
  for (const [key, { text, drop }] of stranded) shown.append(`${text} (${shown.dataset.stranded}) `, dropButton(key, drop), " ");
}

// The row is locked, or gone: nothing of the text is lost, and only the reader may drop it.
export function strand(key, text, drop) {
  stranded.set(key, { text, drop });
  show();
}

// The computer may be a shared one: who signs out is told what stays, and may have it forgotten.
const signOut = document.getElementById("sign-out-waiting");

signOut?.closest("details").addEventListener("toggle", () => { signOut.hidden = !isWaiting(user); });
signOut?.closest("form").addEventListener("submit", () => {
  if (document.getElementById("sign-out-forget").checked) forgetAll(user);
});

show();
window.addEventListener("focus", show);
