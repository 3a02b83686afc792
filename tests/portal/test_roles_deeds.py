"""What each role may do, tried by sending it: for one's own organisation and for another, as docs/roles.md says.

Each cell of the document's first table is a set of real requests, forged where the page isn't open. What is refused leaves
the database as it was.
"""

from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from actionplan import followup
from actionplan.models import Decision, FollowUp
from actionplan.reporting import links
from arboga_loften.accounts.models import User
from focusareas.models import IndicatorValue
from tests.actionplan.reporting import Reporter
from tests.factories import make_activity, make_milestone
from tests.portal import councils
from tests.portal.conftest import HOME
from tests.portal.everything import PARTIES, ROLES, Everything, enter_as, tables, what_stands
from tests.portal.test_admin_activity import filled

pytestmark = pytest.mark.django_db
TODAY = "2024-10-15"
ANOTHER = {"municipality": "police", "police": "municipality"}


class Try:
    """One try of a deed: who sends it, and for which party. `owner` is somebody whose pages are open, to forge from."""

    def __init__(self, site, client, owner, party):
        self.site, self.client, self.owner, self.party = site, client, owner, party
        self.activity = site.alone[party]
        self.part = self.activity.commitments.get()

    def send_to_admin(self, row, **typed):
        """An activity's page, filled in and sent; from the coordinator's page where the role's own isn't open."""
        page = reverse("admin:actionplan_activity_change", args=[row.pk])
        opened = self.client.get(page).status_code == 200
        self.client.post(page, filled(self.client if opened else self.owner, row, **typed))

    def add_to_ledger(self, ledger, **typed):
        """A new row in a ledger of the activity's page, forged where the page has no form for it."""
        forged = {f"{ledger}__TOTAL_FORMS": 1, f"{ledger}__INITIAL_FORMS": 0}
        forged |= {f"{ledger}__0__{name}": value for name, value in typed.items()}
        self.send_to_admin(self.activity, **forged)

    def send_card(self, card, activity=None, part=None, **typed):
        """A card of the page on the phone."""
        path = reverse("actionplan:report", args=[(activity or self.activity).pk])
        reporter = Reporter(self.client, f"{path}?part={part.pk}" if part else path)
        if reporter.open().status_code != 200:
            reporter.page = self.owner.get(reporter.path)
        reporter.mend(card, **typed)

    def do_to_chosen(self, label, deed, *rows):
        page = reverse(f"admin:{label}_changelist")
        self.client.post(page, {"action": deed, "_selected_action": [row.pk for row in rows]})


# --- The deeds: each returns whether it happened, or None where the database tells --------------------------------
def reads_a_draft(each):
    draft = each.site.own_drafts[each.party]
    page = each.client.get(reverse("admin:actionplan_activity_change", args=[draft.pk]))
    return draft.title in page.content.decode()


def finds_a_draft(each):
    draft = each.site.own_drafts[each.party]
    page = each.client.get(f"{reverse('admin:actionplan_activity_changelist')}?q={draft.title}")
    return (
        page.status_code == 200
        and reverse("admin:actionplan_activity_change", args=[draft.pk]) in page.content.decode()
    )


def says_how_it_goes(each):
    each.add_to_ledger("followups", commitment=each.part.pk, status="ongoing", on=TODAY)


def tells_what_was_done(each):
    each.add_to_ledger("occurrences", on=TODAY, count=2)


def books(each):
    each.add_to_ledger("planned_occurrences", on="2024-11-05", note="På torget.")


def says_it_from_the_phone(each):
    each.send_card("lage", status="ongoing", note="Vi är i gång.")


def tells_it_from_the_phone(each):
    each.send_card("hant", note="Vi var på torget.")


def takes_back(each):
    row = each.activity.occurrences.get()
    each.client.post(
        reverse("admin:actionplan_occurrence_withdraw", args=[each.activity.pk, row.pk]), {"reason": "Fel."}
    )


