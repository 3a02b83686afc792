"""Files that somebody sends: one that is too large is let go, and what was typed in the same form is still read."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _

LARGEST = 15 * 1024 * 1024


def too_large(upload) -> bool:
    return isinstance(upload, TooLarge) or upload.size > LARGEST


class TooLarge(UploadedFile):
    """Stands in a form where a file was that is too large. It has the file's name and size, and says no when it is read.

    The no is a ValidationError, so a field that reads it while it cleans says so where the file was chosen.
    """

    def __init__(self, name, content_type, size):
        super().__init__(file=BytesIO(), name=name, content_type=content_type, size=size)

    def _refuse(self, *args, **kwargs):
        raise ValidationError(_("Filen är större än 15 MB. Välj en mindre fil."))

    read = open = chunks = seek = __iter__ = _refuse


class LargestFileHandler(FileUploadHandler):
    """First among the handlers: hands each file on to those that keep it, until there is more of it than we take."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.came = 0

    def receive_data_chunk(self, raw_data, start):
        self.came += len(raw_data)
        return raw_data if self.came <= LARGEST else None

    def file_complete(self, file_size):
        if self.came <= LARGEST:
            return None
        for handler in self.request.upload_handlers:
            handler.upload_interrupted()  # those after this one throw away what they were given
        return TooLarge(self.file_name, self.content_type, self.came)
