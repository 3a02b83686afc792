"""What every list and form in the admin shares, so that an official who sees it once a month meets the same ways everywhere.

Errors stand at the field that they are about, dates are the browser's own, nothing that has been public can be erased,
and no address that somebody types gives anything worse than a clear answer.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import DataError, transaction
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arboga_loften.foundation import clock, conflicts
from arboga_loften.foundation.fields import FIELDS, ManyChosen, Ticks, all_ids
from arboga_loften.foundation.history import versions
from arboga_loften.foundation.models import Letter, Municipality, Source
from arboga_loften.foundation.pictures import check_logo
from arboga_loften.foundation.publishing import Publication, Undeletable
from arboga_loften.foundation.signs import Sign
from arboga_loften.foundation.templatetags.look import day_year

PUBLISHING = (
    gettext_lazy("Publicering"),
    {
        "fields": ["publication", "publish_on"],
        "description": gettext_lazy(
            "Ett utkast syns bara här. Det som har varit publicerat kan avpubliceras men aldrig tas bort: "
            "det är en allmän handling."
        ),
    },
)
ORIGIN = (
    gettext_lazy("Varifrån uppgifterna kommer"),
    {
        "fields": ["sources", "is_example"],
        "description": gettext_lazy("Källorna visas på webbplatsen bredvid uppgifterna."),
    },
)

PUBLICATION_SIGNS = {
    Publication.DRAFT: Sign("none", "ring"),
    Publication.PUBLISHED: Sign("done", "check"),
    Publication.UNPUBLISHED: Sign("stop", "x"),
}


def chip(sign):
    """The chip component, in a cell of a list."""
    return render_to_string("components/chip.html", {"choice": sign})


class OurForm(forms.ModelForm):
    """A form that offers only what can be chosen, and says what is wrong where it is wrong."""

    # The constraint's name → the field that its message belongs to.
    error_fields = {}
    # What somebody else saved while this form was being filled in.
    conflict = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "publication" in self.fields:
            closed = Publication.DRAFT if self.instance.first_published_on else Publication.UNPUBLISHED
            self.fields["publication"].choices = [c for c in Publication.choices if c[0] != closed]

    def clean(self):
        cleaned = super().clean()
        # A part of a page is saved with the page's own row, which is the one that is asked.
        self.conflict = None if self.prefix else conflicts.conflict(self.instance, self.data)
        if self.conflict:
            raise ValidationError(_("Någon annan sparade medan du skrev. Inget av det du skrev är borta."))
        return cleaned

    def _update_errors(self, errors):
        """Move each broken rule from the top of the page to the field that it is about; one without a field stays there."""
        if hasattr(errors, "error_dict"):
            strangers = [name for name in errors.error_dict if name not in self.fields]
            homeless = [error for name in strangers for error in errors.error_dict.pop(name)]
            for error in homeless:
                place = self._fields_of_messages().get(str(error.message))
                place = place if place in self.fields else NON_FIELD_ERRORS
                errors.error_dict.setdefault(place, []).append(error)
        super()._update_errors(errors)

    def _fields_of_messages(self):
        rules = [rule for _model, rules in self.instance.get_constraints() for rule in rules]
        return {str(rule.get_violation_error_message()): self.error_fields.get(rule.name) for rule in rules}


class PlainFields:
    """For inlines: fields without links to other models in the middle of a report."""

    form = OurForm
    formfield_overrides = FIELDS
    template = "admin/parts_inline.html"
    explanation = ""

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        words = {"widget": Ticks, "form_class": ManyChosen, **kwargs}
        return super().formfield_for_manytomany(db_field, request, **words)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class OurAdmin(admin.ModelAdmin):
    """The base of every model in the admin."""

    form = OurForm
    formfield_overrides = FIELDS
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER

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
        context["conflict"] = getattr(context["adminform"].form, "conflict", None)
        context["seen_version"] = request.POST.get(conflicts.SEEN, "") or getattr(obj, "seen_version", None) or ""
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

    # --- History ---
    def history_view(self, request, object_id, extra_context=None):
        """Who changed what, from what to what, for the models that keep a history of their own."""
        if not hasattr(self.model, "history"):
            return super().history_view(request, object_id, extra_context)
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Historik: %(what)s") % {"what": row},
            "subtitle": None,
            "opts": self.opts,
            "object": row,
            "module_name": str(self.opts.verbose_name_plural).capitalize(),
            "versions": versions(row, since=self.told_since(request, row)),
        }
        return TemplateResponse(request, "admin/history.html", context)

    def told_since(self, request, row):
        """The version that somebody is told what came after; None where they may read all of the history."""
        return None


class PublishableAdmin(OurAdmin):
    """Something that residents can read: published with a day, taken down, never erased."""

    actions = ["publish_chosen", "unpublish_chosen"]
    radio_fields = {"publication": admin.VERTICAL}

    def has_publish_permission(self, request):
        return self.has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.first_published_on)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if self.has_publish_permission(request) else [*fields, "publication", "publish_on"]

    # --- Where it shows ---
    @admin.display(description=gettext_lazy("publicering"), ordering="publication")
    def publication_shown(self, row):
        sign = PUBLICATION_SIGNS[row.publication]._replace(label=row.get_publication_display())
        if row.publication == Publication.PUBLISHED and row.publish_on > clock.today():
            sign = Sign("planned", "cal", _("Från %(day)s") % {"day": day_year(row.publish_on)})
        return chip(sign)

    def view_on_site(self, row):
        """The public page, or nothing where there is none to see."""
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") and self._is_public(row) else None

    def _is_public(self, row):
        return row.is_visible and self.model.objects.visible().filter(pk=row.pk).exists()

    def where_it_shows(self, row):
        """In words, where there is no page to link to."""
        if row.publication == Publication.DRAFT:
            return _("Utkast: syns inte på webbplatsen.")
        if row.publication == Publication.UNPUBLISHED:
            return _("Avpublicerad: syns inte på webbplatsen, men finns kvar här.")
        if not row.is_visible:
            return _("Visas på webbplatsen från %(day)s.") % {"day": day_year(row.publish_on)}
        if not self._is_public(row):
            return _("Publicerad, men det som den hör till syns inte på webbplatsen än.")
        return ""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["where_it_shows"] = self.where_it_shows(obj) if change and obj else ""
        return super().render_change_form(request, context, add, change, form_url, obj)

    # --- Many at once ---
    @admin.action(description=gettext_lazy("Publicera valda"), permissions=["publish"])
    def publish_chosen(self, request, queryset):
        self._save_each(
            request,
            queryset.exclude(publication=Publication.PUBLISHED),
            deed=lambda row: row.publish(),
            done=lambda n: ngettext("%(n)s är publicerad.", "%(n)s är publicerade.", n),
            nothing=_("Alla som du valde var redan publicerade."),
            trace=_("Publicerad"),
        )

    @admin.action(description=gettext_lazy("Avpublicera valda"), permissions=["publish"])
    def unpublish_chosen(self, request, queryset):
        self._save_each(
            request,
            queryset.filter(publication=Publication.PUBLISHED),
            deed=lambda row: row.unpublish(),
            done=lambda n: ngettext("%(n)s är avpublicerad.", "%(n)s är avpublicerade.", n),
            nothing=_("Ingen av dem som du valde var publicerad."),
            trace=_("Avpublicerad"),
        )

    def _save_each(self, request, queryset, *, deed, done, nothing, trace):
        """Do a deed to each row and save it by itself, so that each leaves its trace in the history."""
        saved, refused = 0, []
        for row in queryset:
            deed(row)
            try:
                row.full_clean()
            except ValidationError as error:
                refused.append(f"{row}: {' '.join(error.messages)}")
                continue
            self.save_model(request, row, form=None, change=True)
            self.log_change(request, row, trace)
            saved += 1
        if saved:
            self.message_user(request, done(saved) % {"n": saved}, messages.SUCCESS)
        for words in refused:
            self.message_user(request, words, messages.ERROR)
        if not saved and not refused:
            self.message_user(request, nothing, messages.INFO)

    def get_actions(self, request):
        actions = super().get_actions(request)
        if "delete_selected" in actions:
            actions["delete_selected"] = (_delete_drafts, "delete_selected", _("Ta bort valda utkast"))
        return actions


def _delete_drafts(modeladmin, request, queryset):
    """Django's own page of deletion, for what has never been public."""
    public = queryset.filter(first_published_on__isnull=False).count()
    if public:
        words = ngettext(
            "%(n)s av dem som du valde har varit publicerad och kan inte tas bort. Avpublicera den i stället.",
            "%(n)s av dem som du valde har varit publicerade och kan inte tas bort. Avpublicera dem i stället.",
            public,
        )
        modeladmin.message_user(request, words % {"n": public}, messages.ERROR)
        return None
    return delete_selected(modeladmin, request, queryset)


