// Saves a row when it is left, and keeps what is typed while an answer is on its way. Keys: entry_keys.js.

import { queue, save } from "./entry_kept.js";
import "./entry_queue.js";
import "./entry_undo.js";
import { changed, controls, enter, form, goBack, isBusy, isChanged, isTypedIn, keyOf, placeIn, put, rowOf, rows, same, savedTexts, setState, stateOf, texts, unsettledBeside, valueOf } from "./entry_rows.js";

const sent = new Map(); // row id -> the values that the request under way carries
const newer = new Map(); // row id -> what was typed since
let beside = null; // what stands in a row whose echo is drawn again, and where the reader is in the echo
const left = new Set(); // ids of rows that were left and not yet looked at
let pressed = false;
let here = ""; // id of the control in which the reader was last

const values = (row) => new Map(controls(row).map((control) => [control.id, valueOf(control)]));
// What the server asked for stands in the row now: why an approved figure changes, that a clearing is meant.
const isAnswered = (row) => Boolean(row.querySelector(`[id="${keyOf(row)}-correction"]`)?.value || row.querySelector(`[id="${keyOf(row)}-clear"]`)?.checked);
const isOpen = (row) => Boolean(queue.kept(keyOf(row))?.sent); // it may be on record: what stands there now is another value
// A draft that is typed again as it is drawn is no record yet.
const isRetyped = (row) => stateOf(row) === "unsaved" && !same(texts(row), savedTexts(row));
const isPending = (row) => changed(row) || isRetyped(row) || isOpen(row) || ["draft", "waiting"].includes(stateOf(row)) || (isAsked(row) && isAnswered(row));
const isAsked = (row) => ["reason", "confirm"].includes(stateOf(row));

function onLeave(event) {
  const row = rowOf(event.target);
  // Another window taking the focus is not leaving: the reader looks the other number up.
  if (!row || rowOf(event.relatedTarget) === row || document.activeElement === event.target) return;
  if (beside || newer.size > 0) return; // nor is being drawn again under the reader's hands
  left.add(row.id);
  if (!pressed) setTimeout(saveLeft); // a finger on a label takes the focus away before its field has it
}

// A row's answer may change its height: not between the pressing and the releasing of a button, or the click is lost.
function saveLeft() {
  for (const id of left) {
    const row = document.getElementById(id);
    if (row && !isTypedIn(row) && isPending(row)) save(row);
  }
  left.clear();
}

// The row's button is drawn again by the answer that is on its way; what was typed since is saved then.
function onClick(event) {
  const button = event.target.closest("button[name=save]");
  if (!button || !isBusy(rowOf(button))) return;
  event.preventDefault();
  event.stopPropagation();
}

function onPointer(event) {
  pressed = event.type === "pointerdown";
  if (!pressed) setTimeout(saveLeft);
}

// The form is one, for a page without scripts; of the others a row that is sent needs only which of them wait.
function leaveOthersOut({ detail: { elt, parameters, verb } }) {
  const row = rowOf(elt);
  if (!row || verb !== "post") return;
  for (const name of Object.keys(parameters)) if (name.includes("-") && !name.startsWith(`${keyOf(row)}-`)) delete parameters[name];
  if (elt.tagName === "BUTTON") parameters.unsettled = unsettledBeside(row);
}

// A dialog gives the focus back to where it was; what a cell of the year hides meanwhile cannot take it.
function afterDialog() {
  const { activeElement: at } = document;
  if (at === document.body || at.closest("dialog:not([open])")) enter(document.getElementById(here));
}

// Row by row and without leaving the page: a form sent as a whole through an ended session would be gone.
function saveAll(event) {
  if (!window.htmx) return;
  event.preventDefault();
  const asked = rows().filter((row) => isAsked(row) && !isAnswered(row));
  for (const row of rows()) if (isPending(row) || asked.includes(row)) save(row);
  const first = asked[0];
  const control = document.getElementById(first && `${keyOf(first)}-${stateOf(first) === "confirm" ? "clear" : "correction"}`);
  enter(control);
  control?.scrollIntoView({ block: "nearest" });
}

