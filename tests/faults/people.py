"""People who send viewpoints as a browser does: the form, the preview, the sending, and once more when nothing answers."""

import http.client
import threading
import time
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urlencode

PATIENCE = 120  # tries before somebody gives up


class Form(HTMLParser):
    """The fields of the page's form that a browser would send, and the names of its buttons."""

    def __init__(self, page):
        super().__init__()
        self.fields, self.buttons = [], []
        self._button = self._area = None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        kind = attributes.get("type", "text")
        if tag == "input" and attributes.get("name") and kind not in {"file", "radio", "checkbox", "submit"}:
            self.fields.append((attributes["name"], attributes.get("value") or ""))
        elif tag == "input" and kind in {"radio", "checkbox"} and "checked" in attributes:
            self.fields.append((attributes["name"], attributes.get("value", "on")))
        elif tag == "textarea":
            self._area = [attributes.get("name"), ""]
        elif tag == "button" and attributes.get("name"):
            self._button = [attributes["name"], attributes.get("value") or "", ""]

    def handle_data(self, data):
        if self._area:
            self._area[1] += data
        if self._button:
            self._button[2] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area:
            self.fields.append((self._area[0], self._area[1].removeprefix("\n")))
            self._area = None
        elif tag == "button" and self._button:
            self.buttons.append(tuple(self._button))
            self._button = None

    def sent(self, changes, press):
        """What pressing a button sends; `press` is the beginning of its words."""
        fields = [(name, changes.get(name, value)) for name, value in self.fields]
        pressed = [(name, value) for name, value, words in self.buttons if words.strip().startswith(press)]
        return urlencode(fields + pressed[:1])


class Crowd:
    """Many people at once; counts what was acknowledged, with the receipt's address, and what had to be tried again."""

    def __init__(self, port, path, people, each):
        self.port, self.path, self.each = port, path, each
        self.wanted = people * each
        self.acknowledged, self.statuses, self.odd, self.again = {}, Counter(), Counter(), 0
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._person, args=(number,)) for number in range(people)]

    def start(self):
        for thread in self._threads:
            thread.start()

    def join(self):
        for thread in self._threads:
            thread.join()

    def wait_until(self, share):
        while len(self.acknowledged) < self.wanted * share and any(thread.is_alive() for thread in self._threads):
            time.sleep(0.02)

    def _person(self, number):
        for turn in range(self.each):
            name = f"Prov {number}-{turn}"
            text = f"{name}: Det är mörkt vid stolpe {number * 100 + turn} på gångvägen."
            form = Form(self._ask(number, "GET")[1])
            time.sleep(3.2)  # nobody writes faster than this
            preview = Form(self._ask(number, "POST", form.sent({"text": text}, "Granska"))[1])
            status, _page, location = self._ask(number, "POST", preview.sent({}, "Skicka"), wanted=303)
            if status == 303:
                with self._lock:
                    self.acknowledged[name] = location

    def _ask(self, number, method, body=None, wanted=200):
        """Ask until the server has answered as a browser's user would wish: (status, page, location)."""
        headers = {"X-Forwarded-For": f"10.{number}.7.1", "Host": f"127.0.0.1:{self.port}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        for _each in range(PATIENCE):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
                connection.request(method, self.path, body, headers)
                response = connection.getresponse()
                page = response.read().decode()
                connection.close()
            except (OSError, http.client.HTTPException):
                self._note(again=1)
                time.sleep(0.25)
                continue
            self._note(status=response.status)
            if response.status == wanted:
                return response.status, page, response.getheader("Location")
            if response.status < 500:
                self._note(odd=f"{method} gav {response.status}: {_title(page)}")
                return response.status, page, None
            time.sleep(0.25)
        return 0, "", None

    def _note(self, *, status=None, odd=None, again=0):
        with self._lock:
            self.again += again
            if status:
                self.statuses[status] += 1
            if odd:
                self.odd[odd] += 1


def _title(page):
    return page.partition("<title>")[2].partition("</title>")[0][:80]