def speaks_in_its_name_where_both_have_promised(each):
    """On the page of a joint activity, the one party's people choose the other's part."""
    part = each.site.parts[each.party]
    joint, before = each.site.activity, part.follow_ups.count()
    each.activity = joint
    each.add_to_ledger("followups", commitment=part.pk, status="completed", on=TODAY, note="Klart.")
    each.send_card("lage", activity=joint, part=part, status="ongoing", note="Vi är i gång.")
    return FollowUp.objects.filter(commitment=part).count() > before


def confirms(each):
    page = reverse("admin:actionplan_report_change", args=[each.site.reports[each.party].pk])
    each.client.post(page, {"bekrafta": "1"})


def confirms_in_the_list(each):
    each.do_to_chosen("actionplan_report", "confirm_chosen", each.site.reports[each.party])


def sends_back(each):
    page = reverse("admin:actionplan_report_change", args=[each.site.reports[each.party].pk])
    each.client.post(page, {"tillbaka": "1", "reason": "Vilken dag var det?"})


def moves_the_deadline(each):
    each.add_to_ledger("duedatechanges", new_due_on="2024-12-15", reason="Två var sjuka.", on=TODAY)


def lowers_the_target(each):
    each.add_to_ledger(
        "targetchanges", new_value="1", new_unit="tillfällen", new_unit_one="tillfälle", reason="Sjuka.", on=TODAY
    )


def rewords_the_promise(each):
    each.send_to_admin(each.activity, goal="Vi möts på torget.", goal_reason="Tydligare.")


def publishes_an_activity(each):
    each.send_to_admin(each.site.own_drafts[each.party], publication="published")


def publishes_chosen_activities(each):
    each.do_to_chosen("actionplan_activity", "publish_chosen", each.site.own_drafts[each.party])


def takes_down_an_activity(each):
    each.do_to_chosen("actionplan_activity", "unpublish_chosen", each.activity)


def publishes_a_text(each):
    each.do_to_chosen("focusareas_milestone", "publish_chosen", each.site.draft_text)


def answers(each):
    typed = {
        "viewpoint": each.site.viewpoint.reference,
        "decision": "done",
        "text": "Lampan är lagad.",
        "organisation": each.part.organisation_id,
        "answered_on": TODAY,
        "publication": "published",
    }
    each.client.post(reverse("admin:dialogs_answer_add"), typed)


def changes_an_answer(each):
    row = each.site.answers[each.party]
    typed = {
        "decision": "done",
        "text": "Något annat.",
        "organisation": row.organisation_id,
        "publication": "published",
    }
    each.client.post(reverse("admin:dialogs_answer_change", args=[row.pk]), {**typed, "answered_on": TODAY})


def takes_down_an_answer(each):
    each.do_to_chosen("dialogs_answer", "unpublish_chosen", each.site.answers[each.party])


def answers_at_the_desk(each):
    page = reverse("admin:dialogs_viewpoint_moderate", args=[each.site.viewpoint.pk])
    typed = {"svar-decision": "done", "svar-text": "Lampan är lagad.", "svar-organisation": each.part.organisation_id}
    each.client.post(page, {"gor": "svara", **typed})


def answers_the_council(each):
    page = reverse("admin:actionplan_councilquestion_change", args=[each.site.questions[each.party].pk])
    each.client.post(page, {"answer": "Fyra gånger."})


def asks(each):
    typed = {"commitment": each.part.pk, "text": "Hur många var ute?", "answer_by": "2024-11-01"}
    each.client.post(reverse("admin:actionplan_councilquestion_add"), typed)


# --- The council ---
def enters_the_room(each):
    key = each.site.draft_meeting.key
    pages = [each.client.get(reverse("actionplan:room")), each.client.get(reverse("actionplan:packet", args=[key]))]
    return all(page.status_code == 200 for page in pages)


