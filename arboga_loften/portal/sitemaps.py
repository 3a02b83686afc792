"""Every public page, in both languages, for those who search. What isn't public isn't here either."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from actionplan.council import shelf
from actionplan.models import Activity, CouncilMeeting
from arboga_loften.foundation.models import Municipality
from dialogs.models import Dialogue
from focusareas.models import FocusArea, Promise, SituationReport

PAGES = [
    "start",
    "focusareas:promises",
    "focusareas:situations",
    "dialogs:list",
    "dialogs:said_and_done",
    "dialogs:loop",
    "dialogs:receipt_find",
    "actionplan:plan",
    "actionplan:years",
    "actionplan:followup",
    "actionplan:rules",
    "actionplan:meetings",
    "actionplan:report_compare",
    "actionplan:reports",
    "actionplan:report_check",
    "actionplan:report_chain",
    "about",
    "accessibility",
    "privacy",
    "cookies",
]


class InBothLanguages(Sitemap):
    i18n = True
    alternates = True
    x_default = True
    limit = 5000


class FixedPages(InBothLanguages):
    def items(self):
        shows_duties = Municipality.objects.current().shows_duties
        return [*PAGES, "actionplan:duties"] if shows_duties else PAGES

    def location(self, item):
        return reverse(item)


class PublicRows(InBothLanguages):
    """The rows of a model that a resident may read."""

    def __init__(self, queryset, *related):
        self.queryset, self.related = queryset, related

    def items(self):
        rows = self.queryset.visible().order_by("pk")
        return rows.select_related(*self.related) if self.related else rows


class OpenForms(InBothLanguages):
    """The forms that anybody can speak in today."""

    def items(self):
        return Dialogue.objects.visible().open_for_viewpoints()

    def location(self, item):
        return reverse("dialogs:speak", args=[item.slug])


class InFigures(PublicRows):
    """The dialogues once more, by their figures."""

    def location(self, item):
        return reverse("dialogs:tallies", args=[item.slug])


class Reports(InBothLanguages):
    """The council's reports that everybody may read, each in the version that stands."""

    def items(self):
        return shelf.on_the_shelf()


SITEMAPS = {
    "sidor": FixedPages,
    "loften": PublicRows(Promise.objects.all()),
    "fokusomraden": PublicRows(FocusArea.objects.all(), "promise"),
    "lagesbilder": PublicRows(SituationReport.objects.all()),
    "dialoger": PublicRows(Dialogue.objects.all()),
    "siffror": InFigures(Dialogue.objects.all()),
    "tyck-till": OpenForms,
    "aktiviteter": PublicRows(Activity.objects.all(), "focus_area"),
    "rapporter": Reports,
    "moten": PublicRows(CouncilMeeting.objects.all()),
}
