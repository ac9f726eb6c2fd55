// Turns the wall's slides, keeps its clock, asks the server for what is new, and gets over the server's being away.

const ASK = 30_000; // from one answer to the next question
const LONGEST = 120_000; // however often the server did not answer
const OLD = 120_000; // without an answer the picture is told to be old
const CONTROLS = 5_000; // that they stay after the mouse moved

const away = document.querySelector("[data-away]");
const awayText = document.querySelector("[data-away-text]");
const controls = document.querySelector("[data-controls]");
const pause = document.querySelector("[data-pause]");
const pausedWord = document.querySelector("[data-paused]");
const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const ZONE = "Asia/Shanghai";
const time = new Intl.DateTimeFormat(language, { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(language, { timeZone: ZONE, dateStyle: "full" });

let screen = document.getElementById("wall");
let source = screen.innerHTML; // as the server wrote it
let answered = Date.now();
let turned = Date.now();
let failures = 0;
let paused = false;
let moved = 0;

const slides = () => [...screen.querySelectorAll("[data-slide]")];
let shown = Math.max(slides().findIndex((slide) => !slide.hidden), 0);

function show(index, isTurn = true) {
  const all = slides();
  shown = (index + all.length) % all.length;
  all.forEach((slide, place) => {
    slide.hidden = place !== shown;
    slide.classList.toggle("slide--turned", isTurn && place === shown);
  });
}

function step(by) {
  turned = Date.now();
  show(shown + by);
}

function setPaused(value) {
  paused = value;
  turned = Date.now();
  pause.setAttribute("aria-pressed", String(paused));
  pausedWord.hidden = !paused;
}

// The server's clock: what it told, and what has passed since its answer; where it is held, it stands still.
function serverTime(at) {
  const passed = "held" in screen.dataset ? 0 : at - answered;
  return new Date(Number(screen.dataset.now) * 1000 + passed);
}

function tick() {
  const now = serverTime(Date.now());
  screen.querySelector("[data-clock]").textContent = time.format(now);
  screen.querySelector("[data-day]").textContent = day.format(now);
  const isOld = Date.now() - answered > OLD;
  if (isOld && away.hidden) awayText.textContent = awayText.dataset.words.replace("{time}", time.format(serverTime(answered)));
  away.hidden = !isOld;
  controls.classList.toggle("is-shown", Date.now() - moved < CONTROLS);
  if (!paused && Date.now() - turned >= Number(screen.dataset.seconds) * 1000) step(1);
}

function receive(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("wall");
  if (!fresh) throw new Error("not the wall");
  if (fresh.dataset.assets !== screen.dataset.assets) {
    window.location.reload(); // the program itself is a newer one
    return;
  }
  Object.assign(screen.dataset, fresh.dataset);
  if (fresh.innerHTML === source) return;
  source = fresh.innerHTML;
  screen.replaceChildren(...fresh.childNodes);
  show(shown, false);
}

async function ask() {
  try {
    const answer = await fetch(window.location.href, {
      cache: "no-store",
      credentials: "same-origin",
      headers: { "HX-Request": "true", "HX-Target": "wall", "X-Background": "1" },
      signal: AbortSignal.timeout(ASK),
    });
    if (answer.status === 401) {
      window.location.reload(); // the key was revoked, or the session is over: the login page says so
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    receive(await answer.text());
    answered = Date.now();
    failures = 0;
  } catch {
    failures += 1;
  }
  tick();
  setTimeout(ask, Math.min(ASK * 2 ** Math.max(failures - 1, 0), LONGEST));
}

document.addEventListener("keydown", (event) => {
  if (event.target.closest("button, a") && event.key === " ") return; // the control's own
  if (event.key === " ") setPaused(!paused);
  else if (event.key === "ArrowRight") step(1);
  else if (event.key === "ArrowLeft") step(-1);
  else return;
  event.preventDefault();
});
controls.addEventListener("click", ({ target }) => {
  if (target.dataset.step) step(Number(target.dataset.step));
  else if (target === pause) setPaused(!paused);
});
document.addEventListener("pointermove", () => {
  moved = Date.now();
  controls.classList.add("is-shown");
});

controls.hidden = false;
tick();
setInterval(tick, 1000);
setTimeout(ask, ASK);
