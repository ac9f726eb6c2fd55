// A block from a spreadsheet, pasted into a cell: the form at the page's foot takes it and asks what it would change;
// the answer stands in a dialog. Until it is saved or dropped the text stays in the form, whatever happens on the way.

import { form, go } from "./entry_grid.js";
import { queue, save } from "./entry_kept.js";
import { changed, hidden, isAnyBusy, keyOf, rowBy, rowOf, savedTexts, unsettledBeside } from "./entry_rows.js";
import { remember } from "./entry_undo.js";

const source = document.getElementById("paste-form");
const box = document.getElementById("paste-box");
const part = document.getElementById("paste");
const said = document.getElementById("copy-said");
const QUIET = 1000; // after the last key: a dialog does not come up under typing hands, nor is it answered by them
let typedAt = 0; // since the block was pasted
const before = new Map(); // key -> what was on record before the block was saved

const isBlock = (text) => /[\t\n\r]/.test(text.replace(/(\r\n|\n|\r)$/, ""));

function onPaste(event) {
  const row = rowOf(event.target);
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!row || !event.target.matches("[data-cell]") || !isBlock(text) || !window.htmx) return;
  event.preventDefault();
  typedAt = 0;
  source.elements.text.value = text;
  source.elements.at.value = keyOf(row);
  source.elements.field.value = event.target.name.slice(keyOf(row).length + 1);
  if (changed(row)) save(row); // the dialog will take the reader out of it
  source.requestSubmit();
}

// What is shown, and what is saved over it, comes after the savings that are under way.
function afterSavings(event) {
  const { elt, issueRequest } = event.detail;
  if (!isAnyBusy() || !(elt === source || part.contains(elt))) return;
  event.preventDefault();
  const goOn = () => (isAnyBusy() ? wait() : issueRequest(true));
  const wait = () => document.addEventListener("htmx:afterRequest", () => setTimeout(goOn), { once: true });
  wait();
}

// A row that is saved behind the dialog is this reader's own: the block goes over it.
function follow({ detail: { key, from, to } }) {
  const seen = part.querySelector("[name=seen]");
  if (seen) seen.value = seen.value.split(" ").map((one) => (one === `${key}:${from}` ? `${key}:${to}` : one)).join(" ");
}

function startCell() {
  const key = source.elements.at.value;
  const field = source.elements.field.value;
  return document.getElementById(`${key}-${field}`) ?? rowBy(key)?.querySelector("[data-cell]");
}

function forget() {
  source.elements.text.value = "";
  source.elements.field.value = "";
  source.closest("details").open = false;
}

function close() {
  forget();
  box.close();
}

function onClose() {
  const cell = startCell();
  part.replaceChildren();
  if (cell) go(cell);
}

// All of it is on record: nothing is left to say in the dialog.
function finish() {
  const told = part.querySelector(".paste__sum")?.textContent.trim() ?? "";
  if (said) said.textContent = told;
  close();
}

function afterSwap({ detail }) {
  if (detail.target !== part) return;
  const answer = part.querySelector(".paste__form");
  const isDone = answer?.dataset.applied === "yes";
  if (isDone) undoable();
  if (isDone && detail.xhr.status === 200) return finish();
  openWhenQuiet();
}

function openWhenQuiet() {
  const left = QUIET - (Date.now() - typedAt);
  if (left > 0 && !box.open) {
    setTimeout(openWhenQuiet, left);
    return;
  }
  if (!box.open) box.showModal();
  (part.querySelector("[aria-invalid=true]") ?? part.querySelector("#paste-correction") ?? part.querySelector("#paste-apply") ?? part.querySelector("#paste-title"))?.focus();
}

// Rows that the answer draws again, beside the dialog: what stood there before is what an undo brings back.
function beforeRow({ detail }) {
  const row = detail.target;
  if (!row.matches?.(".entry-row")) return;
  before.set(keyOf(row), { texts: savedTexts(row), given: hidden(row, "given")?.value, version: row.dataset.version });
}

function undoable() {
  const found = [];
  for (const [key, { texts, given, version }] of before) {
    const row = rowBy(key);
    const isSame = row && hidden(row, "given")?.value === given;
    if (isSame && row.dataset.version !== version) {
      queue.drop(key); // the block stands in place of what was typed there
      found.push({ key, before: savedTexts(row), after: texts, version: row.dataset.version });
    }
  }
  before.clear();
  remember(found);
}

if (form && source) {
  form.addEventListener("paste", onPaste);
  form.addEventListener("keydown", () => { typedAt = Date.now(); }, true);
  source.elements.at.addEventListener("change", () => { source.elements.field.value = ""; });
  document.addEventListener("htmx:confirm", afterSavings);
  part.addEventListener("htmx:configRequest", ({ detail }) => { detail.parameters.unsettled = unsettledBeside(null); });
  document.addEventListener("figure-version", follow);
  document.addEventListener("htmx:oobBeforeSwap", beforeRow);
  document.addEventListener("htmx:afterSettle", afterSwap);
  part.addEventListener("click", (event) => {
    if (!event.target.closest("#paste-drop")) return;
    event.preventDefault();
    close();
  });
  box.addEventListener("cancel", forget);
  box.addEventListener("close", onClose);
}
