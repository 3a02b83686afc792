"""A plan out of Word or Excel: choose the file, answer what it leaves open, see what it makes, and say yes. And back again."""

from hashlib import sha256
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actionplan.admin.planfile_forms import AnswersForm, PlanFileForm, YesForm, answers_in
from actionplan.downloads import download
from actionplan.models import ActionPlan, PlanImport
from actionplan.planfile import exporting
from actionplan.planfile.comparing import compare
from actionplan.planfile.reading import read
from actionplan.planfile.writing import Outdated, write
from arboga_loften.foundation import clock, kept
from arboga_loften.foundation.admin import OurAdmin
from arboga_loften.foundation.fields import LONGEST_ID

PERMISSIONS = ["actionplan.add_actionplan", "actionplan.add_activity", "actionplan.add_planimport"]
ABOUT = "plan"
# More questions than anybody answers: it isn't a plan, or another file is needed.
MOST_QUESTIONS = 200
MOST_SHOWN = 20


def may_read_in(user):
    return user.has_perms(PERMISSIONS)


class PlanFilePages:
    """For the plan's admin: to read a plan in, and to take it out with its drafts."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("las-in/", view(self.import_view), name="actionplan_plan_import"),
            path("<int:pk>/plan.<str:kind>", view(self.export_view), name="actionplan_plan_export"),
            *super().get_urls(),
        ]

    # --- In ---
    def import_view(self, request):
        """Nothing is written until the yes, and the yes is to exactly what was shown."""
        if not may_read_in(request.user):
            raise PermissionDenied
        if request.method == "POST" and "note" in request.POST:
            return self._answered(request)
        form = PlanFileForm(request.POST or None, request.FILES or None, initial={"year": _year_asked_for(request)})
        if request.method == "POST" and form.is_valid():
            return self._chosen(request, form)
        return self._import_page(request, form)

    def _chosen(self, request, form):
        """The first look at a file. One that has been read in before brings the answers that were given then."""
        upload, year = form.cleaned_data["file"], form.cleaned_data["year"]
        data = upload.read()
        answers = _given_before(data, year)
        try:
            look = _Look(upload.name, data, year, answers)
        except ValidationError as refused:
            form.add_error("file", refused)
            return self._import_page(request, form)
        note = kept.keep(data, name=upload.name, about=ABOUT, by=request.user, year=year, digest=look.digest)
        return self._preview(request, look, note, answers=look.form(is_sent=False), yes=YesForm(look.comparison))

    def _answered(self, request):
        """Answers came in, or the yes."""
        found = kept.find(request.POST["note"], about=ABOUT, by=request.user)
        if found is None:
            self.message_user(request, _("Filen sparas bara en timme. Välj den en gång till."), messages.WARNING)
            return redirect("admin:actionplan_plan_import")
        said, data = found
        try:
            look = _Look(said["name"], data, said["year"], answers_in(request.POST))
        except ValidationError as refused:
            self.message_user(request, " ".join(refused.messages), messages.ERROR)
            return redirect("admin:actionplan_plan_import")
        answers = look.form(is_sent=True)
        is_yes = "write" in request.POST and answers.is_valid() and look.comparison.may_write
        yes = YesForm(look.comparison, request.POST) if is_yes else _typed(look.comparison, request.POST)
        if is_yes and look.digest != said["digest"]:
            self.message_user(
                request, _("Det har ändrats sedan du tittade. Se efter och säg ja igen."), messages.WARNING
            )
        elif is_yes and yes.is_valid():
            try:
                return self._read_in(request, look, yes, said, data)
            except Outdated as refused:
                self.message_user(request, " ".join(refused.messages), messages.WARNING)
                look = _Look(said["name"], data, said["year"], look.answers)
            except ValidationError as refused:
                yes.add_error(None, refused.messages)
        note = kept.renewed(said, digest=look.digest)
        return self._preview(request, look, note, answers=answers, yes=yes)

    def _read_in(self, request, look, yes, said, data):
        row = write(
            look.comparison,
            by=request.user,
            name=said["name"],
            data=data,
            reasons=yes.reasons,
            with_statuses=yes.cleaned_data.get("with_statuses", False),
        )
        kept.forget(said)
        self.log_change(request, row.promise.plan, _("Läste in planen ur %(name)s.") % {"name": row.name})
        self.message_user(request, told(row), messages.SUCCESS)
        return redirect("admin:actionplan_planimport_change", row.pk)

    def _import_page(self, request, form):
        context = {**self._context(request), "form": form}
        return TemplateResponse(request, "admin/planfile/choose.html", context, status=422 if form.errors else 200)

    def _preview(self, request, look, note, *, answers, yes):
        comparison = look.comparison
        has_errors = bool((answers.is_bound and answers.errors) or (yes.is_bound and yes.errors) or look.faults)
        context = {
            **self._context(request),
            "subtitle": None,
            "name": look.name,
            "note": note,
            "comparison": comparison,
            "faults": look.faults,
            "answers": answers,
            "yes": yes,
            "not_taken": [row for row in comparison.new if row.not_said],
            "unread": [row for row in comparison.rows if row.unread],
        }
        return TemplateResponse(request, "admin/planfile/preview.html", context, status=422 if has_errors else 200)

    def _context(self, request):
        return {
            **self.admin_site.each_context(request),
            "title": _("Läs in planen från Word eller Excel"),
            "subtitle": None,
            "opts": self.opts,
            "may_see_read": request.user.has_perm("actionplan.view_planimport"),
        }

    # --- Out ---
    def export_view(self, request, pk, kind):
        """With its drafts: for those who write it. What is public anybody takes from the website."""
        if not may_read_in(request.user):
            raise PermissionDenied
        if kind not in exporting.TYPES or len(str(pk)) > LONGEST_ID:
            raise Http404
        plan = get_object_or_404(ActionPlan.objects.select_related("promise"), pk=pk)
        data = exporting.file_of(exporting.take_out(plan, inside=True), kind)
        return download(data, kind, f"handlingsplan-{plan.promise.slug}-med-utkast")

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"may_read_in": may_read_in(request.user), **(extra_context or {})})

    def render_change_form(self, request, context, *args, **kwargs):
        context["may_read_in"] = may_read_in(request.user)
        return super().render_change_form(request, context, *args, **kwargs)


class _Look:
    """A file read with the answers that there are, beside what is in the database. Raises Unreadable."""

    def __init__(self, name, data, year, answers):
        self.name, self.answers = name, answers
        plan = read(name, data, year=year, answers=answers)
        self.comparison = compare(plan, year=year, answers=answers)
        # Also what the answers have settled, so that they can be seen and changed.
        asked = [*self.comparison.asked, *(read(name, data, year=year).questions if answers else ())]
        self.asked = list({question.key: question for question in asked}.values())
        # What was shown while something was left to ask is nothing to say yes to.
        self.digest = "" if self.comparison.questions else self.comparison.digest

    @property
    def faults(self):
        """What stops it. As many questions as nobody answers are one fault, with the first of them."""
        questions = self.comparison.questions
        if len(questions) <= MOST_QUESTIONS:
            return self.comparison.faults
        words = ngettext("Filen ger %(n)s fråga", "Filen ger %(n)s frågor", len(questions)) % {"n": len(questions)}
        many = _("%(many)s. Rätta i filen och välj den igen. Här är de första:") % {"many": words}
        return (*self.comparison.faults, many, *(question.text for question in questions[:MOST_SHOWN]))

    def form(self, *, is_sent):
        open_keys = {question.key for question in self.comparison.questions}
        asked = self.asked if len(open_keys) <= MOST_QUESTIONS else []
        return AnswersForm(asked, self.answers, open_keys=open_keys, is_sent=is_sent)


def _typed(comparison, data):
    """The form of the yes with what has been typed so far, before it is judged."""
    names = YesForm(comparison).fields
    return YesForm(comparison, initial={name: data[name] for name in names if name in data})


def _given_before(data, year):
    """The answers that were given when the same file was read in for the same year."""
    same = PlanImport.objects.filter(sha256=sha256(data).hexdigest(), promise__year=year).first()
    return dict(same.answers) if same else {}


def _year_asked_for(request):
    asked = request.GET.get("ar", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else clock.today().year


def told(row):
    """What a file made, in words."""
    made = row.made
    new, changed = made.get("new", 0), made.get("changed", 0)
    parts = [
        ngettext("%(n)s ny aktivitet", "%(n)s nya aktiviteter", new) % {"n": new},
        ngettext("%(n)s ändrad", "%(n)s ändrade", changed) % {"n": changed},
    ]
    return _("Planen är inläst ur %(name)s: %(new)s och %(changed)s. Det nya är utkast tills du publicerar det.") % {
        "name": row.name,
        "new": parts[0],
        "changed": parts[1],
    }


# --- The files that have been read in ---
@admin.register(PlanImport)
class PlanImportAdmin(OurAdmin):
    """The files that somebody said yes to. They are only read."""

    list_display = ["name", "promise", "read_at", "read_by", "made_shown", "sum_shown", "file_link"]
    list_select_related = ["promise", "read_by"]
    search_fields = ["name", "sha256"]
    search_help_text = gettext_lazy("Sök på filens namn eller kontrollsumma.")
    fields = [
        "name",
        "promise",
        "read_at",
        "read_by",
        "made_shown",
        "activities_link",
        "sha256",
        "file_link",
        "answers_shown",
    ]

    def get_urls(self):
        view = self.admin_site.admin_view(self.file_view)
        return [path("<int:pk>/fil/", view, name="actionplan_planimport_file"), *super().get_urls()]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("vad den ändrade"))
    def made_shown(self, row):
        words = _("Nya: %(new)s. Ändrade: %(changed)s. Som förut: %(same)s. Inte i filen: %(gone)s.")
        return words % {name: row.made.get(name, 0) for name in ("new", "changed", "same", "gone")}

    @admin.display(description=gettext_lazy("aktiviteterna"))
    def activities_link(self, row):
        address = f"{reverse('admin:actionplan_activity_changelist')}?{urlencode({'ar': row.promise.slug})}"
        return format_html('<a href="{}">{}</a>', address, row.promise)

    @admin.display(description=gettext_lazy("kontrollsumma"), ordering="sha256")
    def sum_shown(self, row):
        return f"{row.sha256[:12]}…"

    @admin.display(description=gettext_lazy("filen"))
    def file_link(self, row):
        address = reverse("admin:actionplan_planimport_file", args=[row.pk])
        return format_html('<a href="{}" download>{}</a>', address, _("Hämta %(name)s") % {"name": row.name})

    @admin.display(description=gettext_lazy("svar på frågor"))
    def answers_shown(self, row):
        return "; ".join(f"{key}: {answer or '–'}" for key, answer in row.answers.items()) or _("inga frågor")

    def file_view(self, request, pk):
        """The file as it came, to be saved and never shown: nobody has vouched for what is in it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = get_object_or_404(PlanImport, pk=pk if len(str(pk)) <= LONGEST_ID else 0)
        if not row.file.storage.exists(row.file.name):
            raise Http404
        stem, _dot, ending = row.name.rpartition(".")
        name = f"{slugify(stem) or 'plan'}.{slugify(ending)}"
        response = FileResponse(
            row.file.open(), as_attachment=True, filename=name, content_type="application/octet-stream"
        )
        response.headers["Cache-Control"] = "no-store"
        return response
