"""What every list and form in the admin shares, so that an official who sees it once a month meets the same ways everywhere.

Errors stand at the field that they are about, dates are the browser's own, nothing that has been public can be erased,
and no address that somebody types gives anything worse than a clear answer.
"""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import DataError, transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from arboga_loften.foundation import conflicts
from arboga_loften.foundation.admin.forms import OurForm
from arboga_loften.foundation.admin.history import HistoryPages
from arboga_loften.foundation.fields import FIELDS, ManyChosen, Ticks, all_ids
from arboga_loften.foundation.publishing import Undeletable


class PlainFields:
    """For inlines: fields without links to other models in the middle of a report."""

    form = OurForm
    formfield_overrides = FIELDS
    template = "admin/parts_inline.html"
    explanation = ""
    # Whether a row that stands is folded under its name; where many are filled in at once they stand open.
    folds = True
    # A part has no page of its own.
    view_on_site = False

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        words = {"widget": Ticks, "form_class": ManyChosen, **kwargs}
        return super().formfield_for_manytomany(db_field, request, **words)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class OurAdmin(HistoryPages, admin.ModelAdmin):
    """The base of every model in the admin."""

    form = OurForm
    formfield_overrides = FIELDS
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    # What is public has a link of its own (publishing.py). Django's leads by the row's address, which tells a draft's title.
    view_on_site = False

    # --- Fields ---
    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Boxes to tick, with a field that searches among them. Django's own search box can't be read aloud."""
        words = {"widget": Ticks, "form_class": ManyChosen, **kwargs}
        return super().formfield_for_manytomany(db_field, request, **words)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = field.widget.can_view_related = False
            field.widget.use_fieldset = field.widget.widget.use_fieldset
        return field

    def get_changeform_initial_data(self, request):
        """What the address fills in; an id that can't be one is left out."""
        initial = super().get_changeform_initial_data(request)
        relations = {field.name for field in self.opts.get_fields() if field.is_relation}
        return {name: value for name, value in initial.items() if name not in relations or all_ids(value)}

    # --- Two at once ---
    def get_object(self, request, object_id, from_field=None):
        """With the version that the page is drawn from. It is read first: what is saved in between counts as unseen."""
        seen = conflicts.latest_version(self.model, object_id) if all_ids(object_id) else None
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.seen_version = seen
        return row

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        filling = self.filling(request, obj) if change and obj else None
        context |= {"filling": filling, "where_it_shows": "", "proposals": [], "may_preview": False, **context}
        context["conflict"] = getattr(context["adminform"].form, "conflict", None)
        seen = request.POST.get(conflicts.SEEN, "") or getattr(obj, "seen_version", None) or ""
        context.setdefault("seen_version", seen)
        return super().render_change_form(request, context, add, change, form_url, obj)

    # --- Addresses that somebody typed ---
    def changelist_view(self, request, extra_context=None):
        if "e" in request.GET and request.method == "GET":
            self.message_user(
                request, _("Urvalet i adressen gick inte att förstå. Här är hela listan."), messages.WARNING
            )
            return HttpResponseRedirect(request.path)
        if not all_ids(request.POST.getlist(ACTION_CHECKBOX_NAME)):
            return HttpResponseRedirect(f"{request.path}?e=1")
        try:
            with transaction.atomic():
                title = str(self.opts.verbose_name_plural).capitalize()
                return super().changelist_view(request, {"title": title, **(extra_context or {})})
        except (DataError, OverflowError):
            return HttpResponseRedirect(f"{request.path}?e=1")

    # --- Erasing ---
    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except Undeletable as refused:
            self.message_user(request, " ".join(refused.messages), messages.ERROR)
            return HttpResponseRedirect("../change/")
