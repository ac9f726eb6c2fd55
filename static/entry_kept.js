// What the browser keeps of this page's rows. An entry: {texts, version, mark, title, wants, sent, at}.
// `wants`: "draft" while the row is being typed in; "save" or "over" once that was asked for; "reader" after a refusal
// that the reader must settle. `sent`: the texts of a saving whose answer has not come: it may be on record.

import { user } from "./asking.js";
import { hidden, keyOf, page, press, texts } from "./entry_rows.js";
import { store } from "./entry_store.js";

export const queue = store(user, page);
export const isToSave = (entry) => ["save", "over"].includes(entry?.wants);

export function entryOf(row, wants) {
  return {
    texts: texts(row),
    version: hidden(row, "version")?.value ?? "",
    mark: hidden(row, "mark")?.value ?? "",
    title: document.querySelector("h1")?.textContent.trim() ?? "",
    wants,
    sent: queue.kept(keyOf(row))?.sent,
  };
}

export function record(row, wants = "draft") {
  if (row) queue.keep(keyOf(row), entryOf(row, wants));
}

// Where the row is under way already, or nothing can be sent, it is sent afterwards.
export function save(row) {
  record(row, "save");
  press(row);
}

export function amend(key, change) {
  const entry = queue.kept(key);
  if (entry) queue.keep(key, { ...entry, ...change });
}
