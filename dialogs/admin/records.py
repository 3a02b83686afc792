"""The records: the protocol and the tables to take out, the rules of gallring and its ledger, and who asks to be erased."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arboga_loften.foundation import clock, document_files, sheets
from arboga_loften.foundation.admin import OurAdmin, OurForm
from dialogs import exports, retention
from dialogs.models import Dialogue, Disposal, RetentionRule, Submission
from dialogs.protocol import protocol_of

LARGEST_ID = 2**63 - 1
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def may_read_originals(user):
    return user.has_perm("dialogs.view_submission")


def may_dispose(user):
    return user.has_perms(["dialogs.add_disposal", "dialogs.view_submission"])


def _row_of(model, pk):
    if pk > LARGEST_ID:
        raise Http404
    return get_object_or_404(model, pk=pk)


def _log(request, row, words, name):
    """That somebody took something out or decided something, in the admin's own log."""
    LogEntry.objects.create(
        user=request.user,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=name[:200],
        action_flag=CHANGE,
        action_time=clock.now(),
        change_message=words,
    )


# --- To take out ---
class RecordPages:
    """For the admin of dialogues: the protocol as PDF and Word, and the tables as Excel and CSV."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/protokoll/", view(self.records_view), name="dialogs_dialogue_protocol"),
            path("<int:pk>/protokoll/protokoll.<str:kind>", view(self.protocol_view), name="dialogs_dialogue_file"),
            path("<int:pk>/protokoll/tabeller.xlsx", view(self.excel_view), name="dialogs_dialogue_excel"),
            path("<int:pk>/protokoll/<slug:key>.csv", view(self.csv_view), name="dialogs_dialogue_csv"),
            *super().get_urls(),
        ]

    def records_view(self, request, pk):
        dialogue = self._readable(request, pk)
        titles = [("synpunkter", _("Synpunkter")), ("fynd", _("Fynd"))]
        if may_read_originals(request.user):
            titles[1:1] = [("inkommet", _("Inkommet")), ("svar", _("Svar på frågor"))]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Protokoll och export"),
            "subtitle": None,
            "opts": self.opts,
            "dialogue": dialogue,
            "dialogue_url": reverse("admin:dialogs_dialogue_change", args=[dialogue.pk]),
            "tables": titles,
            "has_originals": may_read_originals(request.user),
        }
        return TemplateResponse(request, "admin/dialogs/records.html", context)

    def protocol_view(self, request, pk, kind):
        dialogue = self._readable(request, pk)
        makers = {"pdf": (document_files.pdf_of, "application/pdf"), "docx": (document_files.docx_of, WORD)}
        if kind not in makers:
            raise Http404
        make, content_type = makers[kind]
        data = make(protocol_of(dialogue))
        _log(request, dialogue, _("Hämtade protokollet (%(kind)s).") % {"kind": kind}, str(dialogue))
        return _download(HttpResponse(data, content_type=content_type), f"protokoll-{dialogue.slug}.{kind}")

    def excel_view(self, request, pk):
        dialogue = self._readable(request, pk)
        tables = exports.sheets_of(dialogue, originals=may_read_originals(request.user))
        data = sheets.xlsx_of(tables, title=dialogue.title)
        _log(request, dialogue, _("Hämtade tabellerna (xlsx)."), str(dialogue))
        return _download(HttpResponse(data, content_type=EXCEL), f"{dialogue.slug}.xlsx")

    def csv_view(self, request, pk, key):
        dialogue = self._readable(request, pk)
        tables = exports.sheets_of(dialogue, originals=may_read_originals(request.user))
        sheet = next((sheet for sheet in tables if sheet.key == key), None)
        if sheet is None:
            raise Http404
        _log(request, dialogue, _("Hämtade tabellen %(name)s (csv).") % {"name": sheet.title}, str(dialogue))
        response = StreamingHttpResponse(sheets.csv_of(sheet), content_type="text/csv; charset=utf-8")
        return _download(response, f"{dialogue.slug}-{key}.csv")

    def _readable(self, request, pk):
        if not request.user.has_perm("dialogs.view_dialogue"):
            raise PermissionDenied
        return _row_of(Dialogue, pk)


def _download(response, name):
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


# --- To erase ---
class ReasonForm(forms.Form):
    """Why something is erased, or why not."""

    reason = forms.CharField(
        label=gettext_lazy("Skäl, eller beslutets nummer"),
        max_length=retention.LONGEST_REASON,
        strip=True,
        help_text=gettext_lazy("Läses av den som begärde det, på kvittot. Skriv inga namn."),
        error_messages={"required": gettext_lazy("Skriv skälet. Den som begärde det läser det på kvittot.")},
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class ErasePages:
    """For the admin of what came in: to erase it or refuse to, and to take out everything that we have of it."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/radering/", view(self.erase_view), name="dialogs_submission_erase"),
            path("<int:pk>/utdrag.json", view(self.extract_view), name="dialogs_submission_extract"),
            *super().get_urls(),
        ]

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        return [*fields, "erasing"] if may_dispose(request.user) else fields

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "erasing"]

    @admin.display(description=gettext_lazy("radering och utdrag"))
    def erasing(self, submission):
        return render_to_string("admin/dialogs/erasing.html", {"submission": submission})

    def erase_view(self, request, pk):
        submission = self._to_dispose(request, pk)
        form = ReasonForm(request.POST or None, label_suffix="", use_required_attribute=False)
        if request.method == "POST" and form.is_valid() and self._decided(request, submission, form):
            return redirect("admin:dialogs_submission_change", submission.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Radera det som kom in"),
            "subtitle": None,
            "opts": self.opts,
            "submission": submission,
            "page": reverse("admin:dialogs_submission_change", args=[submission.pk]),
            "form": form,
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/dialogs/erase.html", context, status=status)

    def _decided(self, request, submission, form):
        reason = form.cleaned_data["reason"]
        try:
            if "refuse" in request.POST:
                retention.refuse_to_erase(submission, by=request.user, reason=reason)
                done = _("Begäran är avslagen. Skälet står på kvittot.")
            else:
                retention.erase_on_request(submission, by=request.user, reason=reason)
                done = _("Gallrad. Det står i gallringsliggaren.")
        except ValidationError as refused:
            form.add_error("reason", refused.messages)
            return False
        self.message_user(request, done, messages.SUCCESS)
        return True

    def extract_view(self, request, pk):
        submission = self._to_dispose(request, pk)
        # The name in the log says nothing of what was written: the log is kept longer.
        _log(
            request,
            submission,
            _("Hämtade ett utdrag."),
            f"{submission.get_channel_display()} {submission.received_on}",
        )
        words = {"ensure_ascii": False, "indent": 2}
        response = JsonResponse(retention.extract(submission), json_dumps_params=words)
        return _download(response, f"utdrag-{slugify(str(submission.received_on))}-{submission.pk}.json")

    def _to_dispose(self, request, pk):
        if not may_dispose(request.user):
            raise PermissionDenied
        return _row_of(Submission, pk)


# --- The rules and the ledger ---
class RuleForm(OurForm):
    error_fields = {"retention_of_a_month_or_more": "days", "retention_rests_on_a_decision": "decision"}


@admin.register(RetentionRule)
class RetentionRuleAdmin(OurAdmin):
    """How long what came in is kept. `manage.py dispose` does what the rules say, and nothing else does."""

    form = RuleForm
    list_display = ["what", "days", "decision", "decided_on", "is_active", "due"]
    fieldsets = [
        (
            gettext_lazy("Regeln"),
            {
                "fields": ["what", "days", "decision", "decided_on", "is_active"],
                "description": gettext_lazy(
                    "En regel vilar på ett beslut. Gallringen körs av den som sköter webbplatsen och går inte att ångra. "
                    "Att någon tyckte till räknas kvar, och det som visas på webbplatsen står kvar."
                ),
            },
        ),
    ]

    @admin.display(description=gettext_lazy("att gallra i dag"))
    def due(self, rule):
        return retention.due(rule).count() if rule.is_active else "–"


@admin.register(Disposal)
class DisposalAdmin(OurAdmin):
    """The ledger of what is gone. It is only read."""

    list_display = ["on", "what", "count", "oldest_on", "newest_on", "decision", "is_request", "recorded_by"]
    list_filter = ["what", "is_request"]
    list_select_related = ["recorded_by"]
    date_hierarchy = "on"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
