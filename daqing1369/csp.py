"""Where the strict Content-Security-Policy must give way."""

from collections.abc import Callable
from typing import Any, TypeVar

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import HttpResponse

_View = TypeVar("_View", bound=Callable[..., HttpResponse])


def plotly_styles(view: _View) -> _View:
    """For a page that draws with plotly.js: it sets style attributes (plotly.js issue 7543), its PNG is a blob."""
    loosened: Any = csp_update({"style-src": [UNSAFE_INLINE], "img-src": ["blob:"]})
    opened: _View = loosened(view)
    return opened
