// The entry pages' keyboard. A month: Enter to the next field, arrows to the other rows. A year: Enter and arrows as in
// a spreadsheet, where the months are below one another. Escape goes back to the saved value.

import { form, go, grid, lines, placeOf } from "./entry_grid.js";

const rowOf = (node) => node?.closest?.(".entry-row") ?? null;
const toEnd = () => document.getElementById("save-all").focus();

// The month by itself is asked for beside a total to date, but not needed: while blank, Tab goes there and Enter past it.
const isOptional = (cell) => cell.value === "" && /-month_(numerator|denominator)$/.test(cell.name);

// The next field of the page, in reading order.
function toNeighbour(cell, step) {
  const all = lines().flat().filter((each) => each === cell || !isOptional(each));
  const next = all[all.indexOf(cell) + step];
  if (next) go(next);
  else if (step > 0) toEnd();
}

function toRow(cell, step) {
  const all = lines();
  const here = placeOf(cell, all);
  const there = all[here.line + step];
  if (there?.length) go(there[Math.min(here.column, there.length - 1)]);
}

// The same field of the next month that has one; Enter in the last one goes on at the top of the next column.
function down(cell, step, isEnter) {
  const all = lines();
  const { line, column } = placeOf(cell, all);
  const rest = step > 0 ? all.slice(line + 1) : all.slice(0, line).reverse();
  const inColumn = (rows, at) => rows.find((row) => row[at])?.[at];
  const next = inColumn(rest, column);
  if (next) return go(next);
  if (!isEnter) return;
  const rows = step > 0 ? all : [...all].reverse();
  const beyond = [...all[0].keys()].filter((at) => (step > 0 ? at > column : at < column));
  const found = (step > 0 ? beyond : beyond.reverse()).map((at) => inColumn(rows, at)).find(Boolean);
  if (found) go(found);
  else if (step > 0) toEnd();
}

// Out of the text at its edge: to the field beside it.
function across(cell, step) {
  const { selectionStart: start, selectionEnd: end, value } = cell;
  const isAll = start === 0 && end === value.length;
  const isAtEdge = step > 0 ? end === value.length && (start === end || isAll) : start === 0 && (start === end || isAll);
  if (!isAtEdge) return false;
  const all = lines();
  const { line, column } = placeOf(cell, all);
  const row = step > 0 ? all[line].slice(column + 1) : all[line].slice(0, column).reverse();
  const next = row.find(Boolean);
  if (next) go(next);
  return next !== undefined;
}

// "29/31", as people write it: the stroke leads to the next field of the same row.
function toOtherHalf(cell) {
  const own = [...rowOf(cell).querySelectorAll("[data-cell]")];
  const next = own[own.indexOf(cell) + 1];
  if (next) go(next);
  return next !== undefined;
}

function restore(control) {
  const saved = control.dataset.saved;
  if (saved === undefined || control.value === saved) return false;
  control.value = saved;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

function onKey(event) {
  const { key, target } = event;
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !rowOf(target)) return;
  if (key === "Escape" && restore(target)) event.preventDefault();
  if (!target.matches("[data-cell]")) return;
  if (["/", "／"].includes(key) && toOtherHalf(target)) event.preventDefault();
  const side = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (grid && side && !event.shiftKey && across(target, side)) event.preventDefault();
  const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[key];
  if (step === undefined) return;
  event.preventDefault();
  if (grid) down(target, step, key === "Enter");
  else if (key === "Enter") toNeighbour(target, step);
  else toRow(target, step);
}

form?.addEventListener("keydown", onKey);
