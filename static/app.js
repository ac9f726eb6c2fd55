// Says when the server does not answer, and keeps the address of a part's page in the language links.

const trouble = document.getElementById("trouble");

function loginLink() {
  const link = document.createElement("a");
  link.href = trouble.dataset.login;
  link.target = "_blank";
  link.textContent = trouble.dataset.loginWord;
  return link;
}

// After a login in another tab the form's own token is out of date; the cookie has the new one.
document.addEventListener("htmx:configRequest", (happened) => {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (token) happened.detail.headers["X-CSRFToken"] = token;
});

for (const event of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(event, (happened) => {
    const status = happened.detail.xhr?.status;
    if (happened.detail.xhr?.getResponseHeader("HX-Redirect")) return; // the login page is on its way
    const kind = status === 401 ? "signedOut" : status >= 400 && status < 500 ? "refused" : "away";
    trouble.textContent = `${trouble.dataset[kind]} `;
    if (kind === "signedOut") trouble.append(loginLink());
    trouble.hidden = false;
  });
}

document.addEventListener("htmx:afterRequest", (happened) => {
  if (happened.detail.successful) trouble.hidden = true;
});

document.addEventListener("htmx:pushedIntoHistory", () => {
  for (const link of document.querySelectorAll(".languages a")) {
    const address = new URL(window.location.href);
    address.searchParams.set("language", link.hreflang);
    link.href = address.search;
  }
});
