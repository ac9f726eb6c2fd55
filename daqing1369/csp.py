"""Where the strict Content-Security-Policy must give way."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update

# plotly.js sets style attributes and writes a style sheet (plotly.js issue 7543), and makes its PNG from a blob.
plotly_styles = csp_update({"style-src": [UNSAFE_INLINE], "img-src": ["blob:"]})
