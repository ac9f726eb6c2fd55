"""Who forces colours of their own sees lamps, charts and edges, and in those; who wants no motion sees none."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
# What is drawn, and the properties of it that differ from the ground.
SEEN = {
    "/": {
        ".lamp__shape": "fill",
        ".bars .bar:not(.bar--hollow)": "fill",
        ".bars .target": "stroke",
        ".box--spent": "backgroundColor",
        ".box:not(.box--spent)": "outlineColor",
        ".dot": "borderTopColor",
        ".check--good circle": "fill",
        ".progress": "outlineColor",
        ".goal": "borderTopColor",
        ".search input": "borderTopColor",
    },
    "/goals/pm25/": {
        ".chart__still .series--month rect": "fill",
        ".chart__still .series--to_date polyline": "stroke",
        ".chart__still .series--target polyline": "stroke",
        ".goal-nav a[aria-current]": "backgroundColor",
    },
    "/figures/2024/10/": {
        ".entry-shape": "fill",
        "main .button": "borderTopColor",
        ".button:not(.button--quiet)": "backgroundColor",
        "#pm25-numerator": "borderTopColor",
        "#pm25-numerator:focus": "outlineColor",
    },
}
DRAWN = """([selector, property]) => {
  const found = [...document.querySelectorAll(selector)].find((one) => one.checkVisibility());
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.cssText = "forced-color-adjust: none; color: Canvas; background: CanvasText";
  const { color: ground } = getComputedStyle(probe);
  const own = "CanvasText LinkText GrayText Highlight ButtonText ButtonBorder".split(" ").map((name) => {
    probe.style.color = name;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  if (!found) return "is not there";
  const style = getComputedStyle(found);
  const colour = style[property];
  const side = { borderTopColor: style.borderTopStyle, outlineColor: style.outlineStyle }[property];
  const isLost = side === "none" || [ground, "none", "rgba(0, 0, 0, 0)"].includes(colour);
  return isLost || !own.includes(colour) ? `${property} is ${colour} ${side}, of ${ground} and ${own}` : "";
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_where_colours_are_forced_shapes_and_edges_remain(open_page: OpenPage, scheme: str) -> None:
    page = open_page("staff", "/healthz", expects=("net::ERR_",))
    page.emulate_media(forced_colors="active", color_scheme=scheme)  # type: ignore[arg-type]
    page.route("**/plotly*", lambda asked: asked.abort())
    found = []
    for path, parts in SEEN.items():
        page.goto(path)
        if ":focus" in "".join(parts):
            page.locator("#pm25-numerator").focus()
        answers = {part: page.evaluate(DRAWN, [part, name]) for part, name in parts.items()}
        found += [f"{path} {part}: {answer}" for part, answer in answers.items() if answer]
    assert not found, "\n".join(found)
    outline = page.evaluate("getComputedStyle(document.querySelector('#shape-too_early .line')).fill")
    assert outline == "none", "an outlined lamp is told from a filled one"


def test_without_motion_nothing_moves_and_the_wall_still_turns(open_page: OpenPage) -> None:
    page = open_page("leader", "/healthz")
    page.clock.install()
    for motion, running in (("no-preference", 1), ("reduce", 0)):
        page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
        page.goto("/wall/")
        expect(page.locator("[data-controls]")).to_be_attached()
        page.clock.run_for(15_000)
        expect(page.locator("[data-slide]").nth(1)).to_be_visible()
        assert page.evaluate("document.getAnimations().length") == running, motion
