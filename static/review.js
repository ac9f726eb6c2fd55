// The reviewer's queue by keyboard: arrows move between figures, R opens the sentence, a group is ticked at once.

const page = document.getElementById("main");
const rows = () => [...page.querySelectorAll(".review-row")];
const first = (row) => row.querySelector("input[type=checkbox], summary");
const form = () => page.querySelector("#review");

function count() {
  const place = page.querySelector("[data-count]");
  const ticked = page.querySelectorAll("input[name=figure]:checked").length;
  if (place) place.textContent = ticked ? `(${ticked})` : "";
}

function dress() {
  for (const button of page.querySelectorAll("[data-all]")) {
    button.hidden = !button.closest("section").querySelector("input[name=figure]");
  }
  count();
}

function move(row, step) {
  const all = rows();
  const next = all[all.indexOf(row) + step];
  if (next) first(next).focus();
}

page.addEventListener("keydown", (event) => {
  const row = event.target.closest(".review-row");
  if (!row || event.altKey || event.metaKey) return;
  if (event.target.matches("textarea")) {
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      row.querySelector("button[name=return]").click();
    } else if (event.key === "Escape") {
      row.querySelector("details").open = false;
      first(row).focus();
    }
    return;
  }
  if (event.ctrlKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(row, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "r" || event.key === "R") {
    event.preventDefault();
    row.querySelector("details").open = true;
    row.querySelector("textarea").focus();
  }
});

page.addEventListener("change", count);
page.addEventListener("click", (event) => {
  const button = event.target.closest("[data-all]");
  if (!button) return;
  const boxes = [...button.closest("section").querySelectorAll("input[name=figure]")];
  const tick = boxes.some((box) => !box.checked);
  for (const box of boxes) box.checked = tick;
  count();
});

// An answer draws the queue again: what was typed and ticked meanwhile stays, of figures that are still the same.
let place = 0;
let typed = null;

function gather() {
  const here = document.activeElement;
  const notes = [...page.querySelectorAll("textarea")].filter((note) => note.value !== note.defaultValue);
  typed = {
    ticks: new Set([...page.querySelectorAll("input[name=figure]:checked")].map((box) => box.value)),
    notes: notes.map(({ id, value }) => [id, value]),
    here: here?.matches("#review textarea") ? [here.id, here.selectionStart, here.selectionEnd] : null,
    isElsewhere: here !== document.body && !form()?.contains(here),
  };
}

function putBack() {
  for (const box of page.querySelectorAll("input[name=figure]")) box.checked = typed.ticks.has(box.value);
  for (const [id, value] of typed.notes) {
    const note = document.getElementById(id);
    if (!note) continue;
    note.value = value;
    note.closest("details").open = true;
  }
}

// Whoever types goes on typing.
function stay() {
  const [id, from, to] = typed.here ?? [];
  const note = id && document.getElementById(id);
  if (!note) return typed.isElsewhere;
  note.closest("details").open = true;
  note.focus();
  note.setSelectionRange(from, to);
  return true;
}

// After an answer the focus stays where the work is: on the row that took the place of the settled one.
function settle() {
  const all = rows();
  const wrong = page.querySelector("textarea[aria-invalid]");
  if (wrong) wrong.focus();
  else if (all.length) first(all[Math.min(place, all.length - 1)]).focus();
  else page.focus();
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id !== "review") return;
  const row = document.activeElement && document.activeElement.closest(".review-row");
  place = row ? rows().indexOf(row) : 0;
});
document.addEventListener("htmx:beforeSwap", (event) => { if (event.detail.target.id === "review") gather(); });
document.addEventListener("htmx:afterSwap", (event) => {
  if (!form() || !form().isConnected || event.target.id !== "review") return;
  putBack();
  dress();
  if (!stay()) settle();
});
dress();
