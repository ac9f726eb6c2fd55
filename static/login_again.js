// Signing in without leaving the page: a dialog when a request was refused, a warning before the session ends.

import { ask, sessionIsOver, signedInAs, token, user } from "./asking.js";

const dialog = document.getElementById("login-again");
const soon = document.getElementById("session");
const login = dialog?.querySelector("form");
const QUIET = 1000; // after the last touch: nobody's figures may end up in the password's field
const OPENING = 500; // after it came up: a finger on its way to what lay there a moment before presses nothing of it
const HOUR = 3600000;
const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("session") : null;
let ends = Date.now() + Number(document.body.dataset.sessionLeft || 0) * 1000;
let touchedAt = 0;
let declined = false; // "later": from then on the dialog waits to be asked for
let timer = 0;

const part = (name) => dialog.querySelector(`[data-part=${name}]`);
const isOver = () => document.body.dataset.session === "over";

function say(text) {
  part("error").textContent = text;
  part("error").hidden = !text;
}

function open() {
  if (dialog.open) return;
  say("");
  dialog.dataset.opening = "";
  setTimeout(() => { delete dialog.dataset.opening; }, OPENING);
  dialog.showModal();
  login.elements.password.focus();
}

function later(event) {
  if (dialog.dataset.opening === undefined || event.detail === 0) dialog.close(); // 0: by the keyboard
}

function openWhenQuiet() {
  const left = QUIET - (Date.now() - touchedAt);
  if (left > 0) setTimeout(openWhenQuiet, left);
  else if (isOver() && !declined) open();
}

// Buttons say why they do not work now.
function explain(text) {
  for (const button of document.querySelectorAll("main button:not([type=button])")) {
    if (text) button.title = text;
    else button.removeAttribute("title");
  }
}

function over({ detail }) {
  document.body.dataset.session = "over";
  soon.hidden = true;
  explain(dialog.dataset.why);
  const isOther = detail.name && detail.name !== user;
  part("other").textContent = isOther ? part("other").dataset.text.replaceAll("{who}", detail.name) : "";
  part("other").hidden = part("go-on").hidden = !isOther;
  if (detail.wants === "asked") open();
  else if (detail.wants) openWhenQuiet();
}

function back(seconds) {
  const wasOver = isOver();
  ends = Date.now() + seconds * 1000;
  delete document.body.dataset.session;
  declined = false;
  soon.hidden = true;
  explain("");
  if (dialog.open) dialog.close();
  schedule();
  if (wasOver) document.dispatchEvent(new CustomEvent("session:back"));
}

// A first password opens nothing yet: the dialog stays and says where to change it.
function isFirst(answer) {
  const first = answer.headers.has("X-Change-Password");
  part("first").hidden = !first;
  if (first && !isOver()) sessionIsOver(user, "asked");
  return first;
}

// Who is signed in by now: here, in another tab, or nobody. The seconds left to the page's own reader, otherwise null.
// Whoever touched the page is there, although typing asks for nothing.
async function look() {
  const here = Date.now() - touchedAt < Number(dialog.dataset.warn) * 1000 ? { "X-Active": "1" } : {};
  const answer = await ask(dialog.dataset.login, { headers: { "X-In-Place": "1", ...here } });
  const name = signedInAs(answer);
  if (isFirst(answer)) return null;
  if (answer.status === 204 && name === user) return Number(answer.headers.get("X-Session-Left"));
  if (answer.status === 204 || answer.status === 401) sessionIsOver(name, false);
  return null;
}

async function check() {
  const warn = Number(dialog.dataset.warn) * 1000;
  if (!isOver() && ends - Date.now() <= warn) {
    const seconds = await look();
    if (seconds !== null) ends = Date.now() + seconds * 1000;
    const left = ends - Date.now();
    soon.querySelector("span").textContent = soon.dataset.text.replace("{n}", Math.ceil(left / 60000));
    soon.hidden = isOver() || left > warn || left <= 0;
  }
  schedule();
}

function schedule() {
  clearTimeout(timer);
  if (isOver()) return;
  const left = ends - Date.now();
  const quiet = left - Number(dialog.dataset.warn) * 1000;
  timer = setTimeout(check, Math.min(quiet > 0 ? quiet : left > 0 ? Math.min(left + 500, 15000) : 60000, HOUR));
}

async function post() {
  const body = new URLSearchParams({ username: login.elements.username.value, password: login.elements.password.value });
  const send = () => ask(dialog.dataset.login, { method: "POST", headers: { "X-In-Place": "1" }, body });
  if (!token()) await look(); // the cookie went with the session
  const answer = await send();
  return answer.status === 403 ? look().then(send) : answer;
}

async function signIn(event) {
  event.preventDefault();
  say("");
  const answer = await post();
  if (answer.status !== 204) {
    const told = answer.status === 422 || answer.status === 429 ? await answer.text() : "";
    say(told || dialog.dataset.away);
    login.elements.password.select();
    return;
  }
  login.elements.password.value = "";
  if (isFirst(answer)) return;
  channel?.postMessage("changed");
  const name = signedInAs(answer);
  if (name === user) back(Number(answer.headers.get("X-Session-Left")));
  else over({ detail: { name, wants: "asked" } });
}

if (dialog) {
  for (const type of ["keydown", "input", "pointerdown", "focusin"]) {
    document.addEventListener(type, () => { touchedAt = Date.now(); }, true);
  }
  document.addEventListener("session:over", over);
  document.addEventListener("click", (event) => { if (event.target.closest?.("[data-sign-in]")) open(); });
  part("later").addEventListener("click", later);
  part("go-on").addEventListener("click", () => window.location.reload());
  dialog.addEventListener("close", () => { declined = isOver(); });
  login.addEventListener("submit", signIn);
  channel?.addEventListener("message", async () => {
    const seconds = await look();
    if (seconds !== null) back(seconds);
  });
  window.addEventListener("focus", async () => {
    if (!isOver()) return check();
    const seconds = await look();
    if (seconds !== null) back(seconds);
  });
  check();
}
