// Several cells chosen with Shift and the arrows, with Shift and a click, or by dragging; Ctrl+C copies them as a
// spreadsheet understands it: the numbers on record, with a point, parted by tabs.

import { form, grid, lines, placeOf } from "./entry_grid.js";

const said = document.getElementById("copy-said");
const out = document.getElementById("copy-out");
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
let anchor = null; // {line, column}; both null where nothing is chosen
let head = null;
let pressedIn = null; // the input in which a mouse button went down
let table = null; // rows of texts that the next copying takes, in place of the chosen ones

const cellOf = (node) => node?.closest?.("[data-cell]") ?? null;
const say = (kind, count) => { said.textContent = kind ? said.dataset[kind].replace("{n}", count) : ""; };

function bounds() {
  const [top, bottom] = [anchor.line, head.line].sort((one, other) => one - other);
  const [left, right] = [anchor.column, head.column].sort((one, other) => one - other);
  return { top, bottom, left, right };
}

// The chosen inputs, row by row; null where there is no cell.
function chosen() {
  if (!anchor) return [];
  const { top, bottom, left, right } = bounds();
  return lines().slice(top, bottom + 1).map((row) => row.slice(left, right + 1));
}

function show() {
  for (const old of form.querySelectorAll(".is-chosen")) old.classList.remove("is-chosen");
  const inputs = chosen().flat().filter(Boolean);
  for (const input of inputs) input.classList.add("is-chosen");
  say(inputs.length > 1 ? "count" : "", inputs.length);
}

function drop() {
  if (!anchor) return;
  anchor = head = null;
  show();
}

function reach(place) {
  head = place;
  show();
}

// Shift with an arrow to the side chooses text, until the text has no more in that direction.
function isAtEdge(input, [down, aside]) {
  if (down !== 0) return true;
  const { selectionStart: start, selectionEnd: end, value } = input;
  const isAll = start === 0 && end === value.length;
  return isAll || (aside > 0 ? start === value.length : end === 0);
}

function onKey(event) {
  const input = cellOf(event.target);
  const step = ARROWS[event.key];
  if (!input || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.shiftKey && step) {
    if (!anchor && !isAtEdge(input, step)) return;
    event.preventDefault();
    const all = lines();
    anchor ??= placeOf(input, all);
    const from = head ?? anchor;
    const line = Math.min(Math.max(from.line + step[0], 0), all.length - 1);
    const column = Math.min(Math.max(from.column + step[1], 0), all[line].length - 1);
    reach({ line, column });
  } else if (event.key === "Escape" && anchor) {
    event.preventDefault();
    drop();
  } else if (!event.shiftKey && event.key !== "Control") {
    drop();
  }
}

function onDown(event) {
  const input = cellOf(event.target);
  if (event.pointerType !== "mouse" || event.button !== 0) return;
  if (input && event.shiftKey && cellOf(document.activeElement)) {
    event.preventDefault();
    anchor ??= placeOf(document.activeElement);
    reach(placeOf(input));
    return;
  }
  drop();
  pressedIn = input;
}

function onOver(event) {
  const input = cellOf(event.target);
  if (!pressedIn || !input || (input === pressedIn && !anchor)) return;
  anchor ??= placeOf(pressedIn);
  window.getSelection()?.removeAllRanges();
  reach(placeOf(input));
}

const onRecord = (input) => input?.dataset.saved ?? "";

function quoted(text) {
  return /[\t\r\n]/.test(text) || text.startsWith('"') ? `"${text.replaceAll('"', '""')}"` : text;
}

function markup(rows) {
  const body = document.createElement("tbody");
  for (const row of rows) {
    const line = body.insertRow();
    for (const text of row) line.insertCell().textContent = text;
  }
  return `<table>${body.outerHTML}</table>`;
}

function onCopy(event) {
  const rows = table ?? (anchor ? chosen().map((row) => row.map(onRecord)) : []);
  table = null;
  if (rows.flat().length < 2) return;
  event.preventDefault();
  event.clipboardData.setData("text/plain", rows.map((row) => row.map(quoted).join("\t")).join("\r\n"));
  event.clipboardData.setData("text/html", markup(rows));
  say("copied", rows.flat().filter((text) => text !== "").length);
}

// With its headings and months, so that it can be pasted here again wherever it is dropped.
function whole() {
  if (!grid) {
    return lines().map((row) => [row[0].closest(".entry-row").dataset.name, ...row.map(onRecord)]);
  }
  const heads = [...grid.querySelectorAll("[data-head]")].map((one) => one.dataset.head);
  const months = [...grid.querySelectorAll("[data-month]")].map((one) => one.dataset.month);
  const corner = grid.querySelector("thead th").textContent.trim();
  return [[corner, ...heads], ...lines().map((row, at) => [months[at], ...row.map(onRecord)])];
}

// A page that is not served by https may copy only from within a copying.
function copyAll() {
  table = whole();
  const isDone = document.execCommand("copy");
  table = null;
  if (!isDone) say("failed", 0);
}

if (form && out) {
  out.hidden = false;
  document.getElementById("copy-table").addEventListener("click", copyAll);
  form.addEventListener("keydown", onKey, true);
  form.addEventListener("pointerdown", onDown);
  form.addEventListener("pointerover", onOver);
  document.addEventListener("pointerup", () => { pressedIn = null; });
  document.addEventListener("copy", onCopy);
  form.addEventListener("input", drop);
}
