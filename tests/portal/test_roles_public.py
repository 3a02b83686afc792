"""Everybody reads the same website: whoever has logged in sees no more of it than others, and no draft."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from tests.portal.everything import (
    ROLES,
    Everything,
    enter_as,
    patterns,
    tells_of_a_draft,
    without_what_differs,
)

pytestmark = pytest.mark.django_db
# Behind the log-in: tried in test_roles.py.
NOT_FOR_ALL = ("admin/", "konto/", "rapportera/", "^rapportera/", "komponenter/", "radet/", "^radet/")
TOKEN = "ingenting-som-gäller"


@pytest.fixture
def everything(official, settings):
    official("samordnare", username="den-som-gör-rollerna")
    return Everything()


def addresses(everything):
    """The addresses of each name: what is public, what isn't yet, and what leads nowhere."""
    dialogue, draft = everything.dialogue, everything.draft_dialogue
    area, promise, plan = everything.area, everything.promise, everything.next_year
    activities = [everything.activity, everything.theirs, *everything.draft_activities]
    situations = [everything.row("focusareas.situationreport"), everything.draft_situation]
    slugs = [[row.slug] for row in (dialogue, everything.walk, draft)]
    meetings = [everything.meeting, everything.announced, everything.held_meeting, everything.draft_meeting]
    keys = [[row.key] for row in meetings]
    photos = [[dialogue.slug, row.reference] for row in (everything.viewpoint, everything.draft_viewpoint)]
    arguments = {
        "focusareas:promise": [[promise.slug], [plan.slug]],
        "focusareas:area": [
            [promise.slug, area.slug],
            [promise.slug, everything.draft_area.slug],
            [plan.slug, everything.next_area.slug],
        ],
        "focusareas:situation": [[row.slug] for row in situations],
        "dialogs:detail": slugs,
        "dialogs:speak": slugs,
        "dialogs:speak_photo": [[dialogue.slug, TOKEN]],
        "dialogs:calendar": slugs,
        "dialogs:sheet": slugs,
        "dialogs:tallies": slugs,
        "dialogs:photo": photos,
        "dialogs:stop_photo": [[everything.walk.slug, everything.stop.number, "before"]],
        "dialogs:follower_receipt": [[TOKEN]],
        "dialogs:follower_confirm": [[TOKEN]],
        "dialogs:follower_stop": [[TOKEN]],
        "dialogs:receipt": [[everything.code], [TOKEN]],
        "dialogs:receipt_extract": [[everything.code], [TOKEN]],
        "actionplan:plan_file": [[promise.slug, "xlsx"], [promise.slug, "docx"], [plan.slug, "xlsx"]],
        "actionplan:activity": [[row.pk, row.slug] for row in activities],
        "actionplan:occurrence_picture": [[everything.activity.pk, everything.occurrence.pk]],
        "actionplan:reminders": [[TOKEN]],
        "actionplan:meeting": keys,
        "actionplan:meeting_ics": keys,
        "actionplan:meeting_notes": keys,
        "actionplan:activity_periods": [[row.pk] for row in activities],
        "actionplan:report_published": keys,
        "actionplan:report_version": [[*key, 1] for key in keys],
        "actionplan:report_file": [[*key, 1, kind] for key in keys for kind in ("pdf", "json")],
        "dialogue_feed": slugs,
    }
    for name, address in patterns():
        if address.startswith(NOT_FOR_ALL):
            continue
        assert name in arguments or "<" not in address, (
            f"Skriv in {name} ({address}) i tests/portal/test_roles_public.py."
        )
        for each in arguments.get(name, [[]]):
            yield reverse(name, args=each)
    yield f"{reverse('actionplan:plan')}?ar={plan.slug}"
    yield f"{reverse('actionplan:years')}?fran={promise.slug}&till={plan.slug}"
    yield f"{reverse('actionplan:report_compare')}?fran={everything.meeting.key}&till={everything.announced.key}"
    yield f"{reverse('actionplan:report_check')}?summa={everything.kept_report.sha256}"
    yield "/en/"


def test_whoever_has_logged_in_reads_the_same_website_as_others(official, everything):
    readers = {role: enter_as(official, role) for role in ROLES.values()}
    anybody, wrong = Client(), []
    for address in addresses(everything):
        shown = anybody.get(address)
        words = without_what_differs(shown)
        if tells_of_a_draft(words.decode("utf-8", "replace"), address):
            wrong.append(f"{address} berättar om ett utkast")
        for role, client in readers.items():
            response = client.get(address)
            if response.status_code != shown.status_code:
                wrong.append(f"{address}: {response.status_code} för {role}, {shown.status_code} för andra")
            elif without_what_differs(response) != words:
                wrong.append(f"{address}: andra ord för {role}")
    assert not wrong, "\n".join(wrong)


def test_no_role_is_told_the_address_of_a_draft(official, everything):
    """Django's admin leads from any row to its page on the website, and the address holds the title."""
    told = []
    for role in ROLES.values():
        client = enter_as(official, role)
        for row in (everything.draft_activities[0], everything.next_year, everything.draft_dialogue):
            kind = ContentType.objects.get_for_model(row)
            response = client.get(f"/admin/r/{kind.pk}/{row.pk}/")
            if tells_of_a_draft(response.headers.get("Location", "")):
                told.append(f"{row} för {role}")
    assert not told, "\n".join(told)
