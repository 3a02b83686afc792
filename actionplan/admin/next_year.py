"""To begin on the next year: choose what goes on, see what will be made, and say yes.

What is shown before the yes is what the deed itself makes, taken back. Nothing is kept between the steps but the form.
"""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import BoundField
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actionplan import next_year
from actionplan.models import Activity
from arboga_loften.foundation.fields import LONGEST_ID
from focusareas.models import FocusArea, Promise

PERMISSIONS = [
    "focusareas.add_promise",
    "focusareas.add_focusarea",
    "actionplan.add_actionplan",
    "actionplan.add_activity",
    "actionplan.add_followup",
    "accounts.speak_for_all",  # an activity that is moved says so in every party's name
]
REASON = {"required": False, "widget": forms.Textarea(attrs={"rows": 3})}


@dataclass(frozen=True, slots=True)
class Row:
    """An activity of the old year: the box to tick and its own reason, or the draft that it has already become."""

    activity: Activity
    copy: Activity | None = None
    tick: BoundField | None = None
    reason: BoundField | None = None

    @property
    def has_own_words(self):
        """Whether its own reason is to be seen at once."""
        return bool(self.reason and (self.reason.value() or self.reason.errors))

    @property
    def is_suggested(self):
        return next_year.is_suggested(self.activity)


@dataclass(frozen=True, slots=True)
class Group:
    """A focus area of the old year with its activities; `into` is where it already goes on."""

    area: FocusArea
    rows: list[Row]
    into: FocusArea | None = None
    tick: BoundField | None = None


class NextYearForm(forms.Form):
    """What of the old year goes on, and why. An activity that is ticked brings its focus area."""

    reason = forms.CharField(
        label=gettext_lazy("Varför flyttas de som inte är klara?"),
        help_text=gettext_lazy(
            "Skälet visas på webbplatsen vid varje öppen aktivitet som du kryssar i. Är skälet ett annat för någon av "
            "dem skriver du det vid den."
        ),
        **REASON,
    )
    with_findings = forms.BooleanField(label=gettext_lazy("Fynden bakom fokusområdena följer med"), required=False)
    with_viewpoints = forms.BooleanField(
        label=gettext_lazy("Synpunkterna som hör till fokusområdena följer med"), required=False
    )

    def __init__(self, *args, after, **kwargs):
        super().__init__(*args, **kwargs)
        self.after = after
        self.known = next_year.next_promise(after)
        self.areas = list(after.focus_areas.order_by("number"))
        self.activities = Activity.objects.of(after).judged()
        self.copies = next_year.carried_into(self.known)
        self.into = next_year.continuations(self.areas, self.known) if self.known else {}
        for area in self.areas:
            self._ask_about_area(area)
        for activity in self.activities:
            if activity.pk not in self.copies:
                self._ask_about(activity)

    def _ask_about_area(self, area):
        mine = [activity for activity in self.activities if activity.focus_area_id == area.pk]
        if area.pk not in self.into:
            goes_on = not mine or any(map(next_year.is_suggested, mine))
            self.fields[f"area-{area.pk}"] = forms.BooleanField(label=str(area), required=False, initial=goes_on)

    def _ask_about(self, activity):
        self.fields[f"activity-{activity.pk}"] = forms.BooleanField(
            label=str(activity), required=False, initial=next_year.is_suggested(activity)
        )
        if next_year.needs_reason(activity):
            label = _("Eget skäl för %(label)s") % {"label": activity.label}
            self.fields[f"reason-{activity.pk}"] = forms.CharField(label=label, **REASON)

    def groups(self):
        """The form as the page draws it."""
        return [
            Group(
                area=area,
                into=self.into.get(area.pk),
                tick=self._bound(f"area-{area.pk}"),
                rows=[
                    Row(
                        activity=activity,
                        copy=self.copies.get(activity.pk),
                        tick=self._bound(f"activity-{activity.pk}"),
                        reason=self._bound(f"reason-{activity.pk}"),
                    )
                    for activity in self.activities
                    if activity.focus_area_id == area.pk
                ],
            )
            for area in self.areas
        ]

    def _bound(self, name):
        return self[name] if name in self.fields else None

    def clean(self):
        cleaned = super().clean()
        without = [
            activity.label
            for activity in self.activities
            if cleaned.get(f"activity-{activity.pk}") and cleaned.get(f"reason-{activity.pk}") == ""
        ]
        if without and not cleaned.get("reason") and "reason" not in self.errors:
            words = _("Skriv varför de flyttas, här eller vid var och en: %(labels)s.")
            self.add_error("reason", words % {"labels": ", ".join(without)})
        return cleaned

    @property
    def choice(self):
        """What `next_year.go_on` takes."""
        said = self.cleaned_data
        chosen = [each for each in self.activities if said.get(f"activity-{each.pk}")]
        return {
            "after": self.after,
            "areas": [area for area in self.areas if said.get(f"area-{area.pk}")],
            "activities": {each: said.get(f"reason-{each.pk}") or said["reason"] for each in chosen},
            "with_findings": said["with_findings"],
            "with_viewpoints": said["with_viewpoints"],
        }

    @property
    def told(self):
        """What residents read at once: the public activities that are moved, with the reason."""
        return [(each, why) for each, why in self.choice["activities"].items() if next_year.needs_reason(each)]


