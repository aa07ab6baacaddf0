"""What one request may leave on the disk. Forms are read before anyone knows who sent them."""

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from .cells import Limits

MOST_BYTES = Limits().file_bytes


class CappedUpload(FileUploadHandler):
    """Stands before the handlers that store. What is beyond the limit is passed over, and the file comes without its content but
    with its true size, so that it can be refused in words.
    """

    received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002 - Django's signature
        self.received += len(raw_data)
        return raw_data if self.received <= MOST_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        if self.received <= MOST_BYTES:
            return None  # the handlers behind have it
        for handler in self.request.upload_handlers if self.request else ():
            handler.upload_interrupted()
        return UploadedFile(name=self.file_name, content_type=self.content_type, size=file_size)
