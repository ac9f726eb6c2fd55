// Saves a row when it is left, and keeps what is typed while an answer is on its way. Keys: entry_keys.js.

const form = document.getElementById("entry");
const sent = new Map(); // row id -> the values that the request under way carries
const newer = new Map(); // row id -> what was typed since
const left = new Set(); // ids of rows that were left and not yet looked at
let pressed = false;

const rowOf = (node) => node?.closest?.(".entry-row") ?? null;
const controls = (row) => [...row.querySelectorAll("input:not([type=hidden]), select, textarea")];
const valueOf = (control) => (control.type === "checkbox" ? String(control.checked) : control.value);
const values = (row) => new Map(controls(row).map((control) => [control.id, valueOf(control)]));

function drawn(control) {
  if (control.type === "checkbox") return String(control.defaultChecked);
  if (control.tagName !== "SELECT") return control.defaultValue;
  return ([...control.options].find((option) => option.defaultSelected) ?? control.options[0]).value;
}

const changed = (row) => controls(row).some((control) => valueOf(control) !== drawn(control));

function put(control, value) {
  if (control.type === "checkbox") control.checked = value === "true";
  else control.value = value;
}

function save(row) {
  const button = row.querySelector("[name=save]");
  if (window.htmx && !row.querySelector("button.htmx-request")) button.click();
}

// The word changes at the first key, not when the server has answered: it may never answer.
function markUnsaved(row) {
  const state = row?.querySelector(".entry-state");
  if (!state || state.dataset.state === "conflict") return;
  state.dataset.state = "unsaved";
  state.className = "entry-state entry-state--unsaved";
  state.querySelector("use").setAttribute("href", "#state-unsaved");
  state.querySelector("svg").setAttribute("class", "entry-shape entry-shape--unsaved");
  state.querySelector("b").textContent = form.dataset.unsaved;
  for (const old of state.querySelectorAll("span")) old.classList.add("entry-old"); // hidden, but keeps its place
}

function onLeave(event) {
  const row = rowOf(event.target);
  // Another window taking the focus is not leaving: the reader looks the other number up.
  if (!row || rowOf(event.relatedTarget) === row || document.activeElement === event.target) return;
  left.add(row.id);
  if (!pressed) saveLeft();
}

// A row's answer may change its height: not between the pressing and the releasing of a button, or the click is lost.
function saveLeft() {
  for (const id of left) {
    const row = document.getElementById(id);
    if (row && !row.contains(document.activeElement) && changed(row)) save(row);
  }
  left.clear();
}

function onPointer(event) {
  pressed = event.type === "pointerdown";
  if (!pressed) setTimeout(saveLeft);
}

function beforeSwap(event) {
  const row = event.detail.target;
  if (!row.matches(".entry-row")) return;
  const before = sent.get(row.id) ?? new Map();
  const since = [...values(row)].filter(([id, value]) => before.has(id) && before.get(id) !== value);
  newer.set(row.id, { since, hadFocus: row.contains(document.activeElement) });
}

function afterRowSwap() {
  for (const [id, { since, hadFocus }] of newer) {
    newer.delete(id);
    const row = document.getElementById(id);
    if (!row) continue;
    for (const [control, value] of since) {
      const found = document.getElementById(control);
      if (found) put(found, value);
    }
    if (hadFocus && document.activeElement === document.body) row.querySelector("[data-cell]").focus();
    if (since.length === 0) continue;
    row.querySelector("[data-cell]").dispatchEvent(new Event("input", { bubbles: true }));
    if (!row.contains(document.activeElement)) save(row);
  }
}

function afterEchoSwap(echo) {
  const row = rowOf(echo);
  const wrong = (row?.querySelector("[data-wrong]")?.dataset.wrong ?? "").split(" ").filter(Boolean);
  for (const control of row ? controls(row) : []) {
    const isWrong = wrong.some((field) => control.id === `${row.id.slice("row-".length)}-${field}`);
    if (isWrong) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}

if (form) {
  let leaving = false;
  form.addEventListener("focusout", onLeave);
  for (const type of ["pointerdown", "pointerup", "pointercancel"]) document.addEventListener(type, onPointer, true);
  form.addEventListener("input", (event) => markUnsaved(rowOf(event.target)));
  form.addEventListener("submit", () => { leaving = true; });
  form.addEventListener("htmx:beforeRequest", (event) => {
    const row = rowOf(event.detail.elt);
    if (row && event.detail.elt.tagName === "BUTTON") sent.set(row.id, values(row));
  });
  document.addEventListener("htmx:beforeSwap", beforeSwap);
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.matches(".entry-row__echo")) afterEchoSwap(event.detail.target);
    else afterRowSwap();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && [...form.querySelectorAll(".entry-row")].some(changed)) event.preventDefault();
  });
}
