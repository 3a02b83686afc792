"""What a promise rests on and is measured by, in the admin: the agreement between the parties, and figures over the years."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arboga_loften.foundation.admin import (
    ORIGIN,
    PUBLISHING,
    LedgerForm,
    LedgerFormSet,
    LedgerInline,
    OurForm,
    PublishableAdmin,
)
from arboga_loften.foundation.templatetags.look import day_year
from focusareas.models import CooperationAgreement, FocusArea, Indicator, IndicatorValue


class AgreementForm(OurForm):
    error_fields = {"agreement_ends_after_start": "valid_to"}


@admin.register(CooperationAgreement)
class CooperationAgreementAdmin(PublishableAdmin):
    form = AgreementForm
    list_display = ["title", "signed_on", "valid_from", "valid_until", "publication_shown"]
    list_filter = ["publication", "is_example"]
    search_fields = ["title", "note", "registry_number"]
    search_help_text = gettext_lazy("Sök på rubrik, anmärkning eller diarienummer.")
    fieldsets = [
        (
            gettext_lazy("Överenskommelsen"),
            {
                "fields": ["title", "parties", "registry_number", "note"],
                "description": gettext_lazy(
                    "Det längre avtalet mellan kommunen och polisen, som årets löfte bygger på."
                ),
            },
        ),
        (gettext_lazy("Hur länge den gäller"), {"fields": ["signed_on", ("valid_from", "valid_to")]}),
        ORIGIN,
        PUBLISHING,
    ]

    @admin.display(description=gettext_lazy("gäller till"), ordering="valid_to")
    def valid_until(self, agreement):
        if agreement.valid_from is None:
            return None
        return agreement.valid_to or _("tills vidare")


class Figure(forms.DecimalField):
    """A figure as it is written: with a comma or a point, and spaces between the thousands."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "vIntegerField"})

    def to_python(self, value):
        plain = "".join(value.split()).replace(",", ".") if isinstance(value, str) else value
        return super().to_python(plain)


class ValueForm(LedgerForm):
    error_fields = {"indicator_value_or_why_not": "value"}

    value = Figure(
        label=gettext_lazy("värde"),
        required=False,
        max_digits=12,
        decimal_places=2,
        help_text=gettext_lazy("Vet ni inte värdet lämnar du fältet tomt och skriver varför i anmärkningen."),
    )

    class Meta:
        model = IndicatorValue
        fields = ["period", "on", "value", "is_preliminary", "source", "note"]
        labels = {"on": gettext_lazy("periodens sista dag")}
        help_texts = {"source": gettext_lazy("Var siffran är hämtad: vem som gav ut den, och när.")}

    def belong_to(self, indicator, user):
        self.instance.indicator = indicator


class ValueInline(LedgerInline):
    model = IndicatorValue
    form = ValueForm
    verbose_name = gettext_lazy("värde")
    verbose_name_plural = gettext_lazy("Värden")
    invitation = gettext_lazy("Skriv in ett nytt värde")
    explanation = gettext_lazy(
        "Blev ett värde fel, eller var det preliminärt, skriver du in samma period en gång till. Det nya gäller, och "
        "det gamla står kvar här."
    )
    today_at_first = False

    def rows(self, indicator):
        """The latest period first; what was given anew for a period is told to have been replaced."""
        values = list(indicator.values.select_related("recorded_by").order_by("-on", "-recorded_on", "-pk"))
        standing = {value.pk for value in indicator.values.all().standing()}
        return [
            {
                "row": value,
                "headline": _headline(value),
                "text": _words_of(value, value.pk in standing),
            }
            for value in values
        ]


def _headline(value):
    said = f"{value.value.normalize():f}".replace(".", ",") if value.value is not None else _("inte känt")
    unit = f" {value.indicator.unit}" if value.value is not None else ""
    return f"{value.period}: {said}{unit}" + (f" ({_('preliminärt')})" if value.is_preliminary else "")


def _words_of(value, stands):
    words = [_("Källa: %(source)s.") % {"source": value.source.rstrip(".")}, value.note]
    if not stands:
        words.append(_("Ersatt av ett senare värde för samma period."))
    return " ".join(filter(None, words))


@admin.register(Indicator)
class IndicatorAdmin(PublishableAdmin):
    list_display = ["name", "area", "kind", "measured_where", "latest", "publication_shown"]
    list_filter = ["publication", "kind", "focus_area__promise", "is_example"]
    list_select_related = ["focus_area__promise"]
    search_fields = ["name", "measured_where", "caveat", "focus_area__title"]
    search_help_text = gettext_lazy("Sök på vad som mäts, var eller fokusområde.")
    fieldsets = [
        (
            gettext_lazy("Måttet"),
            {
                "fields": ["focus_area", "name", ("unit", "better"), ("kind", "measured_where"), "caveat"],
                "description": gettext_lazy(
                    "Det som anmäls och det som upplevs är olika saker och redovisas var för sig. Skriv alltid vad "
                    "siffran inte säger."
                ),
            },
        ),
        ORIGIN,
        PUBLISHING,
    ]

    def get_inlines(self, request, obj):
        """What is measured has to be saved before it has values."""
        return [ValueInline] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "focus_area":
            field.queryset = FocusArea.objects.select_related("promise").order_by("-promise__year", "number")
            field.label_from_instance = lambda area: f"{area.promise.slug}: {area.number}. {area.title}"
        return field

    def save_formset(self, request, form, formset, change):
        if not isinstance(formset, LedgerFormSet):
            return super().save_formset(request, form, formset, change)
        for value in formset.save(commit=False):
            value.recorded_by = request.user
            value.save()

    # --- The list ---
    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("values")

    @admin.display(description=gettext_lazy("fokusområde"), ordering="focus_area__number")
    def area(self, indicator):
        return f"{indicator.focus_area.promise.slug} · {indicator.focus_area}"

    @admin.display(description=gettext_lazy("senaste värde"))
    def latest(self, indicator):
        values = sorted(indicator.values.all(), key=lambda value: (value.on, value.recorded_on, value.pk))
        return f"{values[-1]} ({day_year(values[-1].on)})" if values else _("inget än")
