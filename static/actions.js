// Keeps the keyboard where it was: a row that has closed gets the focus back on its own button.

document.addEventListener("htmx:afterSettle", (happened) => {
  const row = happened.detail.target?.id && document.getElementById(happened.detail.target.id);
  if (row?.matches("tr") && document.activeElement === document.body) {
    row.querySelector("[aria-invalid='true'], [data-act]")?.focus();
  }
});
