"""What a reader waits for: the board and a goal's page in headless Chromium with nothing in its cache."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from statistics import median

from playwright.sync_api import Browser, Error, Page, sync_playwright

from daqing1369.serving import HOST
from tests.chromium import launch

Visit = Callable[[Page], dict[str, float]]

ROUNDS = 3
# The driver wants the place of every exception, also of those plotly.js catches: V8 reads its 4.8 MB anew for them,
# about 1 s that no reader waits for, unless it notes places as it compiles.
PLACES = "--js-flags=--no-enable-lazy-source-positions"
SLOW = {"offline": False, "latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}
# The frame in which so many pictures have a size is about to be painted: the next one comes after it.
WATCH = """
(({what, wanted}) => {
  window.seen = {charts: 0, tasks: [0], largest: 0};
  new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map((one) => one.duration)))
    .observe({type: "longtask", buffered: true});
  new PerformanceObserver((list) => { seen.largest = list.getEntries().at(-1).startTime; })
    .observe({type: "largest-contentful-paint", buffered: true});
  const look = () => {
    const there = [...document.querySelectorAll(what)].filter((one) => one.getBoundingClientRect().height > 0);
    if (there.length < wanted) requestAnimationFrame(look);
    else requestAnimationFrame(() => { seen.charts = performance.now(); });
  };
  requestAnimationFrame(look);
})(%s)
"""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
# What had been asked for when the pictures stood; what a page fetches later is not needed for them.
TRAFFIC = """() => {
  const asked = ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind));
  const needed = asked.filter((one) => one.startTime < seen.charts);
  return {kb: needed.reduce((sum, one) => sum + one.transferSize, 0) / 1000, requests: needed.length};
}"""
BOARD = '{what: ".goals .goal__chart", wanted: 6}'
GOAL = '{what: ".chart__still svg, svg.chart__still", wanted: 1}'
DRAWN = "() => document.querySelector('[data-chart][data-drawn]') && (window.drawn ??= performance.now())"


@contextmanager
def fresh_page(browser: Browser, port: int, cookies: dict[str, str]) -> Iterator[Page]:
    """Signed in, and nothing in the cache."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    context.add_cookies(
        [{"name": name, "value": value, "url": f"http://{HOST}:{port}"} for name, value in cookies.items()]
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def visit(page: Page, address: str, watched: str, *, slow: bool = False, plotly: bool = False) -> dict[str, float]:
    """One cold visit."""
    if slow:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
    page.add_init_script(WATCH % watched)
    page.goto(address, wait_until="load")
    page.wait_for_function("() => seen.charts > 0")
    found = {
        "charts_ms": page.evaluate("() => seen.charts"),
        "first_paint_ms": page.wait_for_function(PAINTED).json_value(),
        "largest_paint_ms": page.evaluate("() => seen.largest"),
        **page.evaluate(TRAFFIC),
        "longest_task_ms": page.evaluate("() => Math.max(...seen.tasks)"),
    }
    if plotly:
        found["interactive_ms"] = page.wait_for_function(DRAWN, polling="raf").json_value()
    return found


def look(port: int, cookies: dict[str, str]) -> dict[str, dict[str, float]]:
    """The medians of several visits; one before them warms the browser itself up. RuntimeError where it fails."""
    base = f"http://{HOST}:{port}"
    visits: dict[str, Visit] = {
        "board": lambda page: visit(page, f"{base}/", BOARD),
        "board_slow": lambda page: visit(page, f"{base}/", BOARD, slow=True),
        "goal": lambda page: visit(page, f"{base}/goals/pm25/", GOAL, plotly=True),
    }
    try:
        rounds = _rounds(port, cookies, visits)
    except Error as error:
        raise RuntimeError(f"the browser: {error}") from error
    return {
        name: {figure: round(median(one[figure] for one in seen[1:]), 1) for figure in seen[0]}
        for name, seen in rounds.items()
    }


def _rounds(port: int, cookies: dict[str, str], visits: Mapping[str, Visit]) -> dict[str, list[dict[str, float]]]:
    rounds: dict[str, list[dict[str, float]]] = {name: [] for name in visits}
    with sync_playwright() as driver, launch(driver, PLACES) as browser:
        for _ in range(ROUNDS + 1):
            for name, one in visits.items():
                with fresh_page(browser, port, cookies) as page:
                    rounds[name].append(one(page))
    return rounds
