// A row of the entry page: its fields, their texts, its state. What the other entry modules share.

export const form = document.getElementById("entry");
const action = form ? new URL(form.getAttribute("action"), window.location.href) : null;

// The page's address without what does not tell its cells; the key under which the browser keeps things.
export const page = action ? action.pathname + action.search : "";
export const below = (path) => `${action.pathname}${path}${action.search}`;

export const rowOf = (node) => node?.closest?.(".entry-row") ?? null;
export const keyOf = (row) => row.dataset.key ?? row.id.slice("row-".length);
export const rowBy = (key) => document.getElementById(`row-${key}`);
export const rows = () => [...form.querySelectorAll(".entry-row")];
export const hidden = (row, field) => row.querySelector(`input[type=hidden][name="${keyOf(row)}-${field}"]`);
// States in which something in the row waits.
export const UNSETTLED = ["unsaved", "waiting", "saving", "invalid", "conflict", "confirm", "reason", "draft"];
export const unsettledBeside = (row) => rows().filter((other) => other !== row && UNSETTLED.includes(stateOf(other))).map(keyOf).join(" ");
export const isBusy = (row) => row.querySelector("button.htmx-request") !== null;

export const isAnyBusy = () => form.querySelector("button.htmx-request") !== null;
export const isUnanswered = ({ status }) => status === 0 || status === 401 || status >= 500; // it will be asked again

export function controls(row) {
  const own = `[name^="${keyOf(row)}-"]`;
  return [...row.querySelectorAll(`input${own}:not([type=hidden], [type=file]), select${own}, textarea${own}`)];
}

const fieldOf = (control, row) => control.name.slice(keyOf(row).length + 1);
export const valueOf = (control) => (control.type === "checkbox" ? String(control.checked) : control.value);

// {numerator: "29", denominator: "31", note: ""}, as typed.
export function texts(row) {
  return Object.fromEntries(controls(row).map((control) => [fieldOf(control, row), valueOf(control)]));
}

// In a cell of the year the note and what else has no room are hidden: an undo brings them back as well.
const known = (row) => [...row.querySelectorAll(`[name^="${keyOf(row)}-"][data-saved]`)];

// The same of what is on record.
export function savedTexts(row) {
  return Object.fromEntries(known(row).map((control) => [fieldOf(control, row), control.dataset.saved]));
}

// Equal in every field that both have: a box to tick comes and goes with the row's state.
export function same(some, others) {
  return Object.entries(some).every(([field, text]) => !(field in others) || others[field] === text);
}

function drawn(control) {
  if (control.type === "checkbox") return String(control.defaultChecked);
  if (control.tagName !== "SELECT") return control.defaultValue;
  return ([...control.options].find((option) => option.defaultSelected) ?? control.options[0])?.value;
}

export const isChanged = (control) => valueOf(control) !== drawn(control);
export const changed = (row) => controls(row).some(isChanged);
export const stateOf = (row) => row.querySelector(".entry-state")?.dataset.state ?? "";

export function put(control, value) {
  if (control.type === "checkbox") control.checked = value === "true";
  else control.value = value;
}

export function putTexts(row, found) {
  for (const control of new Set([...controls(row), ...known(row)])) {
    const text = found[fieldOf(control, row)];
    if (text === undefined) continue;
    put(control, text);
    if (control.tagName === "TEXTAREA" && text !== "" && isChanged(control)) {
      control.closest("details")?.setAttribute("open", "");
    }
  }
}

export function putHidden(row, field, value) {
  let found = hidden(row, field);
  if (!found) {
    found = document.createElement("input");
    found.type = "hidden";
    found.name = `${keyOf(row)}-${field}`;
    row.append(found);
  }
  found.value = value;
}

// Where in the row, or in a part of it, the reader is, and what is chosen there. Null if elsewhere.
export function placeIn(part) {
  const here = document.activeElement;
  if (!part.contains(here)) return null;
  const { id, className, tagName, selectionStart: from, selectionEnd: to, selectionDirection: side } = here;
  return { id, className, tagName, chosen: typeof from === "number" ? [from, to, side] : null, isOpen: here.closest("details")?.open };
}

// A button takes no text: who is there has done with the fields.
export const isTypedIn = (row) => row.contains(document.activeElement) && !document.activeElement.matches("button");

// A cell of the year shows what else is in it only while the reader is in there: its bar takes the focus first.
export function enter(node) {
  if (node?.checkVisibility?.() === false) node.closest(".entry-cell")?.querySelector(".entry-cell__bar")?.focus({ preventScroll: true });
  node?.focus({ preventScroll: true });
}

// The same place once the row is drawn again: who goes on typing types there, and over what was chosen.
export function goBack(row, { id, className, tagName, chosen, isOpen }) {
  const alike = () => [...row.querySelectorAll(tagName)].find((node) => node.className === className);
  const there = (id ? document.getElementById(id) : alike()) ?? row.querySelector("[data-cell]");
  if (isOpen) there?.closest("details")?.setAttribute("open", "");
  enter(there);
  if (chosen && there?.id === id) there.setSelectionRange(...chosen);
}

// The word, the shape and the colour of a state that only the browser knows: unsaved, saving, waiting.
export function setState(row, name) {
  const state = row?.querySelector(".entry-state");
  if (!state || state.dataset.state === "conflict") return;
  state.dataset.state = name;
  state.className = `entry-state entry-state--${name}`;
  state.querySelector("use")?.setAttribute("href", `#state-${name}`);
  state.querySelector("svg")?.setAttribute("class", `entry-shape entry-shape--${name}`);
  state.querySelector("b").textContent = form.dataset[name] ?? form.dataset.unsaved;
  for (const old of state.querySelectorAll("span")) old.classList.add("entry-old"); // hidden, but keeps its place
}

// Ask the server to save the row, by the button that a reader would press. False if that is not possible just now.
export function press(row, name = "save") {
  const button = row.querySelector(`button[name=${name}]`) ?? row.querySelector("button[name=save]");
  if (!window.htmx || !button || isBusy(row)) return false;
  window.htmx.process(row); // drawn just now, its button would send the whole form
  button.click();
  return true;
}
