"""What somebody is told when they have reported: what was recorded, what it made, and how to take it back.

The receipt is read from what was kept, by a mark in the address, so that a reload shows it again and a forged mark
shows nothing that isn't the reader's own.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from actionplan.models import FollowUp, Occurrence, Report
from actionplan.status import Status
from arboga_loften.foundation import clock
from arboga_loften.foundation.templatetags.look import day


@dataclass(frozen=True, slots=True)
class Receipt:
    """A heading, what it made in words, the occurrence that can be taken back, and whether the part may be done now."""

    heading: str
    lines: tuple = ()
    undo: int | None = None
    offers_done: bool = False
    is_public: bool = True


def receipt_of(mark, desk):
    """The receipt of something that this person sent from this page, or None."""
    kind, pk = mark[:1], mark[1:]
    find = {"t": _occurrence, "u": _follow_up, "r": _report, "a": _withdrawn, "s": _answer}.get(kind)
    return find(int(pk), desk) if find and pk.isascii() and pk.isdecimal() and len(pk) <= 10 else None


def _occurrence(pk, desk):
    row = _occurrences(desk).filter(pk=pk).select_related("place").first()
    if row is None or hasattr(row, "withdrawal"):
        return None
    facts = desk.activity.progress.facts
    where = _("%(day)s, %(place)s") % {"day": day(row.on), "place": row.place.name} if row.place else day(row.on)
    lines = [_("Räknas nu med: %(when)s.") % {"when": where}]
    if facts.target is not None:
        figures = {"outcome": facts.outcome, "target": facts.target, "unit": facts.unit}
        lines.append(_("Nu är det %(outcome)s av minst %(target)s %(unit)s.") % figures)
    is_open = not (desk.said.status and desk.said.status.is_closing)
    offers_done = bool(facts.target_reached and is_open)
    if offers_done:
        lines.append(_("Målet är nått. Är er del genomförd?"))
    undo = row.pk if row.recorded_on == clock.today() else None
    return Receipt(_("Tack! Det är inlagt"), tuple(lines), undo=undo, offers_done=offers_done)


def _follow_up(pk, desk):
    row = FollowUp.objects.filter(pk=pk, commitment=desk.commitment, recorded_by=desk.user).first()
    if row is None:
        return None
    progress, party = desk.activity.progress, desk.commitment.organisation.called
    if row.confirms_only:
        limit = {"days": progress.facts.stale_after_days}
        lines = [
            _("%(party)s säger fortfarande: %(status)s.") % {"party": party, "status": row.sign.label},
            _("Det räknas inte som något nytt. Efter %(days)s dagar utan nytt syns det på webbplatsen.") % limit,
        ]
        return Receipt(_("Tack! Det är bekräftat"), tuple(lines))
    lines = [
        _("%(party)s säger: %(status)s.") % {"party": party, "status": row.sign.label},
        _("Aktiviteten räknas som: %(stage)s.") % {"stage": str(progress.stage_label).lower()},
        *(reason.text for reason in progress.reasons if reason.icon in {"half", "doc"}),
    ]
    return Receipt(_("Tack! Det är inlagt"), tuple(lines))


def _report(pk, desk):
    row = Report.objects.filter(pk=pk, commitment=desk.commitment, sent_by=desk.user).first()
    if row is None or row.state == Report.State.RETURNED:
        return None
    if row.state == Report.State.CONFIRMED:
        return _occurrence(row.occurrence_id, desk) if row.occurrence_id else _follow_up(row.follow_up_id, desk)
    lines = [
        told_in_short(row),
        _("Samordnaren läser och bekräftar. Då syns det på webbplatsen, som inlagt av er."),
        _("Blev det fel? Säg till samordnaren, så får du tillbaka den att rätta."),
    ]
    return Receipt(_("Tack! Vi har fått din rapport"), tuple(lines), is_public=False)


def _withdrawn(pk, desk):
    row = _occurrences(desk).filter(pk=pk, withdrawal__isnull=False).first()
    if row is None:
        return None
    lines = (
        _("Tillfället %(day)s räknas inte längre.") % {"day": day(row.on)},
        _("Både det och att det är tillbakataget står kvar på aktivitetens sida: ”Felregistrerat”."),
    )
    return Receipt(_("Det är ångrat"), lines)


def _answer(pk, desk):
    row = desk.commitment.council_questions.filter(pk=pk, answered_by=desk.user).first()
    if row is None:
        return None
    return Receipt(_("Tack! Svaret är skickat"), (_("Förebyggande rådet kan läsa det nu."),), is_public=False)


def _occurrences(desk):
    return Occurrence.objects.filter(activity=desk.activity, recorded_by=desk.user, withdraws__isnull=True)


def told_in_short(report):
    """What a report tells, in a line."""
    match report.kind:
        case Report.Kind.OCCURRENCE:
            return _("Det hände något %(day)s. Det räknas som %(count)s.") % {
                "day": day(report.on),
                "count": report.count,
            }
        case Report.Kind.CONFIRMS:
            return _("Det som sades senast stämmer fortfarande.")
    return _("Så går det: %(status)s.") % {"status": Status(report.status).label}
