// How a page asks the server by itself: with the token of the cookie, and with the name of whom the page belongs to.
// The server answers 401 if somebody else is signed in by now: what one person typed is never sent as another's.

export const user = document.body.dataset.user ?? "";

export function token() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

export function headers() {
  return { "X-CSRFToken": token(), "X-Page-User": encodeURIComponent(user) };
}

// As a part of a page, so that an ended session is answered by 401 and not by the login page. Never throws:
// an answer with status 0 stands for none at all.
export async function ask(address, options = {}) {
  try {
    const all = { "HX-Request": "true", ...headers(), ...options.headers };
    return await fetch(address, { credentials: "same-origin", cache: "no-store", ...options, headers: all });
  } catch {
    return { ok: false, status: 0, headers: new Headers(), text: async () => "" };
  }
}

export const signedInAs = (answer) => decodeURIComponent(answer.headers.get("X-User") ?? "");

// `wants`: the reader is waiting for what was refused, so that the dialog may open by itself.
export function sessionIsOver(name, wants) {
  document.dispatchEvent(new CustomEvent("session:over", { detail: { name, wants } }));
}
