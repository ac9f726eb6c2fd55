// The page's tokens as plotly.js wants them. One palette: what a trace is (its role) decides how it looks.

const words = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// As a value: plotly.js does not know the names of the system's colours, which stand where the reader's own are forced.
function token(name) {
  const probe = document.createElement("i");
  probe.hidden = true;
  probe.style.forcedColorAdjust = "none";
  probe.style.color = words(name);
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function line(name, width, dash, symbol = "circle", size = 5) {
  const colour = token(name);
  return { line: { color: colour, width, dash }, marker: { color: colour, symbol, size } };
}

const bars = (name) => ({ marker: { color: token(name) } });

function heat() {
  return {
    colorscale: [[0, token("--heat-low")], [1, token("--heat-high")]],
    xgap: 2,
    ygap: 2,
    textfont: { color: token("--ink") },
    colorbar: { thickness: 10, outlinewidth: 0, tickfont: { color: token("--ink-soft") } },
  };
}

export function traces() {
  return {
    month: bars("--accent-soft"),
    area: bars("--accent-soft"),
    city: bars("--accent"),
    to_date: line("--ink", 2.5, "solid", "circle", 6),
    target: line("--accent", 2, "dash", "line-ns-open", 14),
    pace: line("--warn", 1.5, "dot", "circle", 4),
    last_year: line("--ink-faint", 1.5, "solid", "circle", 4),
    year_now: line("--ink", 3.5, "solid", "circle", 8),
    year_1: line("--accent", 1.75, "solid", "square", 6),
    year_2: line("--warn", 1.75, "dot", "diamond", 7),
    year_3: line("--quiet", 1.75, "dashdot", "triangle-up", 7),
    year_4: line("--ink-faint", 1.75, "longdash", "x", 6),
    forecast: line("--forecast", 2, "dashdot", "circle", 6),
    forecast_edge: { line: { width: 0 } },
    forecast_band: { line: { width: 0 }, fillcolor: token("--forecast-band") },
    assumed: { ...line("--accent", 2, "dot", "circle-open", 7), ...bars("--hollow") },
    heat: heat(),
  };
}

export function layout() {
  const ink = token("--ink");
  return {
    paper_bgcolor: token("--card"),
    plot_bgcolor: token("--card"),
    height: 340,
    font: { color: token("--ink-soft"), family: words("--sans"), size: 12 },
    margin: { l: 52, r: 12, t: 30, b: 60 },
    hoverlabel: { bgcolor: token("--card"), bordercolor: token("--line-strong"), font: { color: ink } },
    modebar: { color: token("--ink-soft"), activecolor: token("--accent"), bgcolor: "rgba(0,0,0,0)" },
  };
}

export function axis() {
  return {
    gridcolor: token("--line"),
    zerolinecolor: token("--line"),
    linecolor: token("--line-strong"),
    automargin: true,
  };
}

export function heading(text) {
  return { text, font: { color: token("--ink"), size: 18 }, x: 0.02, xanchor: "left" };
}
