"""Somebody in the council's room as a browser sees it: opens a page and sends one of its forms."""

from datetime import date

from django.test import Client

from actionplan.models import CouncilReport
from tests.actionplan.reporting import Page, person

MEETS = date(2024, 10, 17)
KEY = "2024-q3"
ROOM, PACKET = "/radet/", f"/radet/{KEY}/"
SUMMARIES, ADOPT = f"{PACKET}sammanfatta/", f"{PACKET}anta/"


def enter(role, kind="municipality", **fields):
    """A browser where somebody in a role has logged in; `client.user` is who."""
    client = Client()
    client.user = person(role, kind, **fields)
    client.force_login(client.user)
    return client


def granska(activity):
    return f"{PACKET}granska/{activity.pk}/"


def read(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def send(client, path, card, page=None, **changed):
    """Open a page and send one of its forms; `page` is one that was opened before."""
    fields = dict(Page(page or read(client, path)).fields)
    mine = {name: value for name, value in fields.items() if name.startswith(f"{card}-")}
    mine |= {f"{card}-{name}": value for name, value in changed.items() if name != "also"}
    kept = {name: fields[name] for name in ("vem", "seen_version") if name in fields}
    return client.post(path, {**kept, "kort": card, **mine, **changed.get("also", {})})


def fill_in(client, path, page=None, **changed):
    fields = dict(Page(page or read(client, path)).fields)
    return client.post(path, {**fields, **changed})


def with_report(coordinator, meeting):
    """The meeting has been, and its report is adopted."""
    meeting.on = date(2024, 10, 15)
    meeting.save()
    assert send(coordinator, ADOPT, "anta", agrees="on").status_code == 303
    return CouncilReport.objects.get()