class NextYearPage:
    """For the plan's admin: the page that begins on the year after a promise's."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.next_year_view)
        return [path("nasta-ar/<int:pk>/", view, name="actionplan_next_year"), *super().get_urls()]

    def next_year_view(self, request, pk):
        if not request.user.has_perms(PERMISSIONS):
            raise PermissionDenied
        after = get_object_or_404(Promise, pk=pk if len(str(pk)) <= LONGEST_ID else 0)
        if after.year is None:
            return self._next_year_page(request, after)
        form = NextYearForm(request.POST or None, after=after)
        if "change" in request.POST or not form.is_valid():
            return self._next_year_page(request, after, form=form)
        try:
            if "yes" in request.POST:
                return self._begin(request, form)
            return self._next_year_page(request, after, form=form, begun=_undone(form, by=request.user))
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self._next_year_page(request, after, form=form)

    def _begin(self, request, form):
        begun = next_year.go_on(**form.choice, by=request.user)
        log = self.log_addition if begun.is_new else self.log_change
        log(request, begun.promise, _("Börjat på efter %(year)s.") % {"year": form.after.slug})
        for activity, _why in form.told:
            self.log_change(request, activity, _("Flyttad till nästa år."))
        self.message_user(request, _words_of(begun), messages.SUCCESS)
        return redirect("admin:focusareas_promise_change", begun.promise.pk)

    def _next_year_page(self, request, after, *, form=None, begun=None):
        year = next_year.year_after(after) if after.year else None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Börja på %(year)s") % {"year": year} if year else _("Börja på nästa år"),
            "subtitle": None,
            "opts": self.opts,
            "after": after,
            "year": year,
            "promise_url": reverse("admin:focusareas_promise_change", args=[after.pk]),
            "form": form,
            "begun": begun,
            "names_a_year": begun and [copy for copy in begun.activities if next_year.names_a_year(copy)],
        }
        status = 422 if form and form.errors else 200
        return TemplateResponse(request, "admin/next_year.html", context, status=status)


def _undone(form, *, by):
    """What a yes would make, made and taken back."""
    with transaction.atomic():
        begun = next_year.go_on(**form.choice, by=by)
        transaction.set_rollback(True)
    return begun


def _words_of(begun):
    areas, activities = len(begun.areas), len(begun.activities)
    made = ngettext("%(n)s nytt fokusområde", "%(n)s nya fokusområden", areas) % {"n": areas}
    more = ngettext("%(n)s ny aktivitet", "%(n)s nya aktiviteter", activities) % {"n": activities}
    words = _("%(title)s har fått %(areas)s och %(activities)s. Allt är utkast tills du publicerar det.")
    return words % {"title": begun.promise.title, "areas": made, "activities": more}
