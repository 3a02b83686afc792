"""What came in by the link in a letter: read, see what it would change, confirm it or send it back with a reason."""

from dataclasses import replace

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, IntegerField, When
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity, Report
from actionplan.progress import judge
from actionplan.reporting import letters, reports
from actionplan.reporting.receipt import told_in_short
from actionplan.status import Status
from arboga_loften.foundation import clock
from arboga_loften.foundation.admin import OurAdmin, chip
from arboga_loften.foundation.fields import all_ids
from arboga_loften.foundation.signs import Sign

SIGNS = {
    Report.State.WAITING: Sign("pause", "clock"),
    Report.State.CONFIRMED: Sign("done", "check"),
    Report.State.RETURNED: Sign("moved", "turn"),
}


def may_decide(user, report):
    """Whether somebody confirms a report: one who speaks for its party, and never the one who sent it alone."""
    if not (user.has_perms(["actionplan.change_report", "actionplan.add_followup"])):
        return False
    is_own = report.sent_by_id == user.pk and not user.has_perm("accounts.speak_for_all")
    return not is_own and user.speaks_for(report.commitment.organisation)


class StateFilter(admin.SimpleListFilter):
    """What waits, what counts and what was sent back."""

    title = _("läge")
    parameter_name = "lage"

    def lookups(self, request, model_admin):
        return Report.State.choices

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() in Report.State.values else queryset


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label=_("Vad behöver rättas?"),
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        help_text=_("Den som skickade får det i ett mejl, med en länk där allt den skrev står kvar."),
        error_messages={"required": _("Skriv vad som behöver rättas.")},
    )


