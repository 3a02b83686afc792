"""The link in a letter: for one person and one part, for some weeks, and dead as soon as it is somebody else's matter."""

import logging
from datetime import date, timedelta

import pytest
from django.core import mail

from actionplan.reporting import links
from arboga_loften.foundation import clock
from arboga_loften.foundation.logs import SecretsLeftOut
from arboga_loften.foundation.outbox import Letter
from tests.actionplan.reporting import owned, person
from tests.factories import make_activity, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return person(username="anna")


@pytest.fixture
def part(owner):
    return owned(make_activity(title="Samtal på torget"), owner)


def token_of(part, user):
    return links.link_for(part, user).rstrip("/").rpartition("/")[2]


def test_a_link_leads_to_its_part_and_its_person(part, owner):
    assert links.link_for(part, owner).startswith("http")
    assert links.read(token_of(part, owner)) == (part, owner)


@pytest.mark.parametrize(("days", "works"), [(0, True), (21, True), (22, False)])
def test_a_link_works_for_three_weeks(part, owner, freeze_day, days, works):
    token = token_of(part, owner)
    freeze_day(clock.today() + timedelta(days=days))
    assert bool(links.read(token)) is works


def test_how_long_is_a_setting(part, owner, freeze_day, settings):
    settings.REPORT_LINK_DAYS = 2
    token = token_of(part, owner)
    freeze_day(clock.today() + timedelta(days=3))
    assert links.read(token) is None


def hand_over(part):
    part.owner = person(username="bertil")
    part.save()


def leave(part):
    part.owner.is_active = False
    part.owner.save()


def get_another_address(part):
    part.owner.email = "ny@example.se"
    part.owner.save()


def take_down(part):
    part.activity.unpublish()
    part.activity.save()


@pytest.mark.parametrize("deed", [hand_over, leave, get_another_address, take_down])
def test_a_link_dies_with_what_it_rests_on(part, owner, deed):
    token = token_of(part, owner)
    deed(part)
    assert links.read(token) is None


def test_a_link_dies_with_the_year(part, owner, freeze_day):
    freeze_day("2024-12-30")
    token = token_of(part, owner)
    freeze_day("2025-01-01")
    assert links.read(token) is None


@pytest.mark.parametrize("role", ["deputy", "chief"])
def test_those_who_stand_in_have_links_of_their_own(part, owner, role):
    other = person(username="cecilia")
    assert links.read(token_of(part, other)) is None
    setattr(owner, role, other)
    owner.save()
    assert links.read(token_of(part, other)) == (part, other)


def test_where_nobody_owns_it_the_coordinator_has_a_link(owner):
    part = make_activity().commitments.get()
    assert links.read(token_of(part, person("samordnare")))
    assert links.read(token_of(part, person("redaktör"))) is None
    assert links.read(token_of(part, owner)) is None


def test_a_demonstrations_log_in_has_no_link_outside_it(part, owner):
    owner.is_demo = True
    owner.save()
    assert links.read(token_of(part, owner)) is None


def altered(token, **at):
    made, _dot, signature = token.partition(".")
    parts = made.split("-")
    for place, value in at.items():
        parts[int(place[1:])] = value
    return f"{'-'.join(parts)}.{signature}"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: token + "x",
        lambda token: altered(token, p0="999"),
        lambda token: altered(token, p1="999"),
        lambda token: altered(token, p2=str(date(2024, 12, 1).toordinal())),
        lambda token: "",
        lambda token: "1-2",
        lambda token: "1-2-3",
        lambda token: "1-2-3.",
        lambda token: "x-y-z.abc",
        lambda token: "²-1-3.abc",
        lambda token: "99999999999-1-1.abc",
        lambda token: "å" * 300,
    ],
)
def test_a_forged_or_broken_link_leads_nowhere(part, owner, spoil):
    assert links.read(spoil(token_of(part, owner))) is None


def test_a_link_to_one_part_opens_no_other(owner):
    joint = make_activity(commitments=["municipality", "police"])
    mine = owned(joint, owner)
    theirs = joint.commitments.get(organisation__kind="police")
    assert altered(token_of(mine, owner), p0=str(theirs.pk)) != token_of(theirs, owner)
    assert links.read(token_of(theirs, owner)) is None, "not the owner of that part"


# --- The log ---
def test_the_log_holds_no_link(part, owner):
    token = token_of(part, owner)
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 1, "Not Found: %s", (f"/rapportera/lank/{token}/",), None
    )
    SecretsLeftOut().filter(record)
    assert token not in record.getMessage()
    assert "/rapportera/lank/…" in record.getMessage()


# --- A new one ---
@pytest.fixture
def old(part, owner, freeze_day):
    """The address of a link that has grown too old."""
    token = token_of(part, owner)
    freeze_day(clock.today() + timedelta(days=30))
    return f"/rapportera/lank/{token}/"


def test_a_dead_link_says_what_to_do_and_does_nothing_by_itself(client, old):
    response = client.get(old)
    page = response.content.decode()
    assert response.status_code == 404
    assert "Länken gäller inte längre" in page
    assert "Mejla mig en ny länk" in page
    assert "Samtal på torget" not in page, "whoever has an old link learns nothing by it"
    assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_new_link_goes_to_the_owners_address_once_an_hour(client, old, part, owner):
    pages = {client.post(old, {"kort": "ny-lank"}).content.decode() for _twice in range(2)}
    assert len(pages) == 1, "the same is said each time"
    (letter,) = mail.outbox
    assert letter.to == ["anna@example.se"]
    assert "Samtal på torget" in letter.subject
    link = next(line for line in letter.body.splitlines() if "/rapportera/lank/" in line)
    assert links.read(link.rstrip("/").rpartition("/")[2]) == (part, owner)


def no_address(part):
    part.owner.email = ""
    part.owner.save()


@pytest.mark.parametrize("deed", [hand_over, leave, get_another_address, take_down, no_address])
def test_to_others_the_same_is_said_and_nothing_is_sent(client, old, part, deed):
    deed(part)
    page = client.post(old, {"kort": "ny-lank"})
    assert "Om länken var din" in page.content.decode()
    assert not Letter.objects.exists()


def test_a_forged_link_hears_the_same(client, old):
    pages = [
        client.post(path, {"kort": "ny-lank"}).content.decode().replace(path, "")
        for path in (old, "/rapportera/lank/1-2-3.abc/")
    ]
    assert pages[0] == pages[1]


def test_what_was_typed_while_the_link_went_can_be_copied(client, old):
    page = client.post(old, {"kort": "hant", "hant-note": "Vi var ute med tio vuxna."}).content.decode()
    assert "Vi var ute med tio vuxna." in page
    assert "Det är inte skickat." in page


def test_an_owner_of_another_organisation_still_owns_the_part():
    outside = person(username="erik", kind="housing")
    part = owned(make_activity(), outside)
    assert organisation("housing") == outside.organisation
    assert links.read(token_of(part, outside))
