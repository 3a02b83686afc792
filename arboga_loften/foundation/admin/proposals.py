"""Where nobody publishes their own words: a change to what is public is kept, read by another, and published or sent back.

The words that came in are kept as the form gave them. To accept them is to send in the same form in the writer's name,
on top of what the row says by then, so that every rule of it is asked again and a conflict is seen.
"""

from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from arboga_loften.foundation import conflicts, proposing
from arboga_loften.foundation.admin.differences import as_it_stands, differences
from arboga_loften.foundation.admin.history import Filling
from arboga_loften.foundation.fields import all_ids
from arboga_loften.foundation.history import Version
from arboga_loften.foundation.models import Proposal

# In the address and in the form: the proposal that one writes on from.
CONTINUES = "forslag"
State = Proposal.State


@dataclass(frozen=True)
class Waiting:
    """A proposal on a row's page: what it changes, and what the person who looks may do with it."""

    proposal: Proposal
    changes: list
    url: str
    may_decide: bool
    is_mine: bool
    continue_url: str = ""
    preview_url: str = ""

    @property
    def is_sent_back(self):
        return self.proposal.state == State.REFUSED


class ProposalPages:
    """For what can be published. Which texts hang on a row is said by the relation's name in `text_parts`."""

    text_parts = ()
    # What isn't our own words nobody else needs to publish.
    are_our_words = True

    # --- What waits ---
    def get_form(self, request, obj=None, change=False, **kwargs):
        made = super().get_form(request, obj, change=change, **kwargs)
        made.person = request.user if self.are_our_words else None
        made.text_parts = self.text_parts
        return made

    def _create_formsets(self, request, obj, change):
        """Known to the form before it is judged: to write in a part of a page is to write."""
        formsets, inlines = super()._create_formsets(request, obj, change)
        obj.text_formsets = [formset for formset in formsets if self.is_text(formset)]
        return formsets, inlines

    def is_text(self, formset):
        key = getattr(formset, "fk", None)
        return key is not None and key.remote_field.get_accessor_name() in self.text_parts

    def save_model(self, request, obj, form, change):
        """What waits isn't written into the row. Write a rule of your own about saving in `save_words`."""
        if not getattr(form, "waits", False):
            self.save_words(request, obj, form, change)

    def save_words(self, request, obj, form, change):
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """What is written in the ledgers counts at once: they are no texts."""
        if not form.waits:
            super().save_related(request, form, formsets, change)
            return
        for formset in formsets:
            if not self.is_text(formset):
                self.save_formset(request, form, formset, change=change)
        earlier = self._continued(request, form.instance)
        proposing.propose(form.instance, _sent(form), by=request.user, instead_of=earlier)
        form.instance.waits = True

    def construct_change_message(self, request, form, formsets, add=False):
        if getattr(form, "waits", False):
            return _("Föreslog en ändring.")
        return super().construct_change_message(request, form, formsets, add)

    def response_change(self, request, obj):
        if not getattr(obj, "waits", False):
            return super().response_change(request, obj)
        self.message_user(request, _("Din ändring väntar på att någon annan publicerar den."), messages.SUCCESS)
        return HttpResponseRedirect(self.page_of(obj))

    def page_of(self, row):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])

    # --- To write on ---
    def find_filling(self, request, row):
        proposal = self._continued(request, row)
        if proposal is None:
            return super().find_filling(request, row)
        note = _("Formuläret är fyllt med det du föreslog. Inget är sparat än.")
        return Filling(self._as_initial(proposal), note, CONTINUES, proposal.pk)

    def _continued(self, request, row):
        """The proposal of one's own that the form was filled with."""
        asked = request.POST.get(CONTINUES) or request.GET.get(CONTINUES) or ""
        if not (asked and all_ids(asked)):
            return None
        mine = Proposal.objects.about(row).filter(made_by=request.user, state__in=[State.WAITING, State.REFUSED])
        return mine.filter(pk=asked).first()

    def _as_initial(self, proposal):
        def of(name, sent):
            field = self.model._meta.get_field(name) if name in _names(self.model) else None
            if field is not None and field.many_to_many:
                return sent
            return sent[-1] if sent else ""

        return {name: of(name, sent) for name, sent in proposal.changes.items()}

    # --- On the row's page ---
    def waiting(self, request, row):
        """What is proposed for a row and not decided, and what one has had sent back oneself."""
        if not self.has_change_permission(request, row):
            return []
        rows = Proposal.objects.about(row).select_related("made_by", "decided_by")
        rows = rows.filter(state__in=[State.WAITING, State.REFUSED]).order_by("pk")
        shown = [each for each in rows if each.state == State.WAITING or each.made_by_id == request.user.pk]
        return [self.told_of(request, row, each) for each in shown]

    def told_of(self, request, row, proposal):
        is_mine = proposal.made_by_id == request.user.pk
        has_parts = any(name not in _names(self.model) and "-" in name for name in proposal.changes)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        page = self.page_of(row)
        return Waiting(
            proposal=proposal,
            changes=self.differences_of(request, row, proposal),
            url=reverse(f"{name}_proposal", args=[row.pk, proposal.pk]),
            may_decide=proposal.state == State.WAITING and not is_mine and self.has_publish_permission(request),
            is_mine=is_mine,
            continue_url=f"{page}?{CONTINUES}={proposal.pk}" if is_mine and not has_parts else "",
            preview_url=f"{reverse(f'{name}_preview', args=[row.pk])}?{CONTINUES}={proposal.pk}"
            if self.can_be_previewed(row)
            else "",
        )

    def differences_of(self, request, row, proposal):
        form, parts = self._filled_in(request, copy(row), proposal)
        return differences(form, parts)

    def _filled_in(self, request, row, proposal, **more):
        """The row's own form and its texts, as the proposal would send them in."""
        form_class = self.get_form(request, row, change=True)
        form_class.filled_with = None  # what is saved is what is changed, whatever the page is filled with
        data = as_it_stands(form_class(instance=copy(row)))
        for name, sent in proposal.changes.items():
            data.setlist(name, sent) if sent else data.pop(name, None)
        data.update(more)
        form = form_class(data, MultiValueDict(), instance=row)
        form.person = None
        parts = []
        for inline in self.get_inline_instances(request, row):
            formset_class = inline.get_formset(request, row)
            prefix = formset_class.get_default_prefix()
            if not self.is_text(formset_class) or f"{prefix}-TOTAL_FORMS" not in data:
                continue
            rows = inline.get_queryset(request)
            parts.append(formset_class(data, MultiValueDict(), instance=row, prefix=prefix, queryset=rows))
        return form, parts

    # --- The decision ---
    def get_urls(self):
        page = path(
            "<path:object_id>/forslag/<int:proposal_id>/",
            self.admin_site.admin_view(self.proposal_view),
            name=f"{self.opts.app_label}_{self.opts.model_name}_proposal",
        )
        return [page, *super().get_urls()]

    def proposal_view(self, request, object_id, proposal_id):
        row = self.get_object(request, object_id) if all_ids(object_id) else None
        found = all_ids(str(proposal_id)) and row is not None
        proposal = (
            Proposal.objects.about(row).select_related("made_by").filter(pk=proposal_id).first() if found else None
        )
        if proposal is None:
            raise Http404
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        errors, conflict, reason = [], None, ""
        if request.method == "POST":
            reason = request.POST.get("reason", "").replace("\x00", "")
            try:
                with transaction.atomic():
                    words = self._decide(request, row, proposal, reason)
            except _Refused as refused:
                errors, conflict = refused.errors, refused.conflict
            except ValidationError as refused:
                errors = refused.messages
            else:
                self.message_user(request, words, messages.SUCCESS)
                return HttpResponseRedirect(self.page_of(row))
            row = self.get_object(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Föreslagen ändring"),
            "subtitle": None,
            "opts": self.opts,
            "row": row,
            "page": self.page_of(row),
            "waiting": self.told_of(request, row, proposal),
            "errors": errors,
            "conflict": conflict,
            "reason": reason,
        }
        return TemplateResponse(request, "admin/proposal.html", context)

    def _decide(self, request, row, proposal, reason):
        """Do what the pressed button says, and tell it in words."""
        deed = request.POST.get("gor", "")
        if deed == "ta-tillbaka":
            proposing.withdraw(proposal, by=request.user)
            self.log_change(request, row, _("Tog tillbaka sin föreslagna ändring."))
            return _("Din ändring är tillbakatagen.")
        if deed not in {"publicera", "skicka-tillbaka"}:
            raise ValidationError(_("Välj vad du vill göra."))
        if not self.has_publish_permission(request):
            raise PermissionDenied
        if deed == "skicka-tillbaka":
            proposing.send_back(proposal, by=request.user, reason=reason)
            self.log_change(request, row, _("Skickade tillbaka en ändring av %(who)s.") % {"who": proposal.made_by})
            return _("Ändringen är skickad tillbaka till %(who)s.") % {"who": proposal.made_by}
        proposing.accept(proposal, by=request.user, write=lambda: self.write(request, row, proposal))
        self.log_change(request, row, _("Publicerade en ändring av %(who)s.") % {"who": proposal.made_by})
        return _("Ändringen av %(who)s är publicerad.") % {"who": proposal.made_by}

    def write(self, request, row, proposal, *, on_top=False):
        """Write a proposal's words into the row, in the name of the one who wrote them.

        `on_top`: whatever others have saved since; for a preview.
        """
        more = {}
        if not on_top:
            more = {
                conflicts.SEEN: str(proposal.seen_version or ""),
                conflicts.ON_TOP_OF: request.POST.get(conflicts.ON_TOP_OF, ""),
            }
        form, parts = self._filled_in(request, row, proposal, **more)
        strangers = [name for name in proposal.changes if "-" not in name and name not in form.fields]
        if strangers:
            raise _Refused([_("Ändringen rör fält som du inte får ändra. Be någon som får det.")])
        if not (form.is_valid() and all(part.is_valid() for part in parts)):
            raise _Refused(_faults(form, parts), form.conflict)
        with in_the_name_of(proposal.made_by, request) as written:
            row = form.save(commit=False)
            row._change_reason = f"{proposing.REASON}{proposal.pk}"
            self.save_words(written, row, form, True)
            form.save_m2m()
            for part in parts:
                part.save()

    # --- In the history ---
    def with_reasons(self, row, found):
        found = super().with_reasons(row, found)
        keys = {version.reason.removeprefix(proposing.REASON) for version in found if _is_accepted(version)}
        known = Proposal.objects.select_related("decided_by").in_bulk([int(key) for key in keys]) if keys else {}
        return [_accepted(version, known) if _is_accepted(version) else version for version in found]

    def more_told(self, request, row):
        """What was proposed and isn't published, beside what happened to the parts."""
        rows = Proposal.objects.about(row).exclude(state=State.ACCEPTED).select_related("made_by", "decided_by")
        kinds = {
            State.WAITING: _("Föreslog en ändring, som väntar"),
            State.REFUSED: _("Föreslog en ändring, som skickades tillbaka"),
            State.WITHDRAWN: _("Föreslog en ändring och tog tillbaka den"),
        }
        told = [Version(each.made_at, each.made_by, kinds[each.state], note=_why_not(each)) for each in rows[:50]]
        return [*super().more_told(request, row), *told]


