"""Somebody who reports as a browser does: opens the page, changes what is filled in on a card, and sends that card."""

from django.contrib.auth.models import Group

from actionplan.reporting import links
from arboga_loften.accounts.models import User
from arboga_loften.portal.roles import ensure_roles
from tests.factories import organisation
from tests.faults.people import Form


def person(role="", kind="municipality", **fields):
    """Somebody in a role and an organisation; without a role somebody who never logs in."""
    ensure_roles()
    name = fields.pop("username", f"{role or 'agare'}-{kind}")
    words = {"organisation": organisation(kind), "email": f"{name}@example.se", "is_staff": bool(role), **fields}
    user = User.objects.create_user(username=name, password="ett-lösenord", **words)
    user.groups.set(Group.objects.filter(name=role))
    return user


def owned(activity, user, kind="municipality"):
    """The part of a party, with this person as its owner."""
    part = activity.commitments.get(organisation__kind=kind)
    part.owner = user
    part.save()
    return part


class Page(Form):
    """The fields of all cards, with what is chosen in the lists."""

    def handle_starttag(self, tag, attributes):
        super().handle_starttag(tag, attributes)
        found = dict(attributes)
        if tag == "select":
            self._select = found["name"]
            self.fields.append((self._select, ""))
        if tag == "option" and "selected" in found:
            self.fields[-1] = (self._select, found["value"])


class Reporter:
    """`send("hant", note="Vi var ute.")` opens the page and sends a card; `again()` sends the same once more."""

    def __init__(self, client, path):
        self.client, self.path, self.last = client, path, {}

    @classmethod
    def by_link(cls, client, part, user):
        return cls(client, "/rapportera/" + links.link_for(part, user).partition("/rapportera/")[2])

    def open(self):
        self.page = self.client.get(self.path)
        return self.page

    def filled_in(self, card):
        fields = Page(self.page.content.decode()).fields
        mine = {name.removeprefix(f"{card}-"): value for name, value in fields if name.startswith(f"{card}-")}
        return mine, dict(fields)

    def send(self, card, **changed):
        self.open()
        return self._post(card, changed)

    def mend(self, card, **changed):
        """From the page that came back with a fault."""
        return self._post(card, changed)

    def again(self, **changed):
        self.page = self.client.post(self.path, {**self.last, **changed})
        return self.page

    def _post(self, card, changed):
        mine, everything = self.filled_in(card)
        fields = {f"{card}-{name}": value for name, value in {**mine, **changed}.items()}
        self.last = {"kort": card, "vem": everything.get("vem", ""), **fields}
        self.page = self.client.post(self.path, self.last)
        return self.page

    def follow(self):
        """The receipt that the sending led to."""
        assert self.page.status_code == 303, self.page.content.decode()
        self.path_of_receipt = self.page.headers["Location"]
        self.page = self.client.get(self.path_of_receipt)
        return self.page.content.decode()
