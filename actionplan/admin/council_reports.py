"""The reports that the council has adopted, in the admin: read, handed out as files, published and taken down. Never changed."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.council import freezing
from actionplan.council.waiting import may_publish
from actionplan.models import CouncilReport, ReportFile
from arboga_loften.foundation import clock
from arboga_loften.foundation.admin import OurAdmin, chip
from arboga_loften.foundation.admin.publishing import publication_sign
from arboga_loften.foundation.fields import DateInput, all_ids
from arboga_loften.foundation.publishing import Publication

JSON = "json"  # the content itself


class PublishForm(forms.Form):
    publish_on = forms.DateField(
        label=gettext_lazy("Visas från"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("Lämnar du fältet tomt visas rapporten i dag."),
    )

    def clean_publish_on(self):
        day = self.cleaned_data["publish_on"]
        if day and day < clock.today():
            raise forms.ValidationError(_("Dagen har redan varit. Skriv en dag som kommer."))
        return day


class TakeDownForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Varför tas rapporten ner?"),
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        help_text=gettext_lazy(
            "Skälet visas på webbplatsen, där rapporten stod. Dess plats och kontrollsumma står kvar."
        ),
        error_messages={"required": gettext_lazy("Skriv varför rapporten tas ner.")},
    )


@admin.register(CouncilReport)
class CouncilReportAdmin(OurAdmin):
    list_display = ["number", "meeting_shown", "version", "adopted_on", "sum_shown", "publication_shown"]
    list_display_links = ["number", "meeting_shown"]
    list_filter = ["publication", ("meeting__plan", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["meeting__key", "sha256", "correction"]
    search_help_text = gettext_lazy("Sök på period, till exempel 2024-q3, eller kontrollsumma.")
    ordering = ["-number"]

    # --- Who may do what ---
    def has_add_permission(self, request):
        """It is adopted in the council's room."""
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_publish_permission(self, request):
        return request.user.has_perm("actionplan.change_councilreport")

    # --- The list ---
    def get_queryset(self, request):
        return super().get_queryset(request).defer("content").select_related("meeting__plan", "adopted_by")

    @admin.display(description=gettext_lazy("möte"), ordering="meeting__on")
    def meeting_shown(self, report):
        return report.meeting.title

    @admin.display(description=gettext_lazy("kontrollsumma"), ordering="sha256")
    def sum_shown(self, report):
        return f"{report.sha256[:12]}…"

    @admin.display(description=gettext_lazy("publicering"), ordering="publication")
    def publication_shown(self, report):
        return chip(publication_sign(report))

    # --- The page ---
    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id) if all_ids(object_id) else None
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        publish = PublishForm(request.POST if "publicera" in request.POST else None)
        take_down = TakeDownForm(request.POST if "avpublicera" in request.POST else None)
        if request.method == "POST":
            if not (may_publish(request.user, row) if publish.is_bound else self.has_publish_permission(request)):
                raise PermissionDenied
            if self._is_done(request, row, publish, take_down):
                return redirect(request.path)
            row.refresh_from_db(fields=["publication", "publish_on", "first_published_on", "unpublished_reason"])
        context = {
            **self.admin_site.each_context(request),
            "title": str(row),
            "subtitle": None,
            "opts": self.opts,
            "report": row,
            "sign": publication_sign(row),
            "adopted_by": row.adopted_by.function or row.adopted_by.organisation,
            "files": sorted(row.files.defer("data"), key=lambda file: ReportFile.Kind.values.index(file.kind)),
            "is_public": row.is_visible,
            "is_published": row.publication == Publication.PUBLISHED,
            "may_publish": may_publish(request.user, row),
            "may_take_down": self.has_publish_permission(request),
            "publish": publish,
            "take_down": take_down,
        }
        return TemplateResponse(request, "admin/council/report.html", context)

    def _is_done(self, request, row, publish, take_down):
        """Do what the pressed button says; False where it can't be done as it is filled in."""
        try:
            if publish.is_bound and publish.is_valid():
                freezing.publish(row, on=publish.cleaned_data["publish_on"])
                self._tell(request, row, _("Publicerad"), _("Rapporten är publicerad."))
                return True
            if take_down.is_bound and take_down.is_valid():
                freezing.take_down(row, reason=take_down.cleaned_data["reason"])
                self._tell(request, row, _("Avpublicerad"), _("Rapporten är nertagen. Skälet visas där den stod."))
                return True
        except ValidationError as refused:
            self.message_user(request, " ".join(refused.messages), messages.ERROR)
        return False

    def _tell(self, request, row, trace, words):
        self.log_change(request, row, trace)
        self.message_user(request, words, messages.SUCCESS)

    # --- Its files ---
    def get_urls(self):
        view = self.admin_site.admin_view(self.file_view)
        file = path("<int:pk>/rapport.<str:kind>", view, name="actionplan_councilreport_file")
        return [file, *super().get_urls()]

    def file_view(self, request, pk, kind):
        """A file as it was frozen, also of a report that isn't published; the data is the content's own bytes."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = get_object_or_404(CouncilReport.objects.select_related("meeting"), pk=pk if all_ids(pk) else 0)
        if kind == JSON:
            data = row.content.encode()
        elif kind in ReportFile.Kind.values:
            data = bytes(get_object_or_404(row.files, kind=kind).data)
        else:
            raise Http404
        name = f"uppfoljning-{row.meeting.key}-v{row.version}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(data, content_type="application/octet-stream", headers=headers)