def reviews(each):
    page = reverse("actionplan:review", args=[each.site.draft_meeting.key, each.activity.pk])
    each.client.post(page, {"kort": "granska", "granska-verdict": "approved"})


def writes_what_was_said(each):
    page = reverse("actionplan:review", args=[each.site.held_meeting.key, each.activity.pk])
    each.client.post(page, {"kort": "mote", "mote-verdict": "approved"})


def writes_what_was_arrived_at(each):
    page = councils.page(each.site.held_meeting)
    typed = councils.part("decisions", {"text": "Rådet tackar."})
    opened = each.client if each.client.get(page).status_code == 200 else each.owner
    sent = councils.opened(opened, page) | {name.replace("__", "-"): value for name, value in typed.items()}
    before = Decision.objects.count()
    each.client.post(page, sent | {"decisions-INITIAL_FORMS": 0})
    return Decision.objects.count() > before


def summarises(each):
    page = reverse("actionplan:summaries", args=[each.site.held_meeting.key])
    each.client.post(page, {"summary": "Ett lugnt halvår.", "initial-summary": each.site.held_meeting.summary})


def books_the_year(each):
    each.client.post(reverse("admin:actionplan_plan_meetings", args=[each.site.plan.pk]))


def books_the_year_in_the_room(each):
    each.client.post(reverse("actionplan:room"))


def calls_the_same(each):
    each.client.post(reverse("admin:actionplan_councilmeeting_call", args=[each.site.held_meeting.pk]))


def adopts(each):
    page = reverse("actionplan:adopt", args=[each.site.held_meeting.key])
    each.client.post(page, {"kort": "anta", "anta-version": 1, "anta-agrees": "on"})


def publishes_a_report(each):
    each.client.post(councils.page(each.site.kept_report), {"publicera": "1"})


def publishes_a_report_in_the_room(each):
    page = reverse("actionplan:adopt", args=[each.site.announced.key])
    each.client.post(page, {"kort": "publicera", "publicera-version": 1, "publicera-on": TODAY})


def takes_down_a_report(each):
    each.client.post(councils.page(each.site.council_report), {"avpublicera": "1", "reason": "Fel bilaga."})


def writes_in_a_figure(each):
    value = {"period": "2023", "on": "2023-12-31", "value": "40", "source": "Mätningen"}
    page = councils.page(each.site.indicator)
    opened = each.client if each.client.get(page).status_code == 200 else each.owner
    typed = councils.part("indicatorvalues", value)
    sent = councils.opened(opened, page) | {name.replace("__", "-"): value for name, value in typed.items()}
    before = IndicatorValue.objects.count()
    each.client.post(page, sent | {"indicatorvalues-INITIAL_FORMS": 0})
    return IndicatorValue.objects.count() > before


DEEDS = {
    "read drafts of activities": [reads_a_draft, finds_a_draft],
    "report what was done and how it goes": [
        says_how_it_goes,
        tells_what_was_done,
        books,
        says_it_from_the_phone,
        tells_it_from_the_phone,
        takes_back,
        speaks_in_its_name_where_both_have_promised,
    ],
    "confirm what came in by a link": [confirms, confirms_in_the_list, sends_back],
    "move a deadline, change a target": [moves_the_deadline, lowers_the_target],
    "reword a promise in the open": [rewords_the_promise],
    "publish an activity": [publishes_an_activity, publishes_chosen_activities, takes_down_an_activity],
    "publish a text": [publishes_a_text],
    "answer what people said": [answers, changes_an_answer, takes_down_an_answer, answers_at_the_desk],
    "answer a question from the council": [answers_the_council],
    "ask a question from the council": [asks],
    "enter the council's room": [enters_the_room],
    "review an activity before a meeting": [reviews],
    "write down what was said at a meeting": [writes_what_was_said, writes_what_was_arrived_at],
    "summarise for a meeting": [summarises],
    "book a year's meetings, call people to one": [books_the_year, books_the_year_in_the_room, calls_the_same],
    "adopt a report": [adopts],
    "publish a report, take it down": [publishes_a_report, publishes_a_report_in_the_room, takes_down_a_report],
    "write in what was measured": [writes_in_a_figure],
}


