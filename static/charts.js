// Draws every [data-chart] with plotly.js once it is seen; until then, without it and on paper the server's picture stands.
// What the page removes is purged first; what it brings in is watched again; a change of colours draws anew.

import { axis, heading, layout, traces } from "./chart_theme.js";
import { CHINESE } from "./chart_words.js";

const source = document.getElementById("charts").dataset.plotly;
const BUTTONS = ["zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "resetScale2d"];
const NARROW = 500;
const PNG = { format: "png", width: 1200, height: 640, scale: 2 };
let library;

function plotly() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = () => {
      window.Plotly.register(CHINESE);
      resolve(window.Plotly);
    };
    script.onerror = () => {
      library = undefined;
      reject(new Error("plotly.js did not load"));
    };
    document.head.append(script);
  });
  return library;
}

function read(holder) {
  const data = document.getElementById(holder.dataset.chart);
  return data && JSON.parse(data.textContent);
}

function dressed(figure, narrow) {
  const roles = traces();
  const lines = axis();
  const tickfont = { size: narrow ? 9 : 12 };
  return {
    data: figure.data.map((trace) => ({ ...trace, ...merged(trace, roles[trace.meta?.role]) })),
    layout: {
      ...layout(),
      ...figure.layout,
      legend: { y: -0.14, yanchor: "top", ...figure.layout.legend },
      xaxis: { ...lines, tickangle: 0, tickfont, ...figure.layout.xaxis },
      yaxis: { ...lines, ...(narrow && { tickfont }), ...figure.layout.yaxis },
    },
  };
}

function merged(trace, look = {}) {
  const found = { ...look };
  for (const part of ["line", "marker"]) {
    if (trace[part] && look[part]) found[part] = { ...look[part], ...trace[part] };
  }
  return found;
}

function canvasOf(holder) {
  const there = holder.querySelector(".chart__live");
  if (there) return there;
  const canvas = document.createElement("div");
  canvas.className = "chart__live";
  holder.prepend(canvas);
  return canvas;
}

async function draw(holder) {
  const figure = read(holder);
  if (!figure) return;
  const Plotly = await plotly();
  if (!holder.isConnected) return;
  const { data, layout: frame } = dressed(figure, holder.clientWidth < NARROW);
  const canvas = canvasOf(holder);
  const picture = { name: "png", title: holder.querySelector("[data-png]")?.textContent, icon: Plotly.Icons.camera, click: () => save(holder) };
  await Plotly.react(canvas, data, frame, {
    responsive: true,
    displaylogo: false,
    locale: figure.language === "en" ? "en" : "zh-CN",
    modeBarButtons: [[picture], BUTTONS],
  });
  for (const svg of canvas.querySelectorAll(".main-svg")) svg.setAttribute("aria-hidden", "true"); // the table is read instead
  holder.dataset.drawn = "yes";
}

async function save(holder) {
  const figure = read(holder);
  if (!figure) return;
  const Plotly = await plotly();
  const { data, layout: frame } = dressed(figure, false);
  const margin = { ...frame.margin, t: 70 };
  const { width, height } = PNG;
  const address = await Plotly.toImage({ data, layout: { ...frame, title: heading(figure.title), margin, width, height } }, PNG);
  const link = document.createElement("a");
  link.href = address;
  link.download = `${figure.name}.png`;
  link.click();
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    seen.unobserve(entry.target);
    draw(entry.target).catch(() => {}); // the server's picture stays
  }
});

function watch() {
  for (const holder of document.querySelectorAll("[data-chart]:not([data-drawn])")) {
    seen.observe(holder);
    const button = holder.querySelector("[data-png]");
    if (button) button.hidden = false;
    holder.classList.toggle("chart--awaited", !holder.querySelector(".chart__still"));
  }
}

function redraw() {
  for (const holder of document.querySelectorAll("[data-drawn]")) draw(holder).catch(() => {});
}

watch();
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-png]");
  if (button) save(button.closest("[data-chart]")).catch(() => {});
});
document.addEventListener("htmx:beforeCleanupElement", (event) => {
  if (event.target.classList?.contains("chart__live")) window.Plotly?.purge(event.target);
});
for (const name of ["htmx:afterSettle", "htmx:oobAfterSwap", "htmx:historyRestore"]) document.addEventListener(name, watch);
for (const kind of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) matchMedia(kind).addEventListener("change", redraw);
