"""Refuses a request's files that are too large before they are read: the view says so beside the field."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest


def is_too_large(request: HttpRequest) -> bool:
    """Whether the request says that it brings more than is taken; its files were not read then."""
    return told_length(request) > _most()


def told_length(request: HttpRequest) -> int:
    """How many bytes the request says that it brings; 0 where it does not say."""
    return length_in(request.META)


def length_in(environ: Mapping[str, Any]) -> int:
    """The same of a request that is no Django request yet."""
    length = environ.get("CONTENT_LENGTH") or "0"
    return int(length[:18]) if length.isascii() and length.isdigit() else 0


class Bounded(FileUploadHandler):
    """The first of the upload handlers: stops the reading of a request that is too large, by what it says it brings."""

    told = 0

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: str, encoding: str | None = None
    ) -> None:
        self.told = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.told > _most():
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def _most() -> int:
    most: int = settings.MAX_UPLOAD_MB
    return most * 1024 * 1024 + 64 * 1024  # the form's other fields
