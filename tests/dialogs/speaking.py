"""Somebody who speaks as a browser does: opens the form, fills it in, looks at the preview and sends."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.faults.people import Form

DARK = "Det är kolsvart mellan stationen och parkeringen."


class Visitor:
    """`open()`, `preview(text=…)`, `send()`; what the page's form holds follows along in `fields`."""

    def __init__(self, client, dialogue, language=""):
        self.client, self.fields = client, {}
        self.path = f"{language}{dialogue.get_absolute_url()}tyck-till/"

    def open(self):
        return self._shown(self.client.get(self.path))

    def preview(self, **typed):
        if not self.fields:
            self.open()
        return self._shown(self._post("granska", typed))

    def send(self, **changed):
        return self._shown(self._post("skicka", changed))

    def change(self):
        return self._shown(self._post("andra", {}))

    def speak(self, text=DARK, **typed):
        """The whole way. Returns the answer to the sending."""
        self.preview(text=text, **typed)
        return self.send()

    def _post(self, step, typed):
        return self.client.post(self.path, {**self.fields, **typed, "step": step})

    def _shown(self, response):
        if response.status_code != 303:
            found = {}
            for name, value in Form(response.content.decode()).fields:
                found.setdefault(name, []).append(value)
            self.fields = {name: values if len(values) > 1 else values[0] for name, values in found.items()}
        return response


def words(response):
    return response.content.decode()


def picture(name="foto.jpg", size=(64, 48), kind="JPEG", **info):
    data = BytesIO()
    Image.new("RGB", size, "grey").save(data, kind, **info)
    return SimpleUploadedFile(name, data.getvalue(), content_type=f"image/{kind.lower()}")
