"""A site with one of everything, every address that it has, and docs/roles.md as a table: for the tests of the roles."""

import re
from datetime import date
from functools import cache

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from actionplan import followup, questions
from actionplan.council import freezing, reviewing
from actionplan.models import PlanImport, Report
from actionplan.reporting import reports
from actionplan.status import Status
from arboga_loften.accounts.models import User
from arboga_loften.foundation import outbox
from arboga_loften.foundation.models import Letter, Municipality, Proposal
from arboga_loften.foundation.storage import inside
from dialogs import intake
from dialogs.models import CannedAnswer, Disposal, RetentionRule, WalkStop
from tests.factories import (
    make_activity,
    make_agreement,
    make_answer,
    make_area,
    make_dialogue,
    make_finding,
    make_indicator,
    make_meeting,
    make_milestone,
    make_place,
    make_plan,
    make_promise,
    make_report,
    make_source,
    make_submission,
    make_theme,
    make_viewpoint,
    open_dialogue,
    organisation,
)
from tests.portal.conftest import HOME
from tests.portal.councils import frozen

DOCUMENT = settings.BASE_DIR / "docs" / "roles.md"
ROLES = {
    "S": "samordnare",
    "A": "aktivitetsansvarig",
    "P": "kommunpolis",
    "R": "redaktör",
    "L": "rådsledamot",
    "G": "registrator",
    "Y": "systemadministratör",
}
PARTIES = ("municipality", "police")
# Stand in the title and in the address of every draft: a page that isn't to tell of drafts holds neither.
SECRET, HIDDEN = "Hemligt", "dolt-"
JANUARY = date(2024, 1, 1)


# --- The document ------------------------------------------------------------------------------------
@cache
def tables():
    """The document's tables by heading: {heading: {row: {role: cell}}}."""
    found, heading, columns = {}, "", None
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading, columns = line.lstrip("# "), None
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or set(cells[0]) <= set("-"):
            continue
        if columns is None:
            columns = cells[1:]
        elif set(columns) == set(ROLES):
            # Several rows of code may share a line; a deed in words may hold a comma.
            rows = cells[0].split(", ") if cells[0].startswith("`") else [cells[0]]
            for row in rows:
                found.setdefault(heading, {})[row.strip("`")] = dict(zip(columns, cells[1:], strict=True))
    return found


# --- The addresses -----------------------------------------------------------------------------------
def patterns(resolver=None, space="", made=""):
    """(name, address as it is written in the code) of each address of the site and the admin."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(
                each, space + (f"{each.namespace}:" if each.namespace else ""), made + str(each.pattern)
            )
        else:
            yield f"{space}{each.name or '?'}", made + str(each.pattern)


# --- Who asks ------------------------------------------------------------------------------------------
def enter_as(official, role):
    client = Client(raise_request_exception=True)
    client.user = official(role)
    client.force_login(client.user)
    return client


def is_open(response):
    """Whether somebody was let in: to a page, or onwards to one that isn't the log-in, the second step or the front page."""
    if response.status_code in (403, 404, 405):
        return False
    assert response.status_code in (200, 302, 303, 422), response.status_code
    if response.status_code in (200, 422):
        bytes_of(response)  # which closes the file that a picture comes from
        return True
    return response.url != reverse("admin:index") and not response.url.startswith(("/konto/", "/admin/login/"))


def bytes_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def leads_to(client, response):
    """Where somebody who isn't let in is led; "" for a page. The admin leads to the log-in by way of its own."""
    if response.status_code == 302 and response.url.startswith("/admin/login/"):
        response = client.get(response.url)
    bytes_of(response)
    return response.url if response.status_code == 302 else ""


def what_stands():
    """All that the site holds, without the logs of who looked in: what a refused deed leaves as it was."""
    apart = ("session", "historical", "django_admin_log")
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if not any(a in name for a in apart)]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


