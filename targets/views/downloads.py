"""A kept file on its way to whoever may have it; whether they may, the view has asked before."""

from pathlib import Path

from django.http import FileResponse

_POLICY = "default-src 'none'; sandbox"


def kept_file(path: Path, *, title: str, media_type: str) -> FileResponse:
    """The file, to be kept and not to be shown by the browser, whatever it takes itself for."""
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=title, content_type=media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = _POLICY
    answer["Cache-Control"] = "private, no-cache"
    return answer
