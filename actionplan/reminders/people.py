"""Who is asked: the one who answers for it, and where nothing is heard also the deputy and then the chief.

Somebody always is. Where nobody answers for a part, or that person can't be reached by mail or has chosen no letters,
those who speak for all get it in their place; and so where nobody stands behind somebody who doesn't answer.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Permission
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from arboga_loften.accounts.models import Reminders, User


class Role(TextChoices):
    """As what somebody gets a reminder."""

    OWNER = "owner", _("ansvarig")
    DEPUTY = "deputy", _("ersättare")
    CHIEF = "chief", _("chef")
    COORDINATOR = "coordinator", _("samordnare")


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is asked, as what, and after how many working days without an answer."""

    user: User
    role: Role
    wait: int = 0


class People:
    """Everybody who may be written to, in two queries however many they are."""

    def __init__(self):
        self._known = User.objects.select_related("organisation").in_bulk()
        self._coordinators = [self._known[pk] for pk in coordinators()]

    def asked(self, commitment, plan):
        """Those who are asked for one party's part, each once; the first role counts."""
        owner = self._known.get(commitment.owner_id)
        found = [Asked(owner, Role.OWNER)] if wants_letters(owner) else self._in_place_of_all()
        if owner:
            deputy, chief = self._known.get(owner.deputy_id), self._known.get(owner.chief_id)
            behind = [
                Asked(deputy, Role.DEPUTY, plan.deputy_after_days),
                Asked(chief, Role.CHIEF, plan.chief_after_days),
            ]
            behind = [each for each in behind if wants_letters(each.user)]
            found += behind or self._in_place_of_all(plan.chief_after_days)
        return _once_each(found)

    def _in_place_of_all(self, wait=0):
        return [Asked(user, Role.COORDINATOR, wait) for user in self._coordinators if wants_letters(user)]


def coordinators():
    """The keys of those who speak for all; where there are none, of those who look after the site."""
    speaks = Permission.objects.filter(codename="speak_for_all", content_type__app_label="accounts")
    active = User.objects.filter(is_active=True).order_by("pk")
    able = active.filter(Q(groups__permissions__in=speaks) | Q(user_permissions__in=speaks)).distinct()
    return list(able.values_list("pk", flat=True)) or list(
        active.filter(is_superuser=True).values_list("pk", flat=True)
    )


def wants_letters(user):
    """Whether a reminder reaches this person at all."""
    return bool(user and user.email and user.may_enter and reminders_of(user) != Reminders.NONE)


def wants(user, ask):
    """Whether this person wants to be reminded of this."""
    return ask.is_late or reminders_of(user) == Reminders.ALL


def reminders_of(user):
    """What somebody has chosen, as far as the law lets them: whoever works for the parties hears of what is late."""
    chosen = Reminders(user.reminders)
    return Reminders.LATE if chosen == Reminders.NONE and not user.may_stop_reminders else chosen


def _once_each(found):
    by_user = {}
    for each in found:
        by_user.setdefault(each.user.pk, each)
    return list(by_user.values())
