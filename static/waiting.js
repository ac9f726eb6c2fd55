// On every page: what this person typed elsewhere and the server has not acknowledged yet waits in this browser.

import { user } from "./asking.js";
import { page } from "./entry_rows.js";
import { waitingElsewhere } from "./entry_store.js";

const shown = document.getElementById("waiting");

function show() {
  const found = user && shown ? waitingElsewhere(user, page) : [];
  if (!shown) return;
  shown.hidden = found.length === 0;
  shown.textContent = `${shown.dataset.text} `;
  for (const { page: address, title, count } of found) {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = `${title} (${count})`;
    shown.append(link, " ");
  }
}

show();
window.addEventListener("focus", show);
