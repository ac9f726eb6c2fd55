// Marks a region that is wider than the screen: at which of its edges there is more, and a hint in words. The regions
// scroll and take the keyboard's focus without this file too.

const REGIONS = ".table-wrap";
const watched = new ResizeObserver((entries) => entries.forEach(({ target }) => mark(target)));

function mark(region) {
  const { scrollLeft, scrollWidth, clientWidth, dataset } = region;
  const left = Math.abs(scrollLeft);
  const before = left > 1, after = left + clientWidth < scrollWidth - 1;
  if (!before && !after) delete dataset.more;
  else dataset.more = before && after ? "both" : before ? "before" : "after";
  dataset.hint = document.body.dataset.wide;
}

function watch() {
  for (const region of document.querySelectorAll(REGIONS)) {
    if (region.dataset.hint) mark(region);
    else {
      watched.observe(region);
      region.addEventListener("scroll", () => mark(region), { passive: true });
      mark(region);
    }
  }
}

watch();
document.addEventListener("htmx:afterSettle", watch);
