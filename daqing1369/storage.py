"""Static files named by their content and compressed once."""

import re
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# 11, the library's own, takes nine times as long for a tenth less.
QUALITY = 9
_HASHED = re.compile(r"\.[0-9a-f]{12}\.")


class QuickCompressor(Compressor):  # type: ignore[misc]  # Whitenoise has no types
    """Compresses a file only where that was not done before."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        compressed: bytes = brotli.compress(data, quality=QUALITY)
        return compressed

    def compress(self, path: str) -> list[str]:
        """The names of the compressed files that were written. A name bears its content's hash: none is ever stale."""
        if Path(f"{path}.br").exists() and _HASHED.search(Path(path).name):
            return []
        written: list[str] = super().compress(path)
        return written


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # the same
    """As Whitenoise's, with the compressor above; our own modules import each other by their hashed names."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Django rewrites imports in every script or in none; other people's minified ones are not to be touched.
        ours = [path.name for path in (settings.BASE_DIR / "static").glob("*.js")]
        _, imports = self._js_module_import_aggregation_patterns
        self.patterns = (*self.patterns, *((name, imports) for name in ours))  # type: ignore[has-type]
        super().__init__(*args, **kwargs)

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return QuickCompressor(**kwargs)
