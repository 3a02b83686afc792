"""What came out of a dialogue, and what voices and findings led to: the one place where dialogs reads upward."""

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from arboga_loften.foundation.models import Publishable, Sourced
from arboga_loften.foundation.publishing import PublishableQuerySet
from dialogs.models.dialogues import Dialogue
from dialogs.models.voices import Viewpoint


class FindingQuerySet(PublishableQuerySet):
    hangs_on = ("dialogue",)

    def with_links(self, on=None):
        """Each with what it rests on and what came of it, as far as it is public; focus areas are read upward by name."""
        areas = self.model.focus_areas.rel.related_model.objects.visible(on).select_related("promise")
        sections = self.model.situation_sections.rel.related_model.objects.visible(on).select_related("report")
        voices = Viewpoint.objects.visible(on).select_related("dialogue")
        return self.select_related("dialogue").prefetch_related(
            "sources",
            Prefetch("viewpoints", queryset=voices, to_attr="public_viewpoints"),
            Prefetch("focus_areas", queryset=areas, to_attr="public_areas"),
            Prefetch("situation_sections", queryset=sections, to_attr="public_sections"),
        )


class Finding(Publishable, Sourced):
    """What came out of a dialogue, in a sentence that cites the viewpoints it rests on."""

    dialogue = models.ForeignKey(Dialogue, verbose_name=_("dialog"), on_delete=models.PROTECT, related_name="findings")
    slug = models.SlugField(_("adressnamn"), max_length=100, unique=True)
    title = models.CharField(_("rubrik"), max_length=160)
    text = models.TextField(_("det vi såg"))
    viewpoints = models.ManyToManyField(
        Viewpoint, verbose_name=_("synpunkter som fyndet vilar på"), blank=True, related_name="findings"
    )

    history = HistoricalRecords()
    objects = FindingQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("fynd")
        verbose_name_plural = _("fynd")
        ordering = ["-dialogue__starts_on", "pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{self.dialogue.get_absolute_url()}#fynd-{self.slug}"


def with_activities(cited, on=None):
    """Give each of some viewpoints or findings its `led_to`: the public activities that rest on it, judged as of a day.

    This is the one place where dialogs reads upward. It knows nothing of plans (imports run one way), so what a voice
    led to is found by the related name `activities`, for a whole page at once and however many the rows are.
    """
    rows = list(cited)
    if not rows:
        return rows
    relation = type(rows[0]).activities
    to_row, to_activity = relation.field.m2m_reverse_name(), relation.field.m2m_column_name()
    links = relation.through.objects.filter(**{f"{to_row}__in": [row.pk for row in rows]})
    pairs = list(links.values_list(to_row, to_activity))
    public_ones = relation.rel.related_model.objects.visible(on).filter(pk__in={activity for _row, activity in pairs})
    judged = public_ones.judged(on)
    for row in rows:
        mine = {activity for cited_by, activity in pairs if cited_by == row.pk}
        row.led_to = [activity for activity in judged if activity.pk in mine]
    return rows
