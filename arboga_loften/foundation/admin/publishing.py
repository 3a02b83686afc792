"""Something that residents can read, in the admin: published with a day, taken down, never erased."""

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arboga_loften.foundation import clock, conflicts, two_people
from arboga_loften.foundation.admin.base import OurAdmin
from arboga_loften.foundation.admin.previews import PreviewPages
from arboga_loften.foundation.publishing import Publication
from arboga_loften.foundation.signs import Sign
from arboga_loften.foundation.templatetags.look import day_year

PUBLISHING = (
    gettext_lazy("Publicering"),
    {
        "fields": ["publication", "publish_on"],
        "description": gettext_lazy(
            "Ett utkast syns bara här, också när det är klart att publicera. Det som har varit publicerat kan "
            "avpubliceras men aldrig tas bort: det är en allmän handling."
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
    Publication.READY: Sign("planned", "doc"),
    Publication.PUBLISHED: Sign("done", "check"),
    Publication.UNPUBLISHED: Sign("stop", "x"),
}


def publication_sign(row):
    """How far a row has come towards being read."""
    if row.publication == Publication.PUBLISHED and row.publish_on > clock.today():
        return Sign("planned", "cal", _("Publiceras %(day)s") % {"day": day_year(row.publish_on)})
    return PUBLICATION_SIGNS[row.publication]._replace(label=row.get_publication_display())


def chip(sign):
    """The chip component, in a cell of a list."""
    return render_to_string("components/chip.html", {"choice": sign})


class PublishableAdmin(PreviewPages, OurAdmin):
    """Something that residents can read: published with a day, taken down, never erased."""

    actions = ["ready_chosen", "publish_chosen", "unpublish_chosen"]
    change_list_template = "admin/publishable_list.html"
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
        return chip(publication_sign(row))

    def view_on_site(self, row):
        """The public page, or nothing where there is none to see."""
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") and self._is_public(row) else None

    def _is_public(self, row):
        return row.is_visible and self.model.objects.visible().filter(pk=row.pk).exists()

    def where_it_shows(self, row):
        """In words, where there is no page to link to."""
        if row.publication == Publication.DRAFT:
            return _("Utkast: syns inte på webbplatsen.")
        if row.publication == Publication.READY:
            return _("Klar att publicera: syns inte på webbplatsen än.")
        if row.publication == Publication.UNPUBLISHED:
            return _("Avpublicerad: syns inte på webbplatsen, men finns kvar här.")
        if not row.is_visible:
            return _("Publiceras %(day)s.") % {"day": day_year(row.publish_on)}
        if not self._is_public(row):
            return _("Publicerad, men det som den hör till syns inte på webbplatsen än.")
        return ""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["where_it_shows"] = self.where_it_shows(obj) if change and obj else ""
        context["proposals"] = self.waiting(request, obj) if change and obj else []
        context["may_preview"] = bool(change and obj and self.can_be_previewed(obj) and not self._is_public(obj))
        return super().render_change_form(request, context, add, change, form_url, obj)

    # --- Many at once ---
    def changelist_view(self, request, extra_context=None):
        """The list says which version it was drawn from, as a page does."""
        seen = conflicts.latest_of_all(self.model)
        return super().changelist_view(request, {"seen_version": seen or "", **(extra_context or {})})

    @admin.action(description=gettext_lazy("Säg att valda är klara att publicera"), permissions=["publish"])
    def ready_chosen(self, request, queryset):
        self._save_each(
            request,
            queryset.filter(publication=Publication.DRAFT),
            deed=_ready,
            done=lambda n: ngettext("%(n)s är klar att publicera.", "%(n)s är klara att publicera.", n),
            nothing=_("Ingen av dem som du valde var ett utkast."),
            trace=_("Klar att publicera"),
        )

    @admin.action(description=gettext_lazy("Publicera valda"), permissions=["publish"])
    def publish_chosen(self, request, queryset):
        def publish(row):
            if self.are_our_words:
                two_people.require_another(row, request.user, self.text_parts)
            row.publish()

        self._save_each(
            request,
            queryset.exclude(publication=Publication.PUBLISHED),
            deed=publish,
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
        """Do a deed to each row and save it by itself, so that each leaves its trace in the history.

        The rows are held first. One that somebody else has saved since the list was drawn is left for a person to read.
        """
        saved, refused = 0, []
        unseen = conflicts.hold_all(self.model, queryset.values_list("pk", flat=True), request)
        for row in queryset.all():
            if row.pk in unseen:
                words = _("%(who)s sparade den medan du hade listan framme. Läs den först.") % {"who": unseen[row.pk]}
                refused.append(f"{row}: {words}")
                continue
            try:
                deed(row)
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


def _ready(row):
    row.publication = Publication.READY


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
