// The inputs of an entry page as a grid: its lines from top to bottom, each line's inputs from left to right.

export const form = document.getElementById("entry");
export const grid = document.getElementById("grid"); // on a year's page

// What a closed <details> holds has a place, but takes no focus.
const isVisible = (node) => node.checkVisibility?.() ?? node.getClientRects().length > 0;
const inputs = (node) => [...node.querySelectorAll("[data-cell]")];

// Where a year's page has no cell, as nothing is due, there stands null.
function ofTableRow(row) {
  return [...row.querySelectorAll("td")].flatMap((cell) => {
    const own = inputs(cell);
    return own.length > 0 ? own : Array(Number(cell.dataset.fields)).fill(null);
  });
}

export function lines() {
  if (grid) return [...grid.querySelectorAll("tbody tr")].map(ofTableRow);
  return [...form.querySelectorAll(".entry-row")].filter(isVisible).map(inputs);
}

// {line, column} of an input, or null.
export function placeOf(input, all = lines()) {
  for (const [line, row] of all.entries()) {
    const column = row.indexOf(input);
    if (column >= 0) return { line, column };
  }
  return null;
}

export function go(input) {
  input.focus();
  input.select?.();
  input.closest("td")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
