// What was typed and not acknowledged, in the browser's own store: one item for each person, page, cell and tab.
// Another tab's items are left alone while that tab lives; what a closed or crashed one left is taken over.

import { isAlive, living, tab } from "./entry_tab.js";

const START = "entry";
const LONGEST = 30 * 24 * 3600000; // on a shared computer nobody else looks after what is forgotten
const memory = new Map(); // where the store refuses (full, or switched off): then leaving the page is a danger

const itemName = (user, page, key, owner = tab) => [START, user, page, key, owner].map(encodeURIComponent).join("|");

function stored(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function everything() {
  try {
    return Object.keys(localStorage)
      .map((name) => ({ name, parts: name.split("|").map(decodeURIComponent) }))
      .filter(({ parts }) => parts[0] === START && parts.length === 5)
      .map(({ name, parts }) => ({ name, user: parts[1], page: parts[2], key: parts[3], tab: parts[4] }))
      .map((item) => ({ ...item, entry: stored(item.name) }))
      .filter((item) => item.entry?.texts);
  } catch {
    return [];
  }
}

function remove(name) {
  memory.delete(name);
  try {
    localStorage.removeItem(name);
  } catch {
    // Without a store there is nothing to remove.
  }
}

function forget(isMeant) {
  for (const item of everything()) if (isMeant(item)) remove(item.name);
}

export const forgetAll = (user) => forget((item) => item.user === user);
export const isWaiting = (user) => everything().some((item) => item.user === user);

forget(({ entry }) => !(Date.now() - entry.at < LONGEST));

export function store(user, page) {
  const nameOf = (key) => itemName(user, page, key);

  function keep(key, entry) {
    const name = nameOf(key);
    const dated = { ...entry, at: Date.now() };
    try {
      localStorage.setItem(name, JSON.stringify(dated));
      memory.delete(name);
    } catch {
      memory.set(name, dated);
    }
  }

  const kept = (key) => memory.get(nameOf(key)) ?? stored(nameOf(key));

  // The keys of this tab that wait.
  function keys() {
    const mine = everything().filter((item) => item.user === user && item.page === page && item.tab === tab);
    return [...new Set([...mine.map((item) => item.key), ...[...memory.keys()].map((name) => decodeURIComponent(name.split("|")[3]))])];
  }

  // Make this tab's own what tabs that are gone have left of this page: of each cell the newest, unless it is taken
  // here. The keys.
  async function takeOver(isFree) {
    const alive = await living();
    const left = everything()
      .filter((item) => item.user === user && item.page === page && item.tab !== tab && !isAlive(item.tab, alive))
      .sort((one, other) => other.entry.at - one.entry.at);
    const taken = [];
    for (const item of left) {
      if (kept(item.key) || !isFree(item.key)) continue; // an older one waits until the newer has been settled
      localStorage.setItem(nameOf(item.key), JSON.stringify(item.entry));
      remove(item.name);
      taken.push(item.key);
    }
    return taken;
  }

  return { keep, kept, keys, takeOver, drop: (key) => remove(nameOf(key)), isEndangered: () => memory.size > 0 };
}

// [{page, title, count}] of what waits for this person on other pages.
export function waitingElsewhere(user, page) {
  const found = new Map();
  for (const item of everything().filter((one) => one.user === user && one.page !== page)) {
    const before = found.get(item.page) ?? { page: item.page, title: item.entry.title || item.page, keys: new Set() };
    before.keys.add(item.key);
    found.set(item.page, before);
  }
  return [...found.values()].map(({ keys, ...rest }) => ({ ...rest, count: keys.size }));
}
