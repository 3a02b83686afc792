"""Filters of the activities' list. What is computed is computed for the rows that the other filters have left.

They offer nothing that only drafts which the person may not read would tell of.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from actionplan.status import NOTHING_SAID, Flag, Status
from arboga_loften.accounts.models import Organisation
from focusareas.models import FocusArea, Promise


class YearFilter(admin.SimpleListFilter):
    title = _("löfte")
    parameter_name = "ar"

    def lookups(self, request, model_admin):
        rows = Promise.objects.newest_first()
        if not request.user.has_perm("focusareas.view_promise"):
            rows = rows.filter(pk__in=_readable(request, model_admin).values("focus_area__promise"))
        return rows.values_list("slug", "title")

    def queryset(self, request, queryset):
        return queryset.filter(focus_area__promise__slug=self.value()) if self.value() else queryset


class FocusAreaFilter(admin.SimpleListFilter):
    """The focus areas of the chosen promise, else of all of them."""

    title = _("fokusområde")
    parameter_name = "fokus"

    def lookups(self, request, model_admin):
        areas = FocusArea.objects.select_related("promise").order_by("-promise__year", "number")
        if not request.user.has_perm("focusareas.view_focusarea"):
            areas = areas.filter(pk__in=_readable(request, model_admin).values("focus_area"))
        if request.GET.get("ar"):
            areas = areas.filter(promise__slug=request.GET["ar"])
        return [(str(area.pk), f"{area.promise.slug}: {area.number}. {area.name}") for area in areas]

    def queryset(self, request, queryset):
        known = {value for value, _label in self.lookup_choices}
        if not self.value():
            return queryset
        return queryset.filter(focus_area=self.value()) if self.value() in known else queryset.none()


class PartyFilter(admin.SimpleListFilter):
    title = _("vem som lovar")
    parameter_name = "part"

    def lookups(self, request, model_admin):
        rows = Organisation.objects.filter(commitments__activity__in=_readable(request, model_admin))
        return rows.distinct().values_list("slug", "short_name")

    def queryset(self, request, queryset):
        return queryset.filter(commitments__organisation__slug=self.value()) if self.value() else queryset


class JudgedFilter(admin.SimpleListFilter):
    """A filter on what the judgement says, which no column holds."""

    def fits(self, progress):
        """Whether an activity that is judged so belongs to the choice. Each filter below answers it."""
        raise NotImplementedError

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(pk__in=[row.pk for row in queryset.judged() if self.fits(row.progress)])


class SaidFilter(JudgedFilter):
    title = _("sagt läge")
    parameter_name = "lage"

    def lookups(self, request, model_admin):
        return [*Status.choices, ("nothing", NOTHING_SAID.label)]

    def fits(self, progress):
        said = {each.status for each in progress.facts.said}
        return None in said or not said if self.value() == "nothing" else self.value() in said


class FlagFilter(JudgedFilter):
    title = _("kontroll")
    parameter_name = "kontroll"

    def lookups(self, request, model_admin):
        return [*Flag.choices, ("any", _("Något att göra"))]

    def fits(self, progress):
        return bool(progress.warnings) if self.value() == "any" else self.value() in progress.flags


def _readable(request, model_admin):
    return model_admin.model.objects.readable_by(request.user)