@pytest.fixture
def site(official, settings):
    """Everything, and for each party an activity that it alone has promised, public and as a draft."""
    # Django's own formsets fetch the chosen row of each form by itself when they are sent in; not ours to mend.
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]
    official("samordnare", username="den-som-gör-rollerna")
    made = Everything()
    made.alone, made.own_drafts = {}, {}
    for number, kind in enumerate(PARTIES, start=40):
        words = {"commitments": [kind], "target_value": 4, "target_unit": "tillfällen", "target_unit_one": "tillfälle"}
        made.alone[kind] = make_activity(made.area, number=number, **words)
        made.own_drafts[kind] = make_activity(
            made.area, number=number + 10, title=f"Utkastet för {kind}", published=False, **words
        )
        followup.add_occurrence(made.alone[kind], on=date(2024, 10, 1))
    made.draft_text = make_milestone(made.promise, published=False)
    return made


def test_every_deed_of_the_document_is_tried():
    assert set(DEEDS) == set(tables()["What each may do"])


@pytest.mark.parametrize("short", ROLES)
def test_each_role_does_what_the_document_says_and_nothing_else(official, site, short):
    client, owner = enter_as(official, ROLES[short]), enter_as_coordinator(official)
    home = HOME[ROLES[short]]
    wrong = []
    for deed, tries in DEEDS.items():
        cell = tables()["What each may do"][deed][short]
        for party, whose in ((home, "own"), (ANOTHER[home], "another's")):
            expected = cell == "yes" or (cell == "own" and whose == "own")
            for one in tries:
                if happens(one, Try(site, client, owner, party)) is not expected:
                    wrong.append(f"{deed} ({one.__name__}), {whose}: {'går inte' if expected else 'går'}")
    assert not wrong, "\n".join(wrong)


def enter_as_coordinator(official):
    client = Client()
    client.force_login(official("samordnare", username="samordnaren"))
    return client


def happens(one, tried):
    """Whether a try did anything. Whatever came of it is undone."""
    with transaction.atomic():
        before = what_stands()
        seen = one(tried)
        happened = what_stands() != before if seen is None else seen
        transaction.set_rollback(True)
    return happened


# --- By the link in a letter ---------------------------------------------------------------------------------------
def test_a_link_opens_its_own_part_and_no_other(site):
    owner = User.objects.create(username="ägare", email="b@example.se", organisation=site.parts["police"].organisation)
    part = site.alone["police"].commitments.get()
    part.owner = owner
    part.save()
    reporter = Reporter.by_link(Client(), part, owner)
    assert reporter.open().status_code == 200
    assert reporter.send("lage", status="ongoing").status_code == 303
    others = [site.parts["police"], site.parts["municipality"], site.alone["municipality"].commitments.get()]
    for other in others:
        assert links.read(reporter.path.split("/")[3].replace(f"{part.pk}-", f"{other.pk}-", 1)) is None
        before = what_stands()
        forged = reporter.path.replace(f"/lank/{part.pk}-", f"/lank/{other.pk}-")
        assert Client().post(forged, reporter.last).status_code == 404
        assert what_stands() == before


def test_the_named_owner_reports_on_their_part_without_any_role(official, site):
    """Whoever is named for a part tells how it goes, also one whose role gives nothing else to report on."""
    part = site.alone["police"].commitments.get()
    client = enter_as(official, "rådsledamot")
    path = reverse("actionplan:report", args=[part.activity_id])
    assert client.get(path).status_code == 403
    part.owner = client.user
    part.save()
    reporter = Reporter(client, path)
    assert reporter.send("lage", status="ongoing").status_code == 303
    assert part.follow_ups.get().recorded_by == client.user
