// Nothing typed is lost: a row is kept in the browser from the first key until the server has acknowledged it as a
// draft or as saved, put back after a reload or a crash, and sent again by itself.

import { amend, entryOf, isToSave, queue, record } from "./entry_kept.js";
import { answering, flush, restore, settle, wait } from "./entry_resend.js";
import { changed, form, isBusy, isTypedIn, isUnanswered, keyOf, rowBy, rowOf, rows, same, savedTexts, setState, texts } from "./entry_rows.js";

const LEAVING = 5000;
const HEALING = 3000;
const carried = new WeakMap(); // XMLHttpRequest -> what it carries
const settling = new Set(); // keys of rows that ask for a lost answer, and are sent once they have it
let leftAt = 0; // the next page may have been drawn before what is acknowledged to this one
const isKept = (xhr) => xhr.getResponseHeader("X-Draft") === "kept"; // as a draft, or as what is on record already
const isSaving = (elt) => elt.matches("button[name=save], button[name=over]");

function kindOf(elt) {
  if (isSaving(elt)) return elt.name;
  if (elt.matches("button[name=keep]")) return "keep";
  return elt.matches(".entry-row__echo") ? "draft" : "";
}

// Before htmx gathers what it sends.
function beforeSaving(event) {
  const { elt, issueRequest } = event.detail;
  const row = rowOf(elt);
  if (!row || !isSaving(elt)) return;
  const key = keyOf(row);
  const entry = queue.kept(key);
  if (!settling.has(key) && (!entry?.sent || same(entry.sent, texts(row)))) return;
  event.preventDefault();
  amend(key, { texts: texts(row), wants: elt.name });
  if (settling.has(key)) return;
  settling.add(key);
  settle(key, row, entry)
    .catch(() => false) // the answer broke off
    .finally(() => settling.delete(key))
    .then((isSettled) => (isSettled ? issueRequest(true) : wait(key)));
}

function beforeRequest(event) {
  const { xhr, elt } = event.detail;
  const row = rowOf(elt);
  const kind = row ? kindOf(elt) : "";
  if (!kind) return;
  if (kind === "draft" && isBusy(row)) {
    event.preventDefault(); // what is being saved needs no draft behind it
    return;
  }
  const key = keyOf(row);
  const typed = texts(row);
  carried.set(xhr, { key, kind, typed });
  if (!isSaving(elt)) return;
  if (queue.kept(key) || !same(typed, savedTexts(row))) queue.keep(key, { ...entryOf(row, kind), sent: typed });
  setState(row, "saving");
  if (document.getElementById(`${key}-correction`)?.value) holdReason(row, true);
}

// The reason that a saving carries goes on record with it: another one, chosen meanwhile, would find no place.
function holdReason(row, isHeld) {
  for (const name of ["correction", "reason"]) {
    const control = document.getElementById(`${keyOf(row)}-${name}`);
    if (control) control.disabled = isHeld;
  }
}

function answered(event) {
  const { xhr } = event.detail;
  const request = carried.get(xhr);
  if (!request) return;
  const { key, kind, typed } = request;
  if (kind !== "draft" && rowBy(key)) holdReason(rowBy(key), false);
  if (xhr.status === 401) amend(key, { sent: undefined }); // refused at the door
  if (isUnanswered(xhr)) {
    wait(key);
    return;
  }
  answering();
  const entry = queue.kept(key);
  if (!entry || Date.now() - leftAt < LEAVING) return;
  const isDraft = kind === "draft";
  if (isDraft && isToSave(entry)) setState(rowBy(key), "waiting"); // a draft is not yet what was asked for
  else if (isDraft ? isKept(xhr) && same(typed, entry.texts) && !entry.sent : kind === "keep" && xhr.status < 300) queue.drop(key);
  else if (!isDraft) saved(key, entry, typed, xhr.status);
  else if (rowBy(key) && !same(typed, texts(rowBy(key)))) setState(rowBy(key), "unsaved"); // the draft is of what stood there before
}

// What was typed since the request left is still to be sent, whatever became of that request.
function saved(key, entry, typed, status) {
  if (!same(typed, entry.texts)) amend(key, { sent: undefined });
  else if (status >= 300) amend(key, { sent: undefined, wants: "reader" });
  else queue.drop(key);
}

// Typed before this page could listen: sent with what is put back.
function begin() {
  for (const row of rows().filter(changed)) {
    record(row, row.contains(document.activeElement) ? "draft" : "save");
    setState(row, "unsaved");
  }
  return restore();
}

// A saving that was asked for while others were under way, and that nothing carries any more, is asked for again.
function heal() {
  if (form.querySelector(".htmx-request")) return;
  const isStuck = (key) => isToSave(queue.kept(key)) && rowBy(key) && !isTypedIn(rowBy(key));
  if (queue.keys().some(isStuck)) flush();
}

if (form) {
  form.addEventListener("input", (event) => record(rowOf(event.target)));
  form.addEventListener("htmx:confirm", beforeSaving);
  form.addEventListener("htmx:beforeRequest", beforeRequest);
  document.addEventListener("htmx:afterRequest", answered);
  document.addEventListener("session:back", flush);
  window.addEventListener("online", flush);
  window.addEventListener("focus", flush);
  window.addEventListener("beforeunload", (event) => {
    leftAt = Date.now();
    if (queue.isEndangered()) event.preventDefault();
  });
  begin();
  setInterval(heal, HEALING);
}
