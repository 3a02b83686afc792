"""The handlingsplan itself: who decided it and how often it is followed up."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from actionplan.admin.council_deeds import BookTheYearPage
from actionplan.admin.next_year import NextYearPage
from actionplan.admin.planfile import PlanFilePages
from actionplan.models import ActionPlan
from arboga_loften.foundation.admin import ORIGIN, PUBLISHING, OurForm, PublishableAdmin

# What an editor mends.
EDITED = ["title", "note", "sources", "publication", "publish_on"]


class PlanForm(OurForm):
    error_fields = {
        "plan_chief_after_deputy": "chief_after_days",
        "plan_stale_after_a_week_or_more": "stale_after_days",
    }


@admin.register(ActionPlan)
class ActionPlanAdmin(PlanFilePages, NextYearPage, BookTheYearPage, PublishableAdmin):
    form = PlanForm
    change_form_template = "admin/plan_form.html"
    change_list_template = "admin/plan_list.html"
    list_display = ["title", "promise", "kind", "rhythm", "decided_on", "publication_shown"]
    list_filter = ["publication", "kind"]
    list_select_related = ["promise"]
    search_fields = ["title", "registry_number"]
    search_help_text = _("Sök på rubrik eller diarienummer.")

    def get_readonly_fields(self, request, obj=None):
        """An editor mends the words and publishes; how the plan is followed up is the samordnare's."""
        fields = super().get_readonly_fields(request, obj)
        if request.user.has_perm("actionplan.add_actionplan"):
            return fields
        every = [name for _title, options in self.fieldsets for name in options["fields"]]
        return [*fields, *(name for name in every if name not in {*EDITED, *fields})]

    fieldsets = [
        (_("Planen"), {"fields": ["promise", "title", "kind", "note"]}),
        (
            _("Beslut"),
            {
                "fields": ["decided_on", "decided_by", "registry_number"],
                "description": _("Skriv befattningar, aldrig namn."),
            },
        ),
        (
            _("Uppföljning"),
            {
                "fields": ["rhythm", "stale_after_days"],
                "description": _("Så ofta lovar vi att berätta hur det går. Den som tystnar märks på webbplatsen."),
            },
        ),
        (
            _("Påminnelser och rapporter"),
            {
                "fields": ["remind_before_days", "deputy_after_days", "chief_after_days", "reports_by_link"],
                "description": _(
                    "Den som ansvarar får ett mejl på arbetsdagar. I mejlet finns en länk där det går att rapportera utan "
                    "att logga in."
                ),
            },
        ),
        ORIGIN,
        PUBLISHING,
    ]
