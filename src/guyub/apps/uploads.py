"""Files that people send: given up while they come in where they are too large, read in a place of their own."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from guyub.errors import DomainError

View = Callable[..., HttpResponse]


class SizeLimitHandler(FileUploadHandler):
    """Gives up as soon as more than `largest` bytes (UPLOAD_MAX_BYTES) have arrived; `request.upload_too_large` tells.

    What still comes in is read and thrown away, so that the person's browser gets to see the answer.
    """

    def __init__(self, request: Any = None, largest: int | None = None) -> None:
        super().__init__(request)
        self.received, self.largest = 0, largest or settings.UPLOAD_MAX_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count, and pass on to the next handler."""
        self.received += len(raw_data)
        if self.received > self.largest:
            self.request.upload_too_large = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler makes the file."""


def with_size_limit(largest: Callable[[], int]) -> Callable[[View], View]:
    """A page that takes files of at most so many bytes.

    The limit has to be set before anything reads the request, and the CSRF check reads it.
    """

    def limited(view: View) -> View:
        checked = csrf_protect(view)

        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                request.upload_handlers.insert(0, SizeLimitHandler(request, largest()))
            return checked(request, *args, **kwargs)

        return csrf_exempt(wrapped)

    return limited


@contextmanager
def on_disk(content: bytes, name: str, suffix: str) -> Iterator[Path]:
    """A sent file in a private folder that is gone afterwards; errors about it name it as it was sent."""
    with tempfile.TemporaryDirectory(prefix="guyub-") as folder:
        file = Path(folder) / f"berkas{suffix}"
        file.touch(mode=0o600)
        file.write_bytes(content)
        try:
            yield file
        except DomainError as error:
            if "file" in error.data:
                error.data["file"] = name
                error.args = (type(error).template.format(**error.data),)
            raise