// The link of a notice names the very row: it is ready to be typed in.
function arrive() {
  const row = window.location.hash.startsWith("#row-") && document.getElementById(window.location.hash.slice(1));
  if (!row) return;
  row.closest("details")?.setAttribute("open", "");
  row.querySelector("[data-cell]")?.focus();
}

function beforeSwap(event) {
  const row = event.detail.target;
  if (!event.detail.shouldSwap) return; // a failure draws nothing: what is typed stands there
  if (row.matches(".entry-row__echo") && rowOf(row)) beside = { typed: values(rowOf(row)), place: placeIn(row) };
  if (!row.matches(".entry-row")) return;
  const before = sent.get(row.id);
  // Also what came into the row meanwhile and was chosen there: the reason of a correction.
  const isNewer = (control) => (before?.has(control.id) ? before.get(control.id) !== valueOf(control) : before && isChanged(control));
  const since = controls(row).filter(isNewer).map((control) => [control.id, valueOf(control)]);
  newer.set(row.id, { since, place: placeIn(row) });
}

function afterRowSwap() {
  for (const [id, { since, place }] of newer) {
    newer.delete(id);
    const row = document.getElementById(id);
    if (!row) continue;
    const still = since.filter(([control]) => document.getElementById(control));
    for (const [control, value] of still) put(document.getElementById(control), value);
    if (place) goBack(row, place);
    if (still.length === 0) continue;
    window.htmx.process(row); // drawn just now, it would not hear that it is typed in
    row.dispatchEvent(new Event("input", { bubbles: true }));
    left.add(id);
    if (!pressed) setTimeout(saveLeft); // once the answer has been taken note of
  }
}

function afterEchoSwap(echo) {
  const row = rowOf(echo);
  const wrong = (row?.querySelector("[data-wrong]")?.dataset.wrong ?? "").split(" ").filter(Boolean);
  for (const control of row ? controls(row) : []) {
    const isWrong = wrong.some((field) => control.id === `${keyOf(row)}-${field}`);
    if (isWrong) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    if (beside?.typed.has(control.id) && echo.contains(control)) put(control, beside.typed.get(control.id));
  }
  if (beside?.place) goBack(echo, beside.place);
  beside = null;
}

// Who comes to type starts at the first figure that is missing; a phone's keyboard stays down until it is asked for.
function start() {
  const first = [...form.querySelectorAll("[data-cell]")].find((cell) => cell.value === "" && !cell.readOnly && cell.checkVisibility?.());
  const isFree = document.activeElement === document.body && !window.location.hash;
  if (first && isFree && window.matchMedia("(pointer: fine)").matches) first.focus({ preventScroll: true });
}

if (form) {
  // One after the other, so that the line above counts in order; a server that says nothing is one that is away.
  form.setAttribute("hx-sync", "this:queue all");
  form.setAttribute("hx-request", JSON.stringify({ timeout: 15000 }));
  form.addEventListener("focusout", onLeave);
  form.addEventListener("focusin", ({ target }) => { here = target.id || here; });
  document.addEventListener("close", afterDialog, true);
  form.addEventListener("click", onClick, true);
  for (const type of ["pointerdown", "pointerup", "pointercancel"]) document.addEventListener(type, onPointer, true);
  // The word changes at the first key, not when the server has answered: it may never answer.
  form.addEventListener("input", (event) => setState(rowOf(event.target), "unsaved"));
  form.addEventListener("submit", saveAll);
  form.addEventListener("htmx:configRequest", leaveOthersOut);
  form.addEventListener("htmx:beforeRequest", (event) => {
    const row = rowOf(event.detail.elt);
    if (row && event.detail.elt.tagName === "BUTTON") sent.set(row.id, values(row));
  });
  document.addEventListener("htmx:beforeSwap", beforeSwap);
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.matches(".entry-row__echo")) afterEchoSwap(event.detail.target);
    else afterRowSwap();
  });
  arrive();
  start();
}
