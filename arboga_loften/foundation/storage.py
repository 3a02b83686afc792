"""Where files lie that nobody outside may fetch by guessing an address: what came in, until somebody has looked at it."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class InsideStorage(FileSystemStorage):
    """Under `INSIDE_ROOT`, without an address of its own: a view that asks who is asking hands the file out."""

    @property
    def base_location(self):
        return settings.INSIDE_ROOT

    @property
    def location(self):
        return str(settings.INSIDE_ROOT)

    def url(self, name):
        raise ValueError("Filen har ingen öppen adress.")


def inside():
    return InsideStorage()
