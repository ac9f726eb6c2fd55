// The side panel: Ctrl+Enter opens it for the row, it follows to other rows, Escape closes it; the focus stays in the
// cell. An earlier value is restored by typing it into its row, so that undo and the queue know of it.

const form = document.getElementById("entry");
const panel = document.getElementById("panel");
const FOLLOW_AFTER = 250; // milliseconds in a row before its panel is asked for

let cell = null; // id of the control to which the focus goes back
let timer = null;
let wanted = false; // an answer that comes after the closing opens nothing
let before = null; // the key that was shown last

const rowOf = (node) => node?.closest?.(".entry-row") ?? null;
const shown = () => panel.querySelector(".panel");
const openKey = () => shown()?.dataset.key ?? null;
// A web address typed or refused, a file chosen: the panel stays until it is kept or taken back.
const isTyped = () => [...panel.querySelectorAll(".sources input:not([type=hidden])")].some((one) => one.value !== "");

function load(row) {
  const link = row?.querySelector(".entry-more");
  if (!link || !window.htmx) return;
  clearTimeout(timer);
  wanted = true;
  window.htmx.ajax("GET", link.href, { source: panel, target: panel, swap: "innerHTML" });
}

function close() {
  const hadFocus = panel.contains(document.activeElement);
  clearTimeout(timer);
  wanted = false;
  panel.replaceChildren();
  if (hadFocus) (document.getElementById(cell) ?? form.querySelector("[data-cell]"))?.focus();
}

function onKey(event) {
  if (event.isComposing || event.defaultPrevented) return;
  const row = rowOf(event.target);
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && row) {
    event.preventDefault();
    if (openKey() === row.dataset.key) shown().focus(); // a second time: into the panel
    else load(row);
  } else if (event.key === "Escape" && openKey() && (row || panel.contains(event.target))) {
    event.preventDefault();
    close();
  }
}

function onFocus(event) {
  const row = rowOf(event.target);
  if (!row) return;
  if (event.target.id) cell = event.target.id;
  clearTimeout(timer);
  if (openKey() && openKey() !== row.dataset.key) timer = setTimeout(() => openKey() && !isTyped() && load(row), FOLLOW_AFTER);
}

// The fields of the row take the texts of the earlier value; the row is then saved like any other.
function restore(event) {
  const sent = event.target.closest("[data-restore]");
  const key = sent?.dataset.restore;
  const save = key && document.getElementById(`${key}-save`);
  if (!save || !window.htmx) return; // sent as a form
  event.preventDefault();
  const row = rowOf(save);
  for (const name of ["numerator", "denominator", "month_numerator", "month_denominator", "given", "note"]) {
    const [from, to] = [sent, form].map((where) => where.elements.namedItem(`${key}-${name}`));
    if (from && to) to.value = from.value;
  }
  row.querySelector("[data-cell]").dispatchEvent(new Event("input", { bubbles: true }));
  save.click();
}

function afterSwap(event) {
  const { target } = event.detail;
  if (target === panel) {
    if (before !== openKey()) panel.scrollTop = 0;
    before = openKey();
    if (panel.dataset.hadFocus) shown()?.focus();
  } else if (target.matches(".sources") && document.activeElement === document.body) {
    shown()?.focus(); // what was pressed is gone
  } else if (openKey() && target.id === `row-${openKey()}` && !isTyped()) {
    load(document.getElementById(target.id)); // its figure may have changed
  }
}

if (form && panel) {
  form.addEventListener("focusin", onFocus);
  document.addEventListener("keydown", onKey);
  form.addEventListener("click", (event) => { if (event.target.closest(".entry-more")) wanted = true; });
  panel.addEventListener("submit", restore);
  panel.addEventListener("click", (event) => event.target.closest("[data-panel-close]") && close());
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target !== panel) return;
    if (!wanted) event.detail.shouldSwap = false;
    if (panel.contains(document.activeElement)) panel.dataset.hadFocus = "yes";
    else delete panel.dataset.hadFocus;
  });
  document.addEventListener("htmx:afterSwap", afterSwap);
}