@admin.register(Report)
class ReportAdmin(OurAdmin):
    list_display = ["sent_at", "told", "activity", "party", "sender", "state_shown"]
    list_display_links = ["sent_at", "told"]
    list_filter = [StateFilter, "kind", ("commitment__organisation", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["commitment__organisation", "commitment__activity__focus_area", "sent_by"]
    search_fields = ["note", "commitment__activity__title"]
    search_help_text = _("Sök på ord i rapporten eller aktiviteten.")
    actions = ["confirm_chosen"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or may_decide(request.user, obj))

    def has_confirm_permission(self, request):
        return request.user.has_perms(["actionplan.change_report", "actionplan.add_followup"])

    def get_queryset(self, request):
        """Those of one's own party; whoever speaks for all, and those who only read the plan's inside, see all of them."""
        rows = super().get_queryset(request)
        sees_all = request.user.has_perm("accounts.speak_for_all") or not self.has_confirm_permission(request)
        return rows if sees_all else rows.filter(commitment__organisation=request.user.organisation_id)

    def get_ordering(self, request):
        """What waits first, the newest at the top."""
        waits = Case(When(state=Report.State.WAITING, then=0), default=1, output_field=IntegerField())
        return [waits, "-sent_at", "-pk"]

    # --- The list ---
    @admin.display(description=_("rapporten"))
    def told(self, report):
        return told_in_short(report)

    @admin.display(description=_("aktivitet"), ordering="commitment__activity__title")
    def activity(self, report):
        return str(report.commitment.activity)

    @admin.display(description=_("för"))
    def party(self, report):
        return report.commitment.organisation.short_name

    @admin.display(description=_("från"))
    def sender(self, report):
        return str(report.sent_by)

    @admin.display(description=_("läge"), ordering="state")
    def state_shown(self, report):
        return chip(sign_of(report))

    @admin.action(description=_("Bekräfta valda"), permissions=["confirm"])
    def confirm_chosen(self, request, queryset):
        done = 0
        for row in queryset.waiting().order_by("sent_at", "pk"):
            if not may_decide(request.user, row):
                self.message_user(
                    request, gettext("%(what)s: någon annan ska bekräfta den.") % {"what": row}, messages.WARNING
                )
            elif self._confirm(request, row):
                done += 1
        words = ngettext("%(n)s rapport är bekräftad.", "%(n)s rapporter är bekräftade.", done)
        self.message_user(request, words % {"n": done}, messages.SUCCESS if done else messages.INFO)

    def _confirm(self, request, row):
        try:
            reports.confirm(row, by=request.user)
        except ValidationError as refused:
            self.message_user(request, f"{row}: {' '.join(refused.messages)}", messages.ERROR)
            return False
        self.log_change(request, row, gettext("Bekräftad"))
        return True

    # --- The page ---
    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id) if all_ids(object_id) else None
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        form = SendBackForm(request.POST if "tillbaka" in request.POST else None)
        if request.method == "POST":
            if not may_decide(request.user, row):
                raise PermissionDenied
            if "bekrafta" in request.POST and self._confirm(request, row):
                self.message_user(request, gettext("Rapporten är bekräftad och räknas nu."), messages.SUCCESS)
                return redirect(self._next())
            if form.is_bound and form.is_valid() and self._send_back(request, row, form):
                return redirect(self._next())
            row.refresh_from_db()
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Rapport från %(who)s") % {"who": row.sent_by},
            "subtitle": None,
            "opts": self.opts,
            "report": row,
            "sign": sign_of(row),
            "told": told_in_short(row),
            "status": Status(row.status) if row.status else None,
            "change": change_of(row) if row.state == Report.State.WAITING else None,
            "form": form,
            "may_decide": row.state == Report.State.WAITING and may_decide(request.user, row),
            "list_url": reverse("admin:actionplan_report_changelist"),
        }
        return TemplateResponse(request, "admin/report.html", context)

    def _send_back(self, request, row, form):
        try:
            _row, has_letter = letters.send_back(row, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as refused:
            self.message_user(request, " ".join(refused.messages), messages.ERROR)
            return False
        self.log_change(request, row, gettext("Skickad tillbaka"))
        if has_letter:
            self.message_user(
                request, gettext("Rapporten är skickad tillbaka. Ett mejl går till den som skrev."), messages.SUCCESS
            )
        else:
            words = gettext("Rapporten är skickad tillbaka, men %(who)s har ingen e-post. Säg till på annat sätt.")
            self.message_user(request, words % {"who": row.sent_by}, messages.WARNING)
        return True

    def _next(self):
        return f"{reverse('admin:actionplan_report_changelist')}?lage={Report.State.WAITING}"

    # --- Its picture ---
    def get_urls(self):
        view = self.admin_site.admin_view(self.picture_view)
        return [path("<path:object_id>/bild/", view, name="actionplan_report_picture"), *super().get_urls()]

    def picture_view(self, request, object_id):
        """The picture that waits with the report, for those who may see it."""
        row = self.get_object(request, object_id) if all_ids(object_id) else None
        if row is None or not row.picture or not row.picture.storage.exists(row.picture.name):
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return FileResponse(row.picture.open(), content_type="image/jpeg")


def sign_of(report):
    return SIGNS[Report.State(report.state)]._replace(label=report.get_state_display())


def change_of(report):
    """What the activity counts as now, and would count as when the report is confirmed: two judgements of today."""
    (activity,) = Activity.objects.filter(pk=report.commitment.activity_id).judged()
    now = activity.progress
    facts = now.facts
    if report.kind == Report.Kind.OCCURRENCE:
        last = max(filter(None, (facts.last_done_on, report.on)))
        facts = replace(facts, outcome=facts.outcome + report.count, last_done_on=last, has_evidence=True)
    else:
        facts = replace(facts, said=tuple(_said_after(said, report) for said in facts.said))
        facts = replace(facts, has_evidence=facts.has_evidence or bool(report.evidence))
    return {"now": now, "then": judge(facts, clock.today())}


def _said_after(said, report):
    is_theirs = said.commitment == report.commitment_id
    if not is_theirs or (said.on and said.on > report.on):
        return said
    confirms = report.kind == Report.Kind.CONFIRMS
    return replace(
        said,
        status=Status(report.status),
        on=report.on,
        note=report.note,
        confirms_only=confirms,
        next_update_on=report.next_update_on,
        news_on=said.news_on if confirms else max(filter(None, (said.news_on, report.on))),
    )
