// Says when the server does not answer, and keeps the address of a part's page in the language links.

const trouble = document.getElementById("trouble");

for (const event of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(event, (happened) => {
    if (happened.detail.xhr?.status === 401) return; // the login page is on its way
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
