// The name of this tab, which a reload keeps and no other living tab has; and which tabs live. A living page holds a
// lock and, as plain http has no locks, writes down now and then that it is there.

const START = "entry";
const BEAT = 10000;
const GONE = 90000; // a tab in the background is woken once a minute
const beatOf = (name) => `alive|${name}`;

function isBeating(name) {
  try {
    return Date.now() - Number(localStorage.getItem(beatOf(name)) ?? 0) < GONE;
  } catch {
    return false;
  }
}

// A duplicated tab begins with a copy of the first one's store: while that one is there, its name is not free.
function tabName() {
  try {
    const before = sessionStorage.entryTab;
    if (before && !isBeating(before)) return before;
    sessionStorage.entryTab = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
    return sessionStorage.entryTab;
  } catch {
    return "here";
  }
}

export const tab = tabName();
navigator.locks?.request(`${START}|${tab}`, () => new Promise(() => {})); // held as long as this page lives

function beat() {
  try {
    localStorage.setItem(beatOf(tab), String(Date.now()));
  } catch {
    // Without a store there is nothing to take over either.
  }
}

function sweep() {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(beatOf("")));
    for (const name of names) if (!isBeating(name.slice(beatOf("").length))) localStorage.removeItem(name);
  } catch {
    // The same.
  }
}

// What `isAlive` needs to know: the names of the locks that are held; null where there are none.
export async function living() {
  const found = await navigator.locks?.query();
  return found ? new Set(found.held.map((lock) => lock.name)) : null;
}

export const isAlive = (name, locks) => (locks ? locks.has(`${START}|${name}`) : isBeating(name));

sweep();
beat();
setInterval(beat, BEAT);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") beat(); // hidden is also what a page becomes after it was left
});
window.addEventListener("pageshow", beat);
window.addEventListener("pagehide", () => {
  try {
    localStorage.removeItem(beatOf(tab)); // the next page of this tab keeps the name
  } catch {
    // The same.
  }
});
