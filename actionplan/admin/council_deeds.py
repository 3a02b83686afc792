"""What is done for many at once, seen before the yes: to book a year's meetings, and to call those who were called before.

What is shown before the yes is what the deed itself makes, taken back.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.council import reviewing
from actionplan.models import ActionPlan
from arboga_loften.foundation.fields import LONGEST_ID, all_ids


def _taken_back(deed):
    """What a deed would make, made and taken back."""
    with transaction.atomic():
        made = deed()
        transaction.set_rollback(True)
    return made


class BookTheYearPage:
    """For the plan's admin: a draft meeting for each period of the year that has none."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.meetings_view)
        return [path("<int:pk>/moten/", view, name="actionplan_plan_meetings"), *super().get_urls()]

    def meetings_view(self, request, pk):
        if not request.user.has_perm("actionplan.add_councilmeeting"):
            raise PermissionDenied
        plans = ActionPlan.objects.select_related("promise")
        plan = get_object_or_404(plans, pk=pk if len(str(pk)) <= LONGEST_ID else 0)
        meetings, fault = [], ""
        try:
            if request.method == "POST":
                return self._book(request, plan)
            meetings = _taken_back(lambda: reviewing.book_the_year(plan))
        except ValidationError as refused:
            fault = " ".join(refused.messages)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Boka årets möten"),
            "subtitle": None,
            "opts": self.opts,
            "plan": plan,
            "meetings": meetings,
            "fault": fault,
            "page": reverse("admin:actionplan_actionplan_change", args=[plan.pk]),
            "list_url": _meetings_of(plan),
        }
        return TemplateResponse(request, "admin/council/book_the_year.html", context)

    def _book(self, request, plan):
        made = reviewing.book_the_year(plan)
        for meeting in made:
            self.log_addition(request, meeting, _("Bokat med årets möten."))
        words = ngettext("%(n)s möte är bokat.", "%(n)s möten är bokade.", len(made)) % {"n": len(made)}
        more = _("De är utkast tills du publicerar dem.")
        if made:
            self.message_user(request, f"{words} {more}", messages.SUCCESS)
        else:
            self.message_user(request, _("Årets möten var redan bokade."), messages.INFO)
        return redirect(_meetings_of(plan))


def _meetings_of(plan):
    return f"{reverse('admin:actionplan_councilmeeting_changelist')}?plan__id__exact={plan.pk}"


class CallTheSamePage:
    """For the meetings' admin: to call those who were called to the meeting before."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.call_view)
        name = "actionplan_councilmeeting_call"
        return [path("<path:object_id>/kalla-samma/", view, name=name), *super().get_urls()]

    def call_view(self, request, object_id):
        meeting = self.get_object(request, object_id) if all_ids(object_id) else None
        if meeting is None:
            raise Http404
        if not (request.user.has_perm("actionplan.add_seat") and self.has_change_permission(request, meeting)):
            raise PermissionDenied
        page = reverse("admin:actionplan_councilmeeting_change", args=[meeting.pk])
        if request.method == "POST":
            called = reviewing.call_the_same(meeting)
            words = ngettext("%(n)s är kallad.", "%(n)s är kallade.", called) % {"n": called}
            if called:
                self.log_change(request, meeting, _("Kallade samma som sist."))
                self.message_user(request, words, messages.SUCCESS)
            else:
                self.message_user(request, _("Ingen ny är kallad."), messages.INFO)
            return redirect(f"{page}#seats-group")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Kalla samma som sist"),
            "subtitle": None,
            "opts": self.opts,
            "meeting": meeting,
            "page": page,
            "is_called": meeting.seats.exists(),
            "seats": _taken_back(lambda: _called_the_same(meeting)),
        }
        return TemplateResponse(request, "admin/council/call_the_same.html", context)


def _called_the_same(meeting):
    reviewing.call_the_same(meeting)
    return list(meeting.seats.select_related("organisation").order_by("pk"))