# --- A site with one of everything ---------------------------------------------------------------------
class Everything:
    """`rows`: one row of each kind in the admin, or one for each party where the party decides; and what else there is.

    What is public and what is a draft stand side by side, and the titles of the drafts begin with SECRET.
    """

    def __init__(self):
        self.sender = User.objects.create(
            username="avsändare", email="a@example.se", organisation=organisation("police")
        )
        Municipality().save()
        outbox.queue(key="prov", to="anna@example.se", subject="Prov", body="Hej!")
        self._voices()
        self._promise()
        self._council()
        self.rows = {
            "accounts.organisation": organisation(),
            "accounts.user": self.sender,
            "actionplan.actionplan": self.plan,
            "actionplan.activity": self.activity,
            "actionplan.councilmeeting": self.meeting,
            "actionplan.councilquestion": self.questions,
            "actionplan.councilreport": self.council_report,
            "actionplan.planimport": self._import(),
            "actionplan.report": self.reports,
            "dialogs.answer": self.answers,
            "dialogs.cannedanswer": CannedAnswer.objects.create(title="Tack", decision="done", text="Tack för det."),
            "dialogs.dialogue": self.dialogue,
            "dialogs.disposal": Disposal.objects.create(
                what="photos", on=JANUARY, decision="KS 1/2024", count=1, oldest_on=JANUARY, newest_on=JANUARY
            ),
            "dialogs.finding": self.finding,
            "dialogs.place": make_place(),
            "dialogs.retentionrule": RetentionRule.objects.create(
                what="photos", days=365, decision="KS 1/2024", decided_on=JANUARY
            ),
            "dialogs.submission": self.submission,
            "dialogs.theme": make_theme(),
            "dialogs.viewpoint": self.viewpoint,
            "focusareas.cooperationagreement": self.agreement,
            "focusareas.focusarea": self.area,
            "focusareas.indicator": self.indicator,
            "focusareas.milestone": make_milestone(self.promise),
            "focusareas.promise": self.promise,
            "focusareas.situationreport": make_report(self.promise, slug="lagesbild"),
            "foundation.letter": Letter.objects.first(),
            "foundation.municipality": Municipality.objects.first(),
            "foundation.source": make_source(),
        }
        self._drafts()
        self.removable = self._never_public()

    def row(self, label, role=None):
        """The row of a kind that concerns a role's own organisation, if the organisation decides; None where there is none."""
        found = self.rows.get(label)
        return found[HOME.get(role, "municipality")] if isinstance(found, dict) else found

    # --- What is public ---
    def _voices(self):
        self.dialogue, self.walk = open_dialogue(), make_dialogue(kind="walk")
        words = {"dialogue": self.walk, "number": 1, "title": "Bron"}
        self.stop = WalkStop.objects.create(**words)
        self.submission = make_submission(
            dialogue=self.dialogue, photo=_kept("inkommet/bild.jpg"), photo_words="En bro."
        )
        _row, self.code = intake.receive(dialogue=self.dialogue, key="kom-in", text="Det är mörkt vid bron.")
        self.viewpoint, *more = [make_viewpoint(dialogue=self.dialogue) for _each in range(3)]
        self.answers = {kind: make_answer(row, organisation=kind) for kind, row in zip(PARTIES, more, strict=True)}
        self.finding = make_finding(viewpoints=[self.viewpoint], dialogue=self.dialogue)

    def _promise(self):
        self.area = make_area()
        self.promise = self.area.promise
        words = {"commitments": PARTIES, "findings": [self.finding], "target_value": 4, "target_unit": "tillfällen"}
        self.activity = make_activity(self.area, **words)
        self.plan = make_plan(self.promise)
        self.parts = {kind: self.activity.commitments.get(organisation__kind=kind) for kind in PARTIES}
        told = {"on": date(2024, 10, 1), "picture": _kept("tillfallen/bild.jpg"), "picture_words": "Ett torg."}
        self.occurrence = followup.add_occurrence(self.activity, **told)
        self.questions, self.reports = {}, {}
        for kind, part in self.parts.items():
            followup.report(part, status=Status.ONGOING)
            self.questions[kind] = questions.ask(part, text="Hur?", answer_by=date(2024, 11, 1), by=self.sender)
            words = {
                "on": date(2024, 10, 1),
                "count": 1,
                "picture": _kept("rapporter/bild.jpg"),
                "picture_words": "Ett torg.",
            }
            self.reports[kind] = reports.send(part, kind=Report.Kind.OCCURRENCE, by=self.sender, key=kind, **words)

    def _council(self):
        """A meeting whose report everybody reads, one whose report is adopted and not out, one held, and one that is to come.

        All but the first hold what isn't to be told: who was called, what members think, what is written and not decided.
        """
        self.agreement, self.indicator = make_agreement(), make_indicator(self.area)
        words = {"agenda": "Läget", "notes": "Vi sågs.", "notes_decided_on": date(2024, 5, 2)}
        file = inside().save("minnesanteckningar/noter.pdf", ContentFile(b"%PDF-1.7"))
        self.meeting = make_meeting(self.plan, period=1, seats=["Kommundirektör"], notes_file=file, **words)
        self.council_report = freezing.publish(freezing.adopt(self.meeting, by=self.sender), on=JANUARY)
        secret = {"summary": f"{SECRET} sammanfattning", "notes": f"{SECRET} anteckning"}
        self.announced = make_meeting(self.plan, period=2, **secret)
        reviewing.summarise(self.announced, self.area, text=f"{SECRET} om området")
        self.kept_report = frozen(self.announced, by=self.sender)
        secret |= {"published": False, "place": f"{SECRET} plats", "agenda": f"{SECRET} punkt"}
        half = {"period_from": JANUARY, "period_to": date(2024, 6, 30), "on": date(2024, 9, 12)}
        self.held_meeting = make_meeting(self.plan, key="2024-dolt-h1", **half, **secret)
        self.draft_meeting = make_meeting(self.plan, period=3, key="2024-dolt-q3", seats=[f"{SECRET} chef"], **secret)
        thought = {"verdict": "remark", "note": f"{SECRET} granskning"}
        reviewing.review(self.draft_meeting, self.activity, by=self.sender, **thought)

    def _import(self):
        words = {"file": _kept("planer/plan.docx"), "sha256": "a" * 64, "read_by": self.sender}
        return PlanImport.objects.create(promise=self.promise, name="plan.docx", **words)

    # --- What isn't ---
    def _drafts(self):
        """Each kind of draft, and an activity whose day hasn't come, of the police; the public activity rests on one."""
        self.next_year = make_promise(2025, published=False, title=f"{SECRET} löfte", slug="dolt-2025")
        words = {"published": False}
        self.draft_plan = make_plan(self.next_year, title=f"{SECRET} plan", **words)
        self.draft_area = make_area(self.promise, number=8, slug="dolt-omrade", title=f"{SECRET} område", **words)
        self.next_area = make_area(self.next_year, slug="dolt-omrade-2025", title=f"{SECRET} område 2025", **words)
        self.draft_dialogue = make_dialogue(slug="dolt-samtal", title=f"{SECRET} dialog", **words)
        self.draft_finding = make_finding(dialogue=self.dialogue, title=f"{SECRET} fynd", slug="dolt-fynd", **words)
        self.draft_viewpoint = make_viewpoint(dialogue=self.dialogue, text=f"{SECRET} synpunkt", **words)
        self.draft_milestone = make_milestone(self.promise, title=f"{SECRET} händelse", slug="dolt-ogonblick", **words)
        self.draft_situation = make_report(self.promise, title=f"{SECRET} lägesbild", slug="dolt-lage", **words)
        make_agreement(title=f"{SECRET} överenskommelse", **words)
        make_indicator(self.area, name=f"{SECRET} mått", **words)
        self.draft_answer = make_answer(self.viewpoint, text=f"{SECRET} svar", **words)
        secret = {"goal": f"{SECRET} mål", "commitments": ["police"]}
        self.draft_activities = [
            make_activity(self.area, number=91, title=f"{SECRET} utkast", slug="dolt-utkast", **secret, **words),
            make_activity(self.area, number=92, title=f"{SECRET} snart", publish_on=date(2024, 12, 1), **secret),
            make_activity(self.draft_area, number=93, title=f"{SECRET} i ett utkast", **secret),
            make_activity(self.next_area, number=94, title=f"{SECRET} nästa år", slug="dolt-sen", **secret),
        ]
        # It was once called something else, which only its own party knows.
        self.theirs = make_activity(
            self.area, number=95, title=f"{SECRET} rubrik", commitments=["police"], published=False
        )
        self.theirs.title = "Polisen möter unga"
        self.theirs.predecessor = self.draft_activities[0]
        self.theirs.publish(on=JANUARY)
        self.theirs.save()
        for activity in (self.activity, self.theirs):
            activity.findings.add(self.draft_finding)
            activity.viewpoints.add(self.draft_viewpoint)

    def _never_public(self):
        """What can be removed: of what can be published, rows that nobody has seen; of the rest, those that nothing uses."""
        words = {"published": False}
        return {
            "actionplan.actionplan": self.draft_plan,
            "actionplan.activity": self.draft_activities[0],
            "actionplan.councilmeeting": make_meeting(self.draft_plan, period=1, key="2025-dolt", **words),
            "dialogs.answer": self.draft_answer,
            "dialogs.dialogue": self.draft_dialogue,
            "dialogs.finding": self.draft_finding,
            "dialogs.place": make_place("En plats som ingen använder"),
            "dialogs.theme": make_theme("Ett tema som ingen använder"),
            "dialogs.viewpoint": self.draft_viewpoint,
            "focusareas.cooperationagreement": make_agreement(title=f"{SECRET} och ny", **words),
            "focusareas.indicator": make_indicator(self.area, name=f"{SECRET} och nytt", **words),
            "focusareas.focusarea": make_area(
                self.next_year, number=7, slug="dolt-och-tomt", title=f"{SECRET} tomt", **words
            ),
            "focusareas.milestone": self.draft_milestone,
            "focusareas.promise": make_promise(2026, slug="dolt-2026", title=f"{SECRET} och tomt", **words),
            "focusareas.situationreport": self.draft_situation,
        }

    def proposal_of(self, row, changes=None):
        """A change of a row that waits for somebody else to publish it."""
        kind = ContentType.objects.get_for_model(row)
        return Proposal.objects.create(content_type=kind, object_id=row.pk, changes=changes or {}, made_by=self.sender)


def _kept(name):
    """The name of a picture that lies inside."""
    return inside().save(name, ContentFile(b"\xff\xd8\xff\xe0"))


def without_what_differs(response):
    """The page's bytes without what is new each time that it is drawn: the form's own marks, and the hour."""
    fresh = rb'name="[\w-]*(csrfmiddlewaretoken|stamp|key)" value="[^"]*"|<updated>[^<]*|DTSTAMP:\w*'
    return re.sub(fresh, b"", bytes_of(response))


def tells_of_a_draft(text, address=""):
    """Whether a page says anything of a draft. That it repeats its own address is no news to whoever wrote that."""
    return SECRET.lower() in text.lower() or (HIDDEN in text and HIDDEN not in address)
