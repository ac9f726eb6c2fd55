// The entry page's keyboard: Enter to the next field, arrows to the other rows, Escape back to the saved value.

const form = document.getElementById("entry");

const rowOf = (node) => node?.closest?.(".entry-row") ?? null;
const visible = (node) => node.getClientRects().length > 0;
const cells = () => [...form.querySelectorAll("[data-cell]")].filter(visible);

function go(cell) {
  cell.focus();
  cell.select?.();
}

// The month by itself is asked for beside a total to date, but not needed: while blank, Tab goes there and Enter past it.
const isOptional = (cell) => cell.value === "" && /-month_(numerator|denominator)$/.test(cell.name);

function toNeighbour(cell, step) {
  const all = cells().filter((each) => each === cell || !isOptional(each));
  const next = all[all.indexOf(cell) + step];
  if (next) go(next);
  else if (step > 0) document.getElementById("save-all").focus();
}

function toRow(cell, step) {
  const rows = [...form.querySelectorAll(".entry-row")].filter(visible);
  const here = rowOf(cell);
  const inRow = (row) => [...row.querySelectorAll("[data-cell]")];
  const target = rows[rows.indexOf(here) + step];
  if (!target) return;
  const there = inRow(target);
  go(there[Math.min(inRow(here).indexOf(cell), there.length - 1)]);
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
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !rowOf(target)) return;
  if (key === "Escape" && restore(target)) event.preventDefault();
  if (!target.matches("[data-cell]")) return;
  if (["/", "／"].includes(key) && toOtherHalf(target)) event.preventDefault();
  const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[key];
  if (step === undefined) return;
  event.preventDefault();
  if (key === "Enter") toNeighbour(target, step);
  else toRow(target, step);
}

form?.addEventListener("keydown", onKey);
