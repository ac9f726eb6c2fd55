// A download that says that it is being made: without this module it is a plain link.
const state = document.getElementById("download-state");

for (const link of document.querySelectorAll("[data-download]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    if (link.getAttribute("aria-busy") !== "true") fetchFile(link);
  });
}

async function fetchFile(link) {
  link.setAttribute("aria-busy", "true");
  state.textContent = link.dataset.busy;
  try {
    const answer = await fetch(link.href, { headers: { "X-Requested-With": "fetch" } });
    const kind = answer.headers.get("Content-Type") || "";
    if (answer.redirected || kind.startsWith("text/html")) {
      location.assign(link.href); // signed out meanwhile: the login page leads back
      return;
    }
    if (!answer.ok) {
      state.textContent = kind.startsWith("text/plain") ? await answer.text() : link.dataset.failed;
      return;
    }
    save(await answer.blob(), nameOf(answer));
    state.textContent = link.dataset.done;
  } catch {
    state.textContent = link.dataset.failed;
  } finally {
    link.removeAttribute("aria-busy");
  }
}

function nameOf(answer) {
  const found = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
  return found ? found[1] : "";
}

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
