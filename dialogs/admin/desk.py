"""The desk where a person reads one viewpoint: what came in, what residents will read, and what to do with it.

Everything on the page is one form, so that whatever was typed survives whatever was refused. Each button is a deed of
`moderation` or `answers`; what the deed refuses is said at the field that it is about. After it comes the next in the queue.
"""

from copy import copy

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import DataError, transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arboga_loften.foundation import conflicts
from arboga_loften.foundation.fields import all_ids
from arboga_loften.foundation.publishing import Publication
from dialogs import answers, moderation
from dialogs.admin.came_in import Origin
from dialogs.admin.desk_forms import (
    AnswerForm,
    DiscardForm,
    LinksForm,
    MergeForm,
    ShownForm,
    SplitForm,
    WithholdForm,
    kept,
)
from dialogs.models import CannedAnswer, ModerationEntry, Review, Viewpoint

PREFIXES = {
    "shown": "visas",
    "links": "hor-till",
    "withhold": "visas-inte",
    "discard": "ingen",
    "split": "dela",
    "merge": "samman",
    "answer": "svar",
}


class Refused(Exception):
    """What was asked wasn't done, and why stands in one of the forms, or is said in the `words` that it was made with."""


def may_moderate(user):
    """To read what came in and decide what is shown of it."""
    return user.has_perms(["dialogs.change_viewpoint", "dialogs.view_submission"])


