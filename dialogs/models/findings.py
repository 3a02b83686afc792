"""What came out of a dialogue, and what voices and findings led to: the one place where dialogs reads upward."""

from collections import defaultdict

from django.db import models
from django.db.models import Count, Prefetch, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from arboga_loften.foundation.models import Publishable, Sourced
from arboga_loften.foundation.publishing import PublishableQuerySet
from dialogs.models.dialogues import Dialogue
from dialogs.models.voices import Viewpoint

# A finding may rest on hundreds of voices; so many of them are quoted, and the rest are counted.
CITES_SHOWN = 12


class FindingQuerySet(PublishableQuerySet):
    hangs_on = ("dialogue",)

    def with_links(self, on=None):
        """Each with what came of it, as far as it is public; focus areas are read upward by name. See `with_cites` too."""
        areas = self.model.focus_areas.rel.related_model.objects.visible(on).select_related("promise")
        sections = self.model.situation_sections.rel.related_model.objects.visible(on).select_related("report")
        return self.select_related("dialogue").prefetch_related(
            "sources",
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


def with_cites(findings, on=None):
    """Give each of some findings the first of the public viewpoints that it rests on (`public_viewpoints`), and how many
    they are (`cites`): two queries, however many voices a finding rests on."""
    rows = list(findings)
    shown = Viewpoint.objects.visible(on)
    links = (
        Finding.viewpoints.through.objects.filter(finding__in=rows, viewpoint__in=shown.values("pk"))
        .annotate(
            place=Window(RowNumber(), partition_by="finding_id", order_by="viewpoint_id"),
            cites=Window(Count("pk"), partition_by="finding_id"),
        )
        .filter(place__lte=CITES_SHOWN)
        .values_list("finding_id", "viewpoint_id", "cites")
    )
    links = list(links)
    viewpoints = shown.select_related("dialogue").in_bulk({viewpoint for _finding, viewpoint, _cites in links})
    for row in rows:
        mine = [(viewpoint, cites) for finding, viewpoint, cites in links if finding == row.pk]
        row.public_viewpoints = [viewpoints[viewpoint] for viewpoint, _cites in sorted(mine)]
        row.cites = mine[0][1] if mine else 0
    return rows


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
    cited_in = defaultdict(set)
    for row, activity in pairs:
        cited_in[row].add(activity)
    for row in rows:
        mine = cited_in[row.pk]
        row.led_to = [activity for activity in judged if activity.pk in mine] if mine else []
    return rows
