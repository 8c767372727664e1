"""Stop keeping an upload that is too large while it is still coming in."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload


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