class DeskPages:
    """For the admin of viewpoints: the desk, and the way to the next in the queue."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("granska/", view(self.next_view), name="dialogs_viewpoint_next"),
            path("<path:object_id>/granska/", view(self.desk_view), name="dialogs_viewpoint_moderate"),
            *super().get_urls(),
        ]

    def desk_view(self, request, object_id):
        if not may_moderate(request.user):
            raise PermissionDenied
        viewpoint = self.get_object(request, object_id) if all_ids(object_id) else None
        if viewpoint is None:
            raise Http404
        return Desk(self, request, viewpoint).respond()

    def next_view(self, request):
        if not may_moderate(request.user):
            raise PermissionDenied
        after = request.GET.get("efter", "")
        row = Viewpoint.objects.filter(pk=after).first() if all_ids(after) else None
        return onwards(self, request, moderation.next_for(request.user, after=row))


def onwards(model_admin, request, viewpoint):
    if viewpoint:
        return redirect("admin:dialogs_viewpoint_moderate", viewpoint.pk)
    model_admin.message_user(request, _("Kön är tom. Allt som har kommit in är läst."), messages.INFO)
    return redirect(reverse("admin:dialogs_viewpoint_changelist") + "?granskning=ko")


class Desk:
    """One viewpoint on the desk, for one request."""

    def __init__(self, model_admin, request, viewpoint):
        self.model_admin, self.request, self.viewpoint = model_admin, request, viewpoint
        self.person = request.user
        self.typed = request.POST if request.method == "POST" else None
        self.conflict = None
        self.seen = viewpoint.seen_version
        self.deeds = {
            "ta": self.take,
            "lamna": self.release,
            "visa": self.show,
            "godkann": self.approve,
            "visa-inte": self.withhold,
            "ingen": self.discard,
            "dela": self.split,
            "samman": self.merge,
            "svara": self.answer,
            "fardigt": self.begin_from_canned,
        }
        self.forms = self._kept()
        if canned := self._canned(request.GET.get("fardigt", "")):
            self._fill_in(canned)

    # --- The forms ---
    def _kept(self):
        return {name: self._form(name, kept, self.typed) for name in PREFIXES if self._offers(name)}

    def _offers(self, name):
        if name == "answer":
            return self.person.has_perm("dialogs.add_answer") and (
                self.person.organisation_id or self.person.has_perm("accounts.speak_for_all")
            )
        return True

    def _form(self, name, make, *args):
        viewpoint = self.viewpoint
        kinds = {
            # A copy of the row: a form writes what is typed into its row, and the page tells of what is saved.
            "shown": (ShownForm, {"instance": copy(viewpoint)}),
            "links": (LinksForm, {"request": self.request, "viewpoint": viewpoint}),
            "withhold": (WithholdForm, {"initial": {"reason": viewpoint.withheld_reason}}),
            "discard": (DiscardForm, {}),
            "split": (SplitForm, {"initial": {"part_1": viewpoint.text}}),
            "merge": (MergeForm, {"viewpoint": viewpoint}),
            "answer": (AnswerForm, {"person": self.person}),
        }
        form_class, words = kinds[name]
        return make(form_class, *args, prefix=PREFIXES[name], **words)

    def _judged(self, name, **settings):
        """The form with what was sent, refused where it is wrong."""
        if name not in self.forms:
            raise PermissionDenied
        form = self.forms[name] = self._form(name, lambda kind, **words: kind(self.typed, **words))
        for setting, value in settings.items():
            setattr(form, setting, value)
        if not form.is_valid():
            raise Refused
        return form

    def _do(self, deed, *args, form, **words):
        """A deed; what it refuses is said in the form."""
        try:
            return deed(*args, by=self.person, **words)
        except ValidationError as refused:
            for field, errors in getattr(refused, "error_dict", {NON_FIELD_ERRORS: refused}).items():
                form.add_error(field if field in form.fields else None, errors)
            raise Refused from None

    # --- The request ---
    def respond(self):
        if self.request.method == "POST":
            deed = self.deeds.get(self.typed.get("gor", ""))
            if deed is None:
                self._say(_("Välj vad du vill göra."), messages.ERROR)
            else:
                try:
                    with transaction.atomic():
                        return self._alone(deed)
                except Refused as refused:
                    words = refused.args or [_("Det gick inte att spara. Vad som är fel står här nedanför.")]
                    self._say(words[0], messages.ERROR)
                except (DataError, OverflowError):
                    # A number that no row can have: nobody has chosen it on the page.
                    self.forms = self._kept()
                    self._say(_("Urvalet gick inte att förstå. Välj om."), messages.ERROR)
        return self.page()

    def _alone(self, deed):
        """Do a deed if nobody else has been at the viewpoint since the page was drawn."""
        if deed != self.begin_from_canned:
            self.conflict = conflicts.conflict(self.viewpoint, self.typed)
            if self.conflict:
                raise Refused
            if deed != self.take and self.is_taken_by_another:
                raise Refused(_("%(who)s läser synpunkten. Ta över den först.") % {"who": self.viewpoint.taken_by})
        return deed()

    @property
    def is_taken_by_another(self):
        return self.viewpoint.taken_by_id not in (None, self.person.pk)

    # --- The deeds ---
    def take(self):
        """Begin to read. The page stays, with all that was typed."""
        moderation.take(self.viewpoint, by=self.person, over=True)
        return self._again()

    def begin_from_canned(self):
        if canned := self._canned(self.typed.get("fardigt", "")):
            self._fill_in(canned)
        return self.page()

    def show(self):
        return self._approved(publish=True)

    def approve(self):
        return self._approved(publish=False)

    def _approved(self, publish):
        form = self._judged("shown", publishing=publish or self.viewpoint.publication == Publication.PUBLISHED)
        links = self._judged("links")
        self._do(moderation.approve, self.viewpoint, form=form, publish=publish, **form.cleaned_data)
        self._do(moderation.link, self.viewpoint, form=links, **links.cleaned_data)
        self._answered_too()
        return self._next(_("är godkänd och visas") if publish else _("är godkänd men visas inte"))

    def withhold(self):
        form = self._judged("withhold")
        self._do(moderation.withhold, self.viewpoint, form=form, reason=form.cleaned_data["reason"])
        self._answered_too()
        return self._next(_("visas inte"))

    def discard(self):
        form = self._judged("discard")
        self._no_answer_left()
        self._do(moderation.discard, self.viewpoint, form=form, reason=form.cleaned_data["reason"])
        return self._next(_("räknas inte som en synpunkt"))

    def split(self):
        form = self._judged("split")
        self._no_answer_left()
        _first, *new = self._do(moderation.split, self.viewpoint, form=form, texts=form.parts)
        names = ", ".join(part.reference for part in new)
        words = ngettext(
            "Synpunkten är delad. Den andra delen heter %(names)s.",
            "Synpunkten är delad. De andra delarna heter %(names)s.",
            len(new),
        )
        return self._stay(words % {"names": names})

    def merge(self):
        form = self._judged("merge")
        self._no_answer_left()
        into = form.cleaned_data["into"]
        self._do(moderation.merge, [self.viewpoint], form=form, into=into)
        return self._next(_("är sammanförd med %(reference)s") % {"reference": into.reference})

    def release(self):
        self._no_answer_left()
        moderation.release(self.viewpoint, by=self.person)
        self._say(_("Synpunkten ligger i kön igen."))
        return redirect(reverse("admin:dialogs_viewpoint_changelist") + "?granskning=ko")

    def answer(self):
        links = self._judged("links")
        self._do(moderation.link, self.viewpoint, form=links, **links.cleaned_data)
        given = self._give_answer()
        if not given.is_visible:
            return self._stay(_("Svaret är sparat som klart. Det är givet när någon annan har publicerat det."))
        return self._stay(_("Svaret är givet."))

    def _give_answer(self):
        form = self._judged("answer")
        given = self._do(answers.give, Viewpoint.objects.get(pk=self.viewpoint.pk), form=form, **form.cleaned_data)
        words = _("Besvarad: %(what)s") if given.is_visible else _("Svar att publicera: %(what)s")
        self.model_admin.log_change(self.request, self.viewpoint, words % {"what": given})
        return given

    @property
    def _has_an_answer_typed(self):
        return any(self.typed.get(f"{PREFIXES['answer']}-{name}", "").strip() for name in ("decision", "text"))

    def _answered_too(self):
        """What was written as an answer is given in the same breath."""
        if self._has_an_answer_typed:
            self._give_answer()

    def _no_answer_left(self):
        if self._has_an_answer_typed:
            raise Refused(_("Du har börjat på ett svar. Ge det först, eller töm fälten."))

    # --- Onwards ---
    def _next(self, what):
        here = reverse("admin:dialogs_viewpoint_moderate", args=[self.viewpoint.pk])
        words = format_html('<a href="{}">{}</a> {}.', here, self.viewpoint.reference, what)
        self._say(words)
        if self.viewpoint.review in (Review.RECEIVED, Review.IN_REVIEW):
            return onwards(self.model_admin, self.request, moderation.take_next(by=self.person, after=self.viewpoint))
        return redirect(here)

    def _stay(self, words):
        self._say(words)
        return redirect("admin:dialogs_viewpoint_moderate", self.viewpoint.pk)

    def _again(self):
        self.viewpoint = self.model_admin.get_object(self.request, str(self.viewpoint.pk))
        self.seen = self.viewpoint.seen_version
        return self.page()

    def _say(self, words, level=messages.SUCCESS):
        self.model_admin.message_user(self.request, words, level)

    # --- Canned answers ---
    def _canned(self, pk):
        return CannedAnswer.objects.filter(pk=pk).first() if all_ids(pk) else None

    def _fill_in(self, canned):
        if form := self.forms.get("answer"):
            form.initial |= {"decision": canned.decision, "text": canned.text}
            if (
                canned.organisation_id
                and form.fields["organisation"].queryset.filter(pk=canned.organisation_id).exists()
            ):
                form.initial["organisation"] = canned.organisation_id

    # --- The page ---
    def page(self):
        viewpoint = self.viewpoint
        log = list(viewpoint.moderation.select_related("recorded_by").order_by("-recorded_at", "-pk"))
        context = {
            **self.model_admin.admin_site.each_context(self.request),
            "title": _("Granska %(reference)s") % {"reference": viewpoint.reference},
            "subtitle": None,
            "opts": self.model_admin.opts,
            "viewpoint": viewpoint,
            "origins": [Origin.of(submission) for submission in Origin.rows(viewpoint.submissions.all())],
            "taken_at": next((row.recorded_at for row in log if row.deed == ModerationEntry.Deed.TAKEN), None),
            "is_taken_by_another": self.is_taken_by_another,
            "is_mine": viewpoint.taken_by_id == self.person.pk,
            "is_published": viewpoint.publication == Publication.PUBLISHED,
            "may_be_shown": viewpoint.may_be_shown,
            "left": Viewpoint.objects.to_moderate().count(),
            "canned": CannedAnswer.objects.all() if "answer" in self.forms else [],
            "answers": viewpoint.answers.select_related("organisation"),
            "log": log,
            "parts": viewpoint.split_into.all(),
            "merged": viewpoint.merged_from.all(),
            "seen_version": self.typed.get(conflicts.SEEN, "") if self.conflict else self.seen,
            "conflict": self.conflict,
            **{name: self.forms.get(name) for name in PREFIXES},
        }
        return TemplateResponse(self.request, "admin/desk.html", context)