class _Refused(Exception):
    """What stands in the way of publishing a proposal, in words, and what others have saved since."""

    def __init__(self, errors, conflict=None):
        super().__init__(*errors)
        self.errors, self.conflict = errors, conflict


@contextmanager
def in_the_name_of(person, request):
    """What is written is written by the one whose words it is: in the history, in the ledgers and in the logs."""
    written, known = copy(request), getattr(HistoricalRecords.context, "request", None)
    written.user = person
    HistoricalRecords.context.request = written
    try:
        yield written
    finally:
        HistoricalRecords.context.request = known


def _names(model):
    return {each.name for each in model._meta.get_fields()}


def _sent(form):
    """The changed words as the form gave them, and all of a part where anything in it was changed."""
    data = form.data
    sent = {name: data.getlist(form.add_prefix(name)) for name in form.changed_data}
    for formset in form.text_formsets:
        if formset.has_changed():
            sent |= {key: data.getlist(key) for key in data if key.startswith(f"{formset.prefix}-")}
    return sent


def _faults(form, parts):
    """What is wrong, each with the name of its field."""
    faults = []
    for each in [form, *(row for part in parts for row in part.forms)]:
        for name, errors in each.errors.items():
            label = "" if name == NON_FIELD_ERRORS else f"{each.fields[name].label}: ".capitalize()
            faults += [f"{label}{error}" for error in errors]
    return [*faults, *(error for part in parts for error in part.non_form_errors())]


def _is_accepted(version):
    return version.reason.startswith(proposing.REASON) and version.reason.removeprefix(proposing.REASON).isdecimal()


def _accepted(version, known):
    proposal = known.get(int(version.reason.removeprefix(proposing.REASON)))
    if proposal is None or proposal.decided_by is None:
        return version
    return replace(version, note=_("Publicerades av %(who)s.") % {"who": proposal.decided_by})


def _why_not(proposal):
    if proposal.state != State.REFUSED:
        return ""
    return _("%(who)s: %(reason)s") % {"who": proposal.decided_by, "reason": proposal.reason}
