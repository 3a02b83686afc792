"""To adopt a report is to freeze it: content, files, sum and the sum of the one before. And to check that all still holds.

The content's bytes are the report. The page, the PDF, the Word file and the workbook are drawn from them; the three files
are made once, at the adoption, and kept as they became.
"""

import json
import re
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from actionplan.council import packet, papers
from actionplan.models import CouncilMeeting, CouncilReport, ReportFile
from actionplan.models.frozen import sum_of
from arboga_loften.foundation import clock
from arboga_loften.foundation.templatetags.look import day_year

A_SUM = re.compile(r"[0-9a-f]{64}")


def canonical(content: dict) -> str:
    """The one way to write a content down: sorted keys, no spaces, letters as they are. The same data, the same bytes."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@transaction.atomic
def adopt(meeting, *, by, correction="", on=None, at=None):
    """Freeze the report of a meeting that has been held, or a new version that corrects it. Returns the CouncilReport.

    `correction` says what was corrected, for every version but the first. `on` is the day whose figures count: the
    meeting's, if no other is given; `at` is when it was adopted, which only the loading of an old record says. Raises
    ValidationError with what stands in the way.
    """
    meeting = CouncilMeeting.objects.select_for_update().select_related("plan__promise").get(pk=meeting.pk)
    version = meeting.reports.count() + 1
    day = on or packet.day_of(meeting)
    if problems := list(_in_the_way(meeting, version, correction, day)):
        raise ValidationError(problems)
    # The row that stands for every report is held, so that two that are adopted at once come one after the other.
    ContentType.objects.select_for_update().get(app_label="actionplan", model="councilreport")
    last = CouncilReport.objects.select_related("meeting").order_by("-number").first()
    now = at or clock.now()
    content = packet.build(meeting, on=day)
    content |= {
        "version": version,
        "correction": correction,
        "number": last.number + 1 if last else 1,
        "previous": _link(last),
        "adopted": {"on": now.date().isoformat(), "at": now.isoformat(), "by": _function(by)},
    }
    words = canonical(content)
    report = CouncilReport(
        meeting=meeting,
        version=version,
        number=content["number"],
        previous=last,
        content=words,
        sha256=sum_of(words),
        correction=correction,
        adopted_on=now.date(),
        adopted_at=now,
        adopted_by=by,
    )
    report.full_clean()
    report.save()
    with translation.override("sv"):
        for kind, data in papers.files_of(content, report.sha256).items():
            ReportFile.objects.create(report=report, kind=kind, data=data, sha256=sum_of(data))
    return report


def _in_the_way(meeting, version, correction, day):
    if meeting.on > clock.today():
        yield _("Rapporten antas på mötet, tidigast %(day)s.") % {"day": day_year(meeting.on)}
    if version > 1 and not correction.strip():
        yield _("Mötets rapport är redan antagen. En ny version måste säga vad som är rättat.")
    if version == 1 and correction:
        yield _("Den första versionen har inget att rätta.")
    if day > clock.today():
        yield _("Dagen ligger i framtiden. Skriv en dag som har varit.")
    if day < meeting.period_from:
        yield _("Uppgifterna kan inte gälla en dag före perioden.")


def _link(report):
    if report is None:
        return None
    return {
        "number": report.number,
        "key": report.meeting.key,
        "version": report.version,
        "sha256": report.sha256,
    }


def _function(user):
    """Who adopted it: their function or organisation, never their name."""
    return str(user.function or user.organisation or "")


@transaction.atomic
def publish(report, *, on=None):
    """Let everybody read an adopted report, from a day on. One that everybody reads already stays where it is."""
    row = CouncilReport.objects.select_for_update().get(pk=report.pk)
    if row.is_visible:
        return row
    row.publish(on=on)
    # Why it was taken down stands in the chain until it is back.
    row.unpublished_reason = "" if row.is_visible else row.unpublished_reason
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def take_down(report, *, reason):
    """Take a published report down. Its place in the chain, its sum and the reason stay in sight."""
    row = CouncilReport.objects.select_for_update().get(pk=report.pk)
    row.unpublish()
    row.unpublished_reason = reason
    row.full_clean()
    row.save()
    return row


# --- To check ---
@dataclass(frozen=True, slots=True)
class Match:
    """What a file or a sum turned out to be: which report, and which of its files ("json" is the content itself)."""

    report: CouncilReport
    kind: str
    newest: CouncilReport | None  # the published version that stands
    awaits: bool = False  # a later version is adopted that can't be read here

    @property
    def is_newest(self):
        return self.newest is None or self.newest.pk == self.report.pk


def sum_in(text: str) -> str | None:
    """The sum in a text, however it was copied: spaces and capitals make no difference."""
    found = A_SUM.search(re.sub(r"\s", "", text).lower())
    return found.group() if found else None


def recognise(text: str) -> Match | None:
    """The published report that a sum belongs to, its own or that of one of its files, byte for byte."""
    total = sum_in(text)
    return _known(total) if total else None


def _known(total):
    readable = CouncilReport.objects.visible().select_related("meeting")
    report, kind = readable.filter(sha256=total).first(), "json"
    if report is None:
        file = ReportFile.objects.filter(sha256=total, report__in=readable).values_list("report", "kind").first()
        if file is None:
            return None
        report, kind = readable.get(pk=file[0]), file[1]
    newest = readable.filter(meeting=report.meeting_id).order_by("-version").first()
    later = CouncilReport.objects.filter(meeting=report.meeting_id, version__gt=newest.version)
    return Match(report, kind, newest, awaits=later.exists())


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the chain, and what is wrong with it, if anything is."""

    number: int
    report: CouncilReport | None
    problems: tuple[str, ...] = ()


def chain() -> list[Link]:
    """Every place in the chain from the first, also one whose report is gone. A whole chain has no problems.

    What is checked: that no number is missing, that each content has its sum, that each holds the sum of the one before,
    and that the files have theirs.
    """
    reports = CouncilReport.objects.in_chain().select_related("meeting__plan__promise").prefetch_related("files")
    links, last = [], None
    for report in reports:
        for missing in range((last.number if last else 0) + 1, report.number):
            links.append(Link(missing, None, (_("Här har en rapport funnits som inte finns kvar."),)))
        links.append(Link(report.number, report, tuple(_wrong_with(report, last))))
        last = report
    return links


def _wrong_with(report, last):
    if not report.is_whole:
        yield _("Innehållet stämmer inte med kontrollsumman. Någon har ändrat det.")
        return
    told = report.told
    if (told["number"], told["version"], told["meeting"]["key"]) != (
        report.number,
        report.version,
        report.meeting.key,
    ):
        yield _("Innehållet hör till en annan rapport än den som står här.")
    said = told["previous"]
    if said != (_link(last) if last else None):
        yield _("Rapporten pekar på en annan föregångare än den som står före den.")
    for file in report.files.all():
        if sum_of(bytes(file.data)) != file.sha256:
            yield _("Filen %(kind)s stämmer inte med sin kontrollsumma.") % {"kind": file.get_kind_display()}
