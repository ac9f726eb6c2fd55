// Keeps the keyboard where it was, and what is typed in other rows, when a row is opened, saved or closed.

const focusRow = (row) => row?.querySelector("[aria-invalid='true'], [data-act]")?.focus();
let kept = [];
let saved = "";

// After a save the page's whole content comes anew: rows that are still open for typing step aside meanwhile.
document.addEventListener("htmx:beforeSwap", (happened) => {
  const { target, shouldSwap, requestConfig } = happened.detail;
  if (target?.id !== "action" || !shouldSwap || requestConfig?.verb !== "post") return;
  saved = requestConfig.elt.closest("tr")?.id ?? "";
  kept = [...target.querySelectorAll("tr.is-open")].filter((row) => row.id !== saved);
  kept.forEach((row) => row.remove());
});

document.addEventListener("htmx:afterSettle", (happened) => {
  const target = happened.detail.target;
  if (target?.id === "action" && saved) {
    kept.forEach((row) => document.getElementById(row.id)?.replaceWith(row));
    if (document.activeElement === document.body) focusRow(document.getElementById(saved));
    [kept, saved] = [[], ""];
    return;
  }
  const row = target?.id && document.getElementById(target.id);
  if (row?.matches("tr") && document.activeElement === document.body) focusRow(row);
});
