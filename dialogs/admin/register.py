"""Where staff write down what others have said: slip after slip, or a whole spreadsheet at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arboga_loften.foundation import kept
from dialogs import importing, receipts, registering
from dialogs.forms.register import SheetForm, SlipForm
from dialogs.models import Dialogue, Submission

LARGEST_ID = 2**63 - 1
MOST_FAULTS = 200
MOST_SHOWN = 50


def may_register(user):
    return user.has_perm("dialogs.add_submission")


class RegisterPages:
    """For the admin of dialogues: the fast form and the import."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/registrera/", view(self.register_view), name="dialogs_dialogue_register"),
            path("<int:pk>/registrera/<int:submission>/angra/", view(self.undo_view), name="dialogs_dialogue_undo"),
            path("<int:pk>/las-in/", view(self.import_view), name="dialogs_dialogue_import"),
            *super().get_urls(),
        ]

    # --- Slip after slip ---
    def register_view(self, request, pk):
        """Saving gives the same page again, ready for the next slip. A key makes a slip that is sent twice one."""
        dialogue = _dialogue(request, pk)
        form = SlipForm(dialogue, request.POST if request.method == "POST" else None)
        saved = None
        if form.is_valid():
            form, saved = _save(form, request.user)
        return self._page(
            request,
            "admin/dialogs/register.html",
            dialogue,
            # The first that a screen reader says of the page.
            _("Sparad. Registrera nästa") if saved else _("Registrera åt andra"),
            status=422 if form.errors else 200,
            form=form,
            saved=saved,
            today=registering.registered_today(dialogue, by=request.user),
        )

    def undo_view(self, request, pk, submission):
        dialogue = _dialogue(request, pk)
        if request.method != "POST" or submission > LARGEST_ID:
            raise Http404
        row = get_object_or_404(Submission, pk=submission, dialogue=dialogue)
        registering.undo(row, by=request.user)
        self.message_user(request, _("Ångrad. Den räknas inte och visas inte."), messages.SUCCESS)
        return redirect("admin:dialogs_dialogue_register", dialogue.pk)

    # --- A whole spreadsheet ---
    def import_view(self, request, pk):
        """Choose a file, look at what it holds, and say yes."""
        dialogue = _dialogue(request, pk)
        if request.method == "POST" and "note" in request.POST:
            return self._confirm(request, dialogue)
        if request.method == "POST":
            form = SheetForm(request.POST, request.FILES)
            if form.is_valid():
                return self._preview(request, dialogue, form)
            return self._import_page(request, dialogue, form)
        return self._import_page(request, dialogue, SheetForm())

    def _preview(self, request, dialogue, form):
        upload = form.cleaned_data["file"]
        data, wanted = upload.read(), _wanted(form)
        try:
            reading = importing.read(upload.name, data, dialogue=dialogue, **wanted)
        except ValidationError as refused:
            form.add_error("file", refused)
            return self._import_page(request, dialogue, form)
        more = {"channel": wanted["channel"], "day": wanted["day"].isoformat()}
        note = kept.keep(data, name=upload.name, about=_about(dialogue), by=request.user, **more)
        return self._import_page(request, dialogue, form, reading=reading, note=note, name=upload.name)

    def _confirm(self, request, dialogue):
        found = kept.find(request.POST["note"], about=_about(dialogue), by=request.user)
        if found is None:
            self.message_user(request, _("Filen sparas bara en timme. Välj den en gång till."), messages.WARNING)
            return redirect("admin:dialogs_dialogue_import", dialogue.pk)
        said, data = found
        wanted = {"channel": said["channel"], "day": importing.read_day(said["day"])}
        try:
            reading = importing.read(said["name"], data, dialogue=dialogue, **wanted)
            count = importing.write(reading, dialogue=dialogue, by=request.user)
        except ValidationError as refused:
            self.message_user(request, " ".join(refused.messages), messages.ERROR)
            return redirect("admin:dialogs_dialogue_import", dialogue.pk)
        kept.forget(said)
        done = ngettext("%(n)s synpunkt är inläst.", "%(n)s synpunkter är inlästa.", count) % {"n": count}
        self.message_user(request, f"{done} {_('De väntar nu på att granskas.')}", messages.SUCCESS)
        return redirect("admin:dialogs_dialogue_import", dialogue.pk)

    def _import_page(self, request, dialogue, form, *, reading=None, note="", name=""):
        return self._page(
            request,
            "admin/dialogs/import.html",
            dialogue,
            _("Läs in från Excel eller CSV"),
            status=422 if form.errors or (reading and reading.faults) else 200,
            form=form,
            reading=reading,
            faults=reading.faults[:MOST_FAULTS] if reading else [],
            more_faults=max(0, len(reading.faults) - MOST_FAULTS) if reading else 0,
            first=reading.lines[:MOST_SHOWN] if reading else [],
            note=note,
            name=name,
            headings=importing.headings_of(dialogue),
        )

    def _page(self, request, template, dialogue, title, *, status=200, **words):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": None,
            "opts": self.opts,
            "dialogue": dialogue,
            "dialogue_url": reverse("admin:dialogs_dialogue_change", args=[dialogue.pk]),
            **words,
        }
        return TemplateResponse(request, template, context, status=status)


def _dialogue(request, pk):
    if not may_register(request.user):
        raise PermissionDenied
    if pk > LARGEST_ID:
        raise Http404
    return get_object_or_404(Dialogue, pk=pk)


def _save(form, user):
    """(the form to show, what was saved or None). A slip that says something else under a used key is another slip."""
    # The key is the person's own, so that it can't meet one from the website or a file.
    key = f"staff:{user.pk}:{form.key}"
    try:
        submission, code = registering.register(
            dialogue=form.dialogue, key=key, by=user, replies=form.replies(), **form.said
        )
    except ValidationError as refused:
        _tell(form, refused)
        return form, None
    if not form.says_the_same(submission):
        again = form.anew()
        again.add_error(None, _("Den förra är redan sparad. Det här är en ny: kontrollera den och spara en gång till."))
        return again, None
    saved = {
        "submission": submission,
        "code": receipts.in_groups(code),
        "may_undo": registering.may_undo(submission, by=user),
    }
    return form.next(), saved


def _tell(form, refused):
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for name, errors in refused.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _about(dialogue):
    """What a file that is kept for a while belongs to."""
    return f"dialogue-{dialogue.pk}"


def _wanted(form):
    return {"channel": form.cleaned_data["channel"], "day": form.cleaned_data["received_on"]}
