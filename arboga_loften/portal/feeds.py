"""What people said and what became of it, as feeds (Atom): for a newspaper, an association's website or a feed reader.

An answer is told once, and each new word of a party about an activity that a public viewpoint led to. The feeds are in
Swedish, as what they tell is; nothing stands in them that isn't on a page.
"""

import re
from datetime import datetime, time
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import F, Q, Window
from django.db.models.functions import Lag
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import Truncator

from actionplan.council import shelf
from actionplan.models import Activity, FollowUp
from actionplan.status import Status
from arboga_loften.foundation import clock
from arboga_loften.foundation.models import Municipality
from dialogs.models import Answer, Dialogue, Finding, Viewpoint

MOST = 50
# Signs that no XML may hold, however they came into a text.
UNHEARD_OF = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Told:
    """Something that is told in a feed: what, when, in which words, and where the rest stands."""

    def __init__(self, *, kind, pk, title, text, url, at):
        self.title, self.text, self.url = plain(title), plain(text), url
        self.at, self.order = at, (at, kind, pk)
        self.tag = f"tag:{urlsplit(settings.SITE_URL).hostname},2024:{kind}/{pk}"


def plain(text):
    return UNHEARD_OF.sub("", text)


def answers(voices, day):
    """The newest answers to some viewpoints."""
    rows = Answer.objects.visible(day).filter(viewpoint__in=voices)
    rows = rows.select_related("viewpoint__dialogue", "organisation").order_by("-answered_on", "-pk")[:MOST]
    for row in rows:
        words = Truncator(row.viewpoint.text).words(14)
        yield Told(
            kind="svar",
            pk=row.pk,
            title=f"{row.get_decision_display()}: {words}",
            text=f"{row.organisation.called}: {row.text}",
            url=row.viewpoint.get_absolute_url(),
            at=_morning(max(row.answered_on, row.publish_on)),
        )


def new_words(voices, day):
    """The newest words of the parties that changed something, about activities that some viewpoints led to."""
    findings = Finding.objects.visible(day).filter(viewpoints__in=voices)
    activities = Activity.objects.visible(day).filter(Q(viewpoints__in=voices) | Q(findings__in=findings))
    before = Window(Lag("status"), partition_by=F("commitment"), order_by=[F("on").asc(), F("pk").asc()])
    rows = (
        FollowUp.objects.known_on(day)
        .filter(commitment__activity__in=activities.values("pk"))
        .annotate(before=before)
        .filter(Q(before__isnull=True) | ~Q(before=F("status")))
        .select_related("commitment__activity", "commitment__organisation")
        .order_by("-recorded_at", "-pk")[:MOST]
    )
    for row in rows:
        activity = row.commitment.activity
        said = f"{row.commitment.organisation.called} säger: {Status(row.status).label}."
        yield Told(
            kind="uppfoljning",
            pk=row.pk,
            title=f"{Status(row.status).label}: {activity.title}",
            text=f"{said} {row.note}".strip(),
            url=activity.get_absolute_url(),
            at=row.recorded_at,
        )


def _morning(day):
    return timezone.make_aware(datetime.combine(day, time()))


class SaidAndDone(Feed):
    """Everything that was said in the open, and what became of it."""

    feed_type = Atom1Feed
    language = "sv"
    item_guid_is_permalink = False

    def title(self, of):
        name = Municipality.objects.current().service_name
        return plain(f"{of.title} – {name}" if of else f"Ni sa – vi gjorde – {name}")

    def subtitle(self, of):
        return "Svar på det ni har sagt, och vad som händer med det."

    def link(self, of):
        return of.get_absolute_url() if of else reverse("dialogs:said_and_done")

    def author_name(self, of):
        return Municipality.objects.current().name

    def items(self, of):
        day = clock.today()
        voices = Viewpoint.objects.visible(day)
        voices = (voices.filter(dialogue=of) if of else voices).values("pk")
        told = [*answers(voices, day), *new_words(voices, day)]
        return sorted(told, key=lambda each: each.order, reverse=True)[:MOST]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.text

    def item_link(self, item):
        return item.url

    def item_guid(self, item):
        return item.tag

    def item_pubdate(self, item):
        return item.at

    def item_updateddate(self, item):
        return item.at


class SaidAndDoneInDialogue(SaidAndDone):
    """The same, from one dialogue."""

    def get_object(self, request, slug):
        return get_object_or_404(Dialogue.objects.visible(), slug=slug)


class CouncilReports(SaidAndDone):
    """Each published report from the council, once, and each corrected version of it."""

    def title(self, of):
        return plain(f"Rapporter från rådet – {Municipality.objects.current().service_name}")

    def subtitle(self, of):
        return "Det som rådet har kommit fram till om löftet, i rapporter som kan kontrolleras."

    def link(self, of):
        return reverse("actionplan:reports")

    def items(self, of):
        rows = shelf.in_short(shelf.readable()).order_by("-publish_on", "-number")[:MOST]
        return [
            Told(
                kind="rapport",
                pk=row.number,
                title=f"{row.name}, version {row.version}" if row.correction else row.name,
                text=f"Rättat: {row.correction} {row.lead}" if row.correction else row.lead,
                url=shelf.url_of(row),
                at=_morning(max(row.adopted_on, row.publish_on)),
            )
            for row in rows
        ]
