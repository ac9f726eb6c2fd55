// Says when the server does not answer or does not know the reader, keeps the address of a part's page in the language
// links, and marks what is wider than the screen.

import { headers, sessionIsOver, token } from "./asking.js";

const trouble = document.getElementById("trouble");
const again = new Map(); // element -> the request of it that was refused, to be made again after the login
const begun = new WeakMap(); // XMLHttpRequest -> when it was sent
let toldAt = 0;

function linkTo(address, text) {
  const link = document.createElement("a");
  link.href = address;
  link.target = "_blank";
  link.textContent = text;
  return link;
}

function signInButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.dataset.signIn = "";
  button.textContent = trouble.dataset.hereWord;
  return button;
}

function say(kind) {
  trouble.textContent = `${trouble.dataset[kind]} `;
  if (kind === "signedOut") {
    if (document.getElementById("login-again")) trouble.append(signInButton(), " ");
    trouble.append(linkTo(trouble.dataset.login, trouble.dataset.loginWord));
  }
  trouble.hidden = false;
  toldAt = performance.now();
}

// After a login in another tab the form's own token is out of date; the cookie has the new one.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!token()) return;
  Object.assign(detail.headers, headers());
  if (detail.parameters.csrfmiddlewaretoken !== undefined) detail.parameters.csrfmiddlewaretoken = token();
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token();
});

function refused({ xhr, requestConfig }) {
  const { elt, triggeringEvent } = requestConfig;
  const name = decodeURIComponent(xhr.getResponseHeader("X-User") ?? "");
  if (!elt.closest("#entry")) again.set(elt, requestConfig); // the entry page has its own queue
  sessionIsOver(name, triggeringEvent?.isTrusted && elt.tagName === "BUTTON" ? "asked" : true);
}

for (const event of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(event, ({ detail }) => {
    const status = detail.xhr?.status;
    if (detail.xhr?.getResponseHeader("HX-Redirect")) return; // the login page is on its way
    if (status === 401) refused(detail);
    else say(status >= 400 && status < 500 ? "refused" : "away");
  });
}

document.addEventListener("session:over", () => say("signedOut"));

document.addEventListener("session:back", () => {
  trouble.hidden = true;
  for (const [elt, { verb, path, triggeringEvent }] of again) {
    if (elt.isConnected) window.htmx.ajax(verb, path, { source: elt, event: triggeringEvent });
  }
  again.clear();
});

// An answer to what was sent before the trouble says nothing of it.
document.addEventListener("htmx:beforeRequest", ({ detail }) => begun.set(detail.xhr, performance.now()));
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful && begun.get(detail.xhr) > toldAt) trouble.hidden = true;
});

// Which month is shown now is told to whoever does not see the page change.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const form = detail.requestConfig?.elt.closest(".as-of");
  if (form) form.querySelector("[role=status]").textContent = `${form.querySelector("label").textContent} ${form.elements.as_of.value}`;
});

document.addEventListener("htmx:pushedIntoHistory", () => {
  for (const link of document.querySelectorAll(".languages a")) {
    const address = new URL(window.location.href);
    address.searchParams.set("language", link.hreflang);
    link.href = address.search;
  }
});

// "/" goes to the search field, unless it is being typed somewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const field = document.getElementById("search");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

// A region that is wider than the screen is marked: at which of its edges there is more, and a hint in words. The regions
// scroll and take the keyboard's focus without this too.
const REGIONS = ".table-wrap";
const watched = new ResizeObserver((entries) => entries.forEach(({ target }) => mark(target)));

function mark(region) {
  const { scrollLeft, scrollWidth, clientWidth, dataset } = region;
  const left = Math.abs(scrollLeft);
  const before = left > 1, after = left + clientWidth < scrollWidth - 1;
  if (!before && !after) delete dataset.more;
  else dataset.more = before && after ? "both" : before ? "before" : "after";
  dataset.hint = document.body.dataset.wide;
}

function watch() {
  for (const region of document.querySelectorAll(REGIONS)) {
    if (region.dataset.hint) mark(region);
    else {
      watched.observe(region);
      region.addEventListener("scroll", () => mark(region), { passive: true });
      mark(region);
    }
  }
}

watch();
document.addEventListener("htmx:afterSettle", watch);

// What waits in this browser is told once the page stands: its four modules are not to keep the charts back. Then what the
// next pages draw with is fetched ahead, unless the reader saves data; without it they fetch it themselves.
window.addEventListener("load", () => {
  (window.requestIdleCallback ?? setTimeout)(async () => {
    const { user, ahead } = document.body.dataset;
    if (user) await import("./waiting.js");
    if (ahead && !navigator.connection?.saveData) fetch(ahead, { priority: "low" }).catch(() => {});
  });
});
