"""The reminders in the admin: what today and the next working day bring, what has been sent, and whether it arrived."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.models import Reminded
from actionplan.reminders import log, sending
from arboga_loften.foundation import clock
from arboga_loften.foundation.admin import OurAdmin
from arboga_loften.foundation.models import Municipality
from arboga_loften.foundation.workdays import is_workday

LETTERS_PER_PAGE = 30


@admin.register(Reminded)
class RemindedAdmin(OurAdmin):
    """One page in place of the list. Nothing here is written by hand, and the links of the letters are their readers' alone."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("", view(self.overview), name="actionplan_reminded_changelist"),
            path("skicka/", view(self.send_now), name="actionplan_reminded_send"),
        ]

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def overview(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        today, after = sending.preview()
        pages = Paginator(log.letters(), LETTERS_PER_PAGE)
        page = pages.get_page(request.GET.get("sida"))
        waiting, lost = log.trouble()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Påminnelser"),
            "subtitle": None,
            "opts": self.opts,
            "days": [self._shown(today), self._shown(after)],
            "is_workday": is_workday(today.on),
            "may_send": self.has_add_permission(request) and bool(today.digests),
            "page": page,
            "entries": log.entries(page.object_list),
            "waiting": waiting,
            "lost": lost,
        }
        return TemplateResponse(request, "admin/reminders.html", context)

    def _shown(self, preview):
        municipality = Municipality.objects.current()
        letters = [(digest, *digest.written(municipality, for_others=True)) for digest in preview.digests]
        return {"on": preview.on, "is_today": preview.on == clock.today(), "letters": letters}

    def send_now(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if count := sending.remind():
            words = ngettext(
                "%(n)s brev är skrivet och lämnar inom några minuter.",
                "%(n)s brev är skrivna och lämnar inom några minuter.",
                count,
            )
            self.message_user(request, words % {"n": count}, messages.SUCCESS)
        else:
            self.message_user(request, _("Det finns inget nytt att påminna om i dag."), messages.INFO)
        return redirect("admin:actionplan_reminded_changelist")
