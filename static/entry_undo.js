// Undo and redo of what was saved on this page. An undo is a saving like any other: a new version, on record, and a
// conflict where somebody else changed the figure since. The list lives as long as the tab.

import { user } from "./asking.js";
import { changed, form, hidden, isBusy, isAnyBusy, isUnanswered, keyOf, page, press, putHidden, putTexts, rowBy, rowOf, same, savedTexts, setState } from "./entry_rows.js";

const MOST = 100;
const NUMBERS = ["numerator", "denominator", "month_numerator", "month_denominator"];
const place = `undo|${user}|${page}`;
const started = new WeakMap(); // XMLHttpRequest -> what the saving began with
const moving = new Map(); // key -> "undo" or "redo", from the press until the answer
const shown = { undo: document.getElementById("undo"), redo: document.getElementById("redo") };
const held = []; // kinds that were asked for while a saving was under way, which may be what they are to take back
let steps = { undo: [], redo: [] }; // {key, name, before, after, version, block}; block: of those that were pasted together

function load() {
  try {
    steps = JSON.parse(sessionStorage.getItem(place)) ?? steps;
  } catch {
    // An unreadable list is an empty one.
  }
}

function keep() {
  try {
    sessionStorage.setItem(place, JSON.stringify(steps));
  } catch {
    // Without a store the list ends with the page.
  }
  show();
}

function nameOf(row) {
  const heading = row.querySelector("h3");
  return (heading?.firstChild?.textContent ?? row.getAttribute("aria-label") ?? keyOf(row)).trim();
}

// "29 → 28": the fields in which the two differ.
function told(from, to) {
  const fields = Object.keys(to).filter((field) => from[field] !== to[field]);
  const numbers = fields.filter((field) => NUMBERS.includes(field));
  const say = (found) => numbers.map((field) => found[field] || form.dataset.blank || "—").join(" / ");
  return numbers.length === 0 ? form.dataset.note || "…" : `${say(from)} → ${say(to)}`;
}

function show() {
  for (const [kind, button] of Object.entries(shown)) {
    if (!button) continue;
    const step = steps[kind].at(-1);
    button.hidden = !step;
    const count = step?.block ? steps[kind].filter((one) => one.block === step.block).length : 0;
    if (step) button.textContent = `${button.dataset.word} ${count ? `${button.dataset.pasted} (${count})` : `${told(step.before, step.after)} (${step.name})`}`;
  }
}

// Steps that were made over `from` hold for `to` as well, when it was this page that changed the figure.
function follow(key, from, to) {
  for (const step of [...steps.undo, ...steps.redo]) if (step.key === key && step.version === from) step.version = to;
}

function beforeRequest(event) {
  const { xhr, elt } = event.detail;
  const row = rowOf(elt);
  if (!row || !elt.matches("button[name=save], button[name=over]")) return;
  const theirs = elt.name === "over" ? hidden(row, "theirs") : null;
  started.set(xhr, { key: keyOf(row), before: savedTexts(row), version: (theirs ?? hidden(row, "version")).value });
}

function answered(event) {
  const { xhr } = event.detail;
  const start = started.get(xhr);
  if (!start) return;
  const { key, before, version } = start;
  const kind = moving.get(key);
  if (!isUnanswered(xhr)) moving.delete(key); // else it is asked again, as what it was
  const row = rowBy(key);
  if (xhr.status !== 200) held.length = 0; // the row says what became of it
  setTimeout(next); // once the saving that is next in the queue is under way
  if (xhr.status !== 200 || !row) return;
  const after = savedTexts(row);
  const now = hidden(row, "version").value;
  follow(key, version, now);
  document.dispatchEvent(new CustomEvent("figure-version", { detail: { key, from: Number(version), to: Number(now) } }));
  if (kind) {
    const [step] = steps[kind].splice(steps[kind].findLastIndex((one) => one.key === key), 1);
    steps[kind === "undo" ? "redo" : "undo"].push({ ...step, before: step.after, after: step.before, version: now });
  } else if (!same(before, after)) {
    steps.undo.push({ key, name: nameOf(row), before: after, after: before, version: now });
    steps.undo.splice(0, steps.undo.length - MOST);
    steps.redo = [];
  }
  keep();
}

// What a pasted block has saved: one undo takes all of it back. [{key, before, after, version}], as in a step.
export function remember(found) {
  const block = Date.now();
  for (const step of found) {
    const row = rowBy(step.key);
    if (!same(step.before, step.after)) steps.undo.push({ ...step, name: nameOf(row), block });
  }
  if (found.length > 0) steps.redo = [];
  keep();
}

function ask(kind) {
  held.push(kind);
  next();
}

function next() {
  while (held.length > 0 && !isAnyBusy()) move(held.shift());
}

function move(kind) {
  const last = steps[kind].at(-1);
  const all = last?.block ? steps[kind].filter((one) => one.block === last.block) : [last];
  return all.map((step) => moveOne(kind, step)).some(Boolean);
}

function moveOne(kind, step) {
  const row = step && rowBy(step.key);
  if (!row || isBusy(row) || (changed(row) && row.contains(document.activeElement))) return false; // busy, or being typed in
  row.closest("details")?.setAttribute("open", "");
  putTexts(row, step.after);
  putHidden(row, "version", step.version);
  // Nothing stood there before: taking it away again is what an undo means.
  if (NUMBERS.every((field) => !step.after[field])) putHidden(row, "clear", "yes");
  moving.set(step.key, kind);
  setState(row, "unsaved");
  return press(row);
}

const KEYS = { z: "undo", y: "redo", Z: "redo", Y: "redo" };

function onKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
  const kind = event.shiftKey && event.key.toLowerCase() === "z" ? "redo" : KEYS[event.key];
  const { target } = event;
  // In a field that is being typed in, the browser's own undo has it.
  const isDirty = target.dataset?.saved !== undefined ? target.value !== target.dataset.saved : target.matches?.("input, textarea");
  const isSomething = steps[kind]?.length > 0 || isAnyBusy();
  if (!kind || isDirty || !isSomething || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  ask(kind);
}

if (form) {
  load();
  show();
  form.addEventListener("htmx:beforeRequest", beforeRequest);
  document.addEventListener("htmx:afterRequest", answered);
  document.addEventListener("keydown", onKey);
  form.addEventListener("input", (event) => { if (event.isTrusted) moving.delete(rowOf(event.target)?.dataset.key); });
  for (const [kind, button] of Object.entries(shown)) button?.addEventListener("click", () => ask(kind));
}
