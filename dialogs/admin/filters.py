"""How the lists of voices are narrowed: what waits to be read, why it was held, what is answered and what is late."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from dialogs import guard
from dialogs.models import AWAITING_ANSWER, Decision, Review, Submission, Suspicion


class ReviewFilter(admin.SimpleListFilter):
    title = _("granskning")
    parameter_name = "granskning"

    def lookups(self, request, model_admin):
        return [("ko", _("Att granska")), *Review.choices]

    def queryset(self, request, queryset):
        if self.value() == "ko":
            return queryset.to_moderate()
        return queryset.filter(review=self.value()) if self.value() else queryset


class DecisionFilter(admin.SimpleListFilter):
    title = _("besked")
    parameter_name = "besked"

    def lookups(self, request, model_admin):
        return [("open", AWAITING_ANSWER.label), *Decision.choices]

    def queryset(self, request, queryset):
        if self.value() == "open":
            return queryset.waiting()
        return queryset.filter(standing_decision=self.value()) if self.value() else queryset


class PromisedFilter(admin.SimpleListFilter):
    title = _("lovat svar")
    parameter_name = "svar"

    def lookups(self, request, model_admin):
        return [("sent", _("Lovad dag har gått"))]

    def queryset(self, request, queryset):
        return queryset.overdue() if self.value() == "sent" else queryset


def held_for(reason):
    """Submissions that wait for a person for a reason. Read as text, since SQLite can't look inside a list."""
    field = "found" if reason in guard.Kind else "suspicions"
    rows = Submission.objects.annotate(reasons=Cast(field, TextField()))
    return rows.filter(reasons__contains=f'"{reason}"')


class HeldFilter(admin.SimpleListFilter):
    """On submissions, and on viewpoints by what they came from."""

    title = _("vakten såg")
    parameter_name = "vakten"
    choices_of = guard.Kind

    def lookups(self, request, model_admin):
        return self.choices_of.choices

    def queryset(self, request, queryset):
        if self.value() not in self.choices_of:
            return queryset
        held = held_for(self.value())
        if queryset.model is Submission:
            return queryset.filter(pk__in=held.values("pk"))
        return queryset.filter(Exists(held.filter(viewpoints=OuterRef("pk"))))


class SuspicionFilter(HeldFilter):
    title = _("misstänkt skräp")
    parameter_name = "skrap"
    choices_of = Suspicion


class EraseFilter(admin.SimpleListFilter):
    title = _("radering")
    parameter_name = "radering"

    def lookups(self, request, model_admin):
        return [("begard", _("Begärd")), ("gallrad", _("Gallrad"))]

    def queryset(self, request, queryset):
        wanted = {
            "begard": {"erase_asked_on__isnull": False, "erased_on__isnull": True},
            "gallrad": {"erased_on__isnull": False},
        }
        return queryset.filter(**wanted.get(self.value(), {}))
