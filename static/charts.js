// Draws every [data-chart] with plotly.js once it is seen; until then, and without it, the server's picture stands.

const source = document.getElementById("charts").dataset.plotly;
const ZH = {
  "Download plot as a PNG": "下载为图片", "Download plot": "下载图片", Zoom: "缩放", Pan: "平移", "Zoom in": "放大", "Zoom out": "缩小",
  Autoscale: "自动缩放", "Reset axes": "还原", "Double-click to zoom back out": "双击还原",
};
let library;

function plotly() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = () => {
      window.Plotly.register({ moduleType: "locale", name: "zh-CN", dictionary: ZH, format: {} });
      resolve(window.Plotly);
    };
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
}

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function colours() {
  const ink = token("--ink");
  return {
    traces: {
      month: { marker: { color: token("--accent-soft") } },
      to_date: { line: { color: ink, width: 2.5 }, marker: { color: ink, size: 6 } },
      target: { line: { color: token("--accent"), width: 2, dash: "dash" } },
      pace: { line: { color: token("--warn"), width: 1.5, dash: "dot" }, marker: { color: token("--warn"), size: 4 } },
      forecast_edge: { line: { width: 0 } },
      forecast_band: { line: { width: 0 }, fillcolor: token("--forecast-band") },
      forecast: { line: { color: token("--forecast"), width: 2, dash: "dashdot" }, marker: { color: token("--forecast") } },
      last_year: { line: { color: token("--ink-faint"), width: 1.5 }, marker: { color: token("--ink-faint"), size: 4 } },
    },
    layout: {
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", height: 340,
      font: { color: token("--ink-soft"), family: token("--sans"), size: 12 }, margin: { l: 52, r: 12, t: 8, b: 60 },
      hoverlabel: { bgcolor: token("--card"), bordercolor: token("--line-strong"), font: { color: ink } },
    },
    axis: { gridcolor: token("--line"), zerolinecolor: token("--line"), linecolor: token("--line-strong") },
  };
}

async function draw(holder) {
  const data = document.getElementById(holder.dataset.chart);
  if (!data) return;
  const Plotly = await plotly();
  if (!holder.isConnected) return;
  const figure = JSON.parse(data.textContent);
  const theme = colours();
  const traces = figure.data.map((trace) => ({ ...trace, ...theme.traces[trace.meta.role] }));
  const layout = {
    ...theme.layout, ...figure.layout,
    legend: { ...figure.layout.legend, y: -0.14, yanchor: "top" },
    xaxis: { ...theme.axis, ...figure.layout.xaxis, tickangle: 0, tickfont: { size: holder.clientWidth < 500 ? 9 : 12 } },
    yaxis: { ...theme.axis, ...figure.layout.yaxis },
  };
  let canvas = holder.querySelector(".year-chart__live");
  if (!canvas) {
    canvas = document.createElement("div");
    canvas.className = "year-chart__live";
    holder.prepend(canvas);
  }
  await Plotly.react(canvas, traces, layout, {
    responsive: true, displaylogo: false, locale: figure.language === "en" ? "en" : "zh-CN",
    modeBarButtonsToRemove: ["select2d", "lasso2d"],
  });
  holder.dataset.drawn = "yes";
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    seen.unobserve(entry.target);
    draw(entry.target).catch(() => {}); // the server's picture stays
  }
});

function watch(root) {
  for (const holder of root.querySelectorAll("[data-chart]")) seen.observe(holder);
}

function purge(root) {
  for (const canvas of root.querySelectorAll?.(".year-chart__live") ?? []) window.Plotly?.purge(canvas);
}

watch(document);
document.addEventListener("htmx:beforeSwap", (event) => purge(event.detail.target));
document.addEventListener("htmx:afterSettle", () => watch(document));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const holder of document.querySelectorAll("[data-drawn]")) draw(holder);
});