@admin.register(Source)
class SourceAdmin(OurAdmin):
    list_display = ["title", "publisher", "dated", "url"]
    list_filter = ["publisher"]
    search_fields = ["title", "publisher", "key"]
    search_help_text = gettext_lazy("Sök på rubrik, utgivare eller nyckel.")
    prepopulated_fields = {"key": ["title"]}
    fields = ["title", "publisher", "url", "dated", "note", "key"]


class MunicipalityForm(OurForm):
    def clean_logo(self):
        logo = self.cleaned_data["logo"]
        if logo and "logo" in self.changed_data:
            check_logo(logo)
        return logo


@admin.register(Municipality)
class MunicipalityAdmin(OurAdmin):
    """One row: its list leads straight to it."""

    form = MunicipalityForm
    fieldsets = [
        (
            gettext_lazy("Namn"),
            {
                "fields": [
                    "name",
                    "place_name",
                    "service_name",
                    "police_name",
                    "council_name",
                    "origin_text",
                    "origin_text_en",
                    "website",
                ],
                "description": gettext_lazy("Så presenterar sig webbplatsen på varje sida."),
            },
        ),
        (gettext_lazy("Kontakt"), {"fields": ["contact_email", "contact_phone", "contact_address"]}),
        (gettext_lazy("Personuppgifter"), {"fields": ["controller", "dpo_contact"]}),
        (
            gettext_lazy("Utseende"),
            {
                "fields": ["logo", "thread_colour", "thread_colour_dark", "field_colour"],
                "description": gettext_lazy(
                    "Lämna färgerna tomma för att använda webbplatsens egna. En färg som är svår att se godtas inte."
                ),
            },
        ),
        (
            gettext_lazy("Tillgänglighetsredogörelse"),
            {
                "fields": [
                    "statement_conformance",
                    "statement_assessed_on",
                    "statement_updated_on",
                    "statement_method",
                    "statement_shortcomings",
                    "statement_burden",
                    "statement_exempt",
                    "supervisor_name",
                    "supervisor_url",
                ],
                "description": gettext_lazy(
                    "Visas på sidan Tillgänglighet. Lagen (2018:1937) kräver att den är aktuell."
                ),
            },
        ),
    ]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Municipality.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        place = "1/change/" if Municipality.objects.exists() else "add/"
        return HttpResponseRedirect(f"{request.path}{place}")


@admin.register(Letter)
class LetterAdmin(OurAdmin):
    """What is on its way and what has left, to see whether the mail server takes it. To whom and in which words isn't told."""

    list_display = ["key", "subject", "queued_at", "tries", "last_fault", "sent_at"]
    list_filter = [("sent_at", admin.EmptyFieldListFilter)]
    fields = [*list_display, "next_try_at"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
