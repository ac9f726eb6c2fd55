"""Serves plotly.js from the installed plotly wheel, and nothing else of it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "plotly.min.js"


class PlotlyFinder(BaseFinder):
    """Finds ``plotly.min.js`` at the static root."""

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:  # noqa: FBT001, FBT002  # Django's signature
        if path != NAME or settings.PLOTLY_DIR is None:
            return [] if find_all else None
        found = str(Path(settings.PLOTLY_DIR) / NAME)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        if settings.PLOTLY_DIR is not None:
            yield NAME, FileSystemStorage(location=settings.PLOTLY_DIR)
