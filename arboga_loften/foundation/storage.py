"""Where files lie: what came in, out of reach until somebody has looked at it, and the static files under names of their own."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


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


class HashedModulesStorage(CompressedManifestStaticFilesStorage):
    """Static files under names that change with their contents, also where one script imports another."""

    support_js_module_import_aggregation = True
