// Sends again what waits, with growing pauses, as soon as the server answers and knows the reader; and puts back what
// an earlier page could not send.

import { ask, sessionIsOver } from "./asking.js";
import { amend, queue, record } from "./entry_kept.js";
import { below, changed, hidden, isBusy, isTypedIn, isUnanswered, press, putHidden, putTexts, rowBy, same, savedTexts, setState, stateOf } from "./entry_rows.js";
import { look } from "./entry_sync.js";
import { strand } from "./waiting.js";

const SHORTEST = 2000;
const LONGEST = 60000;
const AGAIN = 60000;
let pause = 0;
let timer = 0;

export function answering() {
  pause = 0;
}

export function wait(key) {
  const row = rowBy(key);
  if (row && queue.kept(key)) setState(row, "waiting");
  if (timer) return;
  pause = Math.min(Math.max(pause * 2, SHORTEST), LONGEST);
  timer = setTimeout(flush, pause);
}

export async function flush() {
  clearTimeout(timer);
  timer = 0;
  const waiting = queue.keys().filter((key) => rowBy(key)?.querySelector("button[name=save]") && queue.kept(key)?.wants !== "reader");
  if (waiting.length === 0) return;
  if ((await look()) === "here") for (const key of waiting) send(key);
  else wait(waiting[0]);
}

function send(key) {
  const entry = queue.kept(key);
  const row = rowBy(key);
  if (!entry || !row) return;
  const isTyping = isTypedIn(row) && document.hasFocus();
  if (entry.wants === "draft" || isTyping) row.dispatchEvent(new Event("input", { bubbles: true }));
  else press(row, entry.wants);
}

// An answer was lost and the row was typed in since: ask for the lost one again first, as it stood, or its saving would
// look like somebody else's. False if the server is away again.
export async function settle(key, row, entry) {
  const kept = [...row.querySelectorAll(`input[type=hidden][name^="${key}-"]`)].map(({ name, value }) => [name, value]);
  const body = new URLSearchParams([["save", key], ...kept]);
  const sent = { ...entry.sent, version: entry.version, mark: entry.mark, clear: entry.sent.clear === "true" ? "yes" : "" };
  for (const [field, text] of Object.entries(sent)) body.set(`${key}-${field}`, text);
  const answer = await ask(below(""), { method: "POST", body });
  if (answer.status === 401) sessionIsOver("", false);
  if (isUnanswered(answer)) return false;
  const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(row.id);
  amend(key, { sent: undefined }); // no sooner than its version is known
  for (const field of fresh ? ["version", "mark"] : []) putHidden(row, field, hidden(fresh, field)?.value ?? "");
  if (answer.ok) record(row, "save");
  return true;
}

function told(key, row, { texts }) {
  const name = row?.querySelector("h3")?.firstChild?.textContent.trim() ?? row?.getAttribute("aria-label") ?? key;
  return `${name}: ${Object.values(texts).filter((text) => /\d/.test(text)).join(" / ")}`;
}

// Over what the page shows; its own version goes with it, so that a change meanwhile is noticed.
function putBack(key) {
  const row = rowBy(key);
  const entry = queue.kept(key);
  if (!row?.querySelector("button[name=save]")) {
    strand(key, told(key, row, entry), () => queue.drop(key));
    return;
  }
  if (changed(row)) return;
  if (same(entry.texts, savedTexts(row)) && stateOf(row) !== "draft") {
    queue.drop(key);
    return;
  }
  row.closest("details")?.setAttribute("open", "");
  putTexts(row, entry.texts);
  putHidden(row, "version", entry.version);
  putHidden(row, "mark", entry.mark);
  setState(row, "waiting");
  if (entry.wants === "reader") amend(key, { wants: "save" }); // asked again, so that the row says what is wrong
}

function isFree(key) {
  const row = rowBy(key);
  return !row || !(changed(row) || isBusy(row));
}

// What this tab's last page left, and from then on what tabs leave that are gone.
export async function restore() {
  await queue.takeOver(isFree);
  for (const key of queue.keys()) putBack(key);
  await flush();
  setInterval(takeOver, AGAIN);
}

async function takeOver() {
  const taken = await queue.takeOver(isFree);
  for (const key of taken) putBack(key);
  if (taken.length > 0) await flush();
}
