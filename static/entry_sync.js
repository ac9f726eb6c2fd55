// A second tab, a second person: asks what is on record by now, and draws again the rows in which nobody is typing.

import { ask, sessionIsOver, signedInAs, user } from "./asking.js";
import { below, changed, form, goBack, hidden, isBusy, keyOf, placeIn, rowBy, rowOf, rows, stateOf, UNSETTLED } from "./entry_rows.js";

const EVERY = 30000;
const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(`entry|${user}`) : null;
let looking = null;

// "here": the server answers and knows the reader; "over": the session is; "away": no answer.
export function look() {
  looking ??= ask_().finally(() => { looking = null; });
  return looking;
}

async function ask_() {
  const answer = await ask(below("state/"), { headers: { "X-Background": "1" } });
  if (answer.status === 0 || answer.status >= 500) return "away";
  if (answer.status === 401) {
    sessionIsOver(signedInAs(answer), false);
    return "over";
  }
  const found = answer.ok ? await answer.json().catch(() => ({})) : {};
  for (const row of rows()) compare(row, found.cells?.[keyOf(row)]);
  return "here";
}

function compare(row, cell) {
  const version = hidden(row, "version");
  if (!cell || !version || isBusy(row) || Number(version.value) === cell.version) return;
  const isTyped = changed(row) || UNSETTLED.includes(stateOf(row));
  if (!isTyped) refresh(row);
  else if (cell.version > Number(version.value)) say(row); // an answer from before the row's own saving says nothing
}

// Quietly: what is typed goes through the conflict, with both values, when it is saved.
function say(row) {
  if (row.querySelector(".entry-conflict, .entry-elsewhere")) return;
  const note = document.createElement("p");
  note.className = "entry-elsewhere small";
  note.setAttribute("role", "status");
  note.textContent = form.dataset.elsewhere ?? "";
  (row.querySelector(".entry-row__fields") ?? row).append(note);
}

async function refresh(row) {
  const answer = await ask(below(`${keyOf(row)}/`));
  if (!answer.ok) return;
  const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = drawn.getElementById(row.id);
  const here = rowBy(keyOf(row));
  if (!fresh || here !== row || changed(row) || isBusy(row)) return; // typed in meanwhile: the next look says so
  const place = placeIn(row);
  row.replaceWith(fresh);
  window.htmx?.process(fresh);
  if (place) goBack(fresh, place);
  const summary = drawn.getElementById("entry-summary");
  if (summary) document.getElementById("entry-summary")?.replaceChildren(...summary.childNodes);
}

function onVisible() {
  if (document.visibilityState === "visible") look();
}

// One's own source takes the figure a version on without a new value: what is typed in the row can still be saved.
function follow({ detail: { key, from, to } }) {
  const row = rowBy(key);
  const version = row && hidden(row, "version");
  if (!version || Number(version.value) !== from) return; // changed by somebody else as well: the next look says so
  version.value = to;
  if (row.dataset.version) row.dataset.version = to;
}

if (form) {
  document.addEventListener("figure-version", follow);
  document.addEventListener("htmx:afterRequest", (event) => {
    const { requestConfig, xhr } = event.detail;
    if (xhr.status === 200 && rowOf(requestConfig?.elt) && requestConfig.elt.tagName === "BUTTON") channel?.postMessage("saved");
  });
  channel?.addEventListener("message", () => Promise.resolve(looking).then(look)); // an answer under way may not know of it
  window.addEventListener("focus", onVisible);
  document.addEventListener("visibilitychange", onVisible);
  setInterval(onVisible, EVERY);
}
