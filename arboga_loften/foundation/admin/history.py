"""The history's page in the admin, and the way back to an earlier version: its words in the form, saved by a person."""

from dataclasses import dataclass, replace

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from arboga_loften.foundation import conflicts, two_people
from arboga_loften.foundation.fields import all_ids
from arboga_loften.foundation.history import MOST_VERSIONS, Version, linked, versions, versions_of_parts

# In the address: the version to fill the form with. In the form: the version that it was filled with.
VERSION, RESTORES = "version", "restores"
REASON = "restored:"


@dataclass(frozen=True)
class Filling:
    """What a form is filled with instead of what is saved, and how the page says so."""

    words: dict
    note: str
    # A hidden field that tells, when the form comes in, what it was filled with.
    name: str
    value: int


class HistoryPages:
    """For every model: who changed what, from what to what, and where that is allowed the way back."""

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        keeps = hasattr(self.model, "history")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Historik: %(what)s") % {"what": row},
            "subtitle": None,
            "opts": self.opts,
            "object": row,
            "module_name": str(self.opts.verbose_name_plural).capitalize(),
            "versions": self.told(request, row) if keeps else _logged(row),
            # The words that stand now need no way back.
            "latest": conflicts.latest_version(self.model, row.pk) if keeps else None,
            "may_restore": keeps and self.has_change_permission(request, row),
        }
        return TemplateResponse(request, "admin/history.html", context)

    def told(self, request, row):
        """All that is told of a row, newest first."""
        since = self.told_since(request, row)
        own = self.with_reasons(row, versions(row, since=since))
        if since is not None:
            return own
        return sorted([*own, *self.more_told(request, row)], key=lambda version: version.at, reverse=True)

    def told_since(self, request, row):
        """The version that somebody is told what came after; None where they may read all of the history."""
        return None

    def more_told(self, request, row):
        """What else happened to a row than that it was saved."""
        return versions_of_parts(row)

    def with_reasons(self, row, found):
        """The versions, with why they were made said in words."""
        dates = {version.pk: version.at for version in found}
        return [_restored(version, dates) for version in found]

    # --- The way back ---
    def get_form(self, request, obj=None, change=False, **kwargs):
        made = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None and (filling := self.filling(request, obj)):
            made.filled_with = filling.words
        return made

    def filling(self, request, row):
        """What the address or the form says that the page is filled with; read once for a row."""
        if not hasattr(row, "filling"):
            row.filling = self.find_filling(request, row)
        return row.filling

    def find_filling(self, request, row):
        asked = request.POST.get(RESTORES) or request.GET.get(VERSION) or ""
        if not (asked and all_ids(asked) and hasattr(self.model, "history")):
            return None
        version = row.history.filter(history_id=asked).select_related("history_user").first()
        since = self.told_since(request, row)
        if version is None or (since is not None and version.history_id <= since):
            return None
        note = _("Formuläret är fyllt med orden från %(when)s. Inget är sparat än.") % {"when": _when(version)}
        return Filling(words_of(version), note, RESTORES, version.history_id)

    def save_form(self, request, form, change):
        """What was restored is told in the history."""
        row = super().save_form(request, form, change)
        filling = getattr(row, "filling", None)
        if change and filling and filling.name == RESTORES:
            row._change_reason = f"{REASON}{filling.value}"
        return row


def words_of(version):
    """What a version's fields hold, as a form is given it. To be public or not isn't words."""
    words = {
        each.name: getattr(version, each.attname)
        for each in version.tracked_fields
        if each.editable and each.name not in two_people.PUBLISHING
    }
    links = linked([version])[version.history_id]
    return words | {each.name: sorted(keys) for each, keys in links.items()}


def _when(version):
    moment = _day(version.history_date)
    return f"{moment} ({version.history_user})" if version.history_user else moment


def _day(moment):
    return date_format(moment.astimezone(get_current_timezone()), "j F Y H.i")


def _restored(version, dates):
    """A version that was made by going back to another one says which."""
    key = version.reason.removeprefix(REASON)
    if key == version.reason or not key.isdecimal():
        return version
    then = dates.get(int(key))
    words = _("Återställde orden från %(when)s.") % {"when": _day(then)} if then else _("Återställde en äldre version.")
    return replace(version, note=words)


def _logged(row):
    """What the admin's own log tells of a row whose model keeps no history: who did what, without before and after."""
    rows = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk))
    kinds = {ADDITION: _("Skapades"), CHANGE: _("Ändrades")}
    return [
        Version(
            each.action_time, each.user, kinds.get(each.action_flag, _("Togs bort")), note=each.get_change_message()
        )
        for each in rows.select_related("user").order_by("-action_time", "-pk")[:MOST_VERSIONS]
    ]
