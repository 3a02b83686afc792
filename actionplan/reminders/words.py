"""The words of a reminder: why, plainly, without anybody's name."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.reminders.asks import Kind
from actionplan.reminders.people import Role
from arboga_loften.foundation.templatetags.look import day


def gravest(kind, count):
    """The end of the subject: "en är försenad" of several, "den är försenad" where there is only one (count 0)."""
    match kind:
        case Kind.LATE:
            words = ngettext("en är försenad", "%(count)s är försenade", count) if count else _("den är försenad")
        case Kind.QUESTION:
            alone = _("en fråga från rådet")
            words = ngettext("en är en fråga från rådet", "%(count)s är frågor från rådet", count) if count else alone
        case Kind.PROMISED:
            alone = _("ett besked som är lovat")
            words = ngettext("ett besked är lovat", "%(count)s besked är lovade", count) if count else alone
        case Kind.RETURNED:
            alone = _("en rapport att skriva om")
            words = ngettext("en är en rapport att skriva om", "%(count)s är rapporter att skriva om", count)
            words = words if count else alone
        case Kind.STALE:
            alone = _("den har varit tyst länge")
            words = ngettext("en har varit tyst länge", "%(count)s har varit tysta länge", count) if count else alone
        case _:
            alone = _("den ska snart vara klar")
            words = ngettext("en ska snart vara klar", "%(count)s ska snart vara klara", count) if count else alone
    return words % {"count": count} if count else words


def why(ask, item):
    """Why it stands in the letter."""
    gone = ask.workdays
    figures = {"day": day(ask.day) if ask.day else "", "count": abs(gone)}
    match ask.kind:
        case Kind.LATE:
            return _("Skulle vara klar %(day)s.") % figures
        case Kind.QUESTION if ask.is_late:
            return _("Rådet har ställt en fråga. Svaret behövdes %(day)s.") % figures
        case Kind.QUESTION:
            return _("Rådet har ställt en fråga. Svara senast %(day)s.") % figures
        case Kind.PROMISED:
            return _("Nästa besked var lovat till %(day)s.") % figures
        case Kind.RETURNED:
            return _("Rapporten kom tillbaka %(day)s och behöver skrivas om.") % figures
        case Kind.STALE if ask.day:
            return _("Inget nytt har hörts sedan %(day)s.") % figures
        case Kind.STALE:
            return _("Inget har berättats sedan den började.")
    left = ngettext("Det är %(count)s arbetsdag kvar.", "Det är %(count)s arbetsdagar kvar.", abs(gone)) % figures
    return " ".join([_("Ska vara klar %(day)s.") % figures, left if gone else _("Det är i dag.")])


def why_you(item):
    """Why it comes to somebody who doesn't answer for it."""
    longest = max(each.ask.workdays for each in item.standing)
    if item.role is Role.COORDINATOR and not any(each.asked.wait for each in item.standing):
        return _("Ingen som ansvarar kan nås med mejl. Därför kommer det till dig som är samordnare.")
    as_what = {
        Role.DEPUTY: _("Därför kommer det också till dig som är ersättare."),
        Role.CHIEF: _("Därför kommer det också till dig som är chef."),
        Role.COORDINATOR: _("Därför kommer det också till dig som är samordnare."),
    }[item.role]
    heard = ngettext("Det har väntat i %(count)s arbetsdag.", "Det har väntat i %(count)s arbetsdagar.", longest)
    return f"{heard % {'count': longest}} {as_what}"
