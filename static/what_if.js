// A slider beside each text field: either moves the other. The form sends itself (hx-trigger); without this file the
// text fields and the button do the same.

const pairs = () => document.querySelectorAll("[data-assumed]");
const parts = (pair) => ({ slider: pair.querySelector("input[type=range]"), text: pair.querySelector("input[type=text]") });

// What a slider can show: plain digits with a point. Anything else is the server's to read, and the slider waits.
const plain = /^\s*\d+(\.\d+)?\s*$/;

function dress() {
  for (const pair of pairs()) {
    const { slider, text } = parts(pair);
    slider.hidden = false;
    text.setAttribute("aria-invalid", pair.querySelector("[data-wrong]") ? "true" : "false");
  }
}

document.addEventListener("input", (event) => {
  const pair = event.target.closest("[data-assumed]");
  if (!pair) return;
  const { slider, text } = parts(pair);
  if (event.target === slider) text.value = slider.value;
  else if (plain.test(text.value)) slider.value = text.value;
});

dress();
document.addEventListener("htmx:afterSettle", dress);
