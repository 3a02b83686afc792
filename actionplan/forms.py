from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arboga_loften.foundation import clock
from arboga_loften.foundation.templatetags.look import day_year


class DayForm(forms.Form):
    """The day that somebody wants to see the plan on: within the promise's time, and not ahead of ours."""

    datum = forms.DateField(
        label=gettext_lazy("Dag"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Det där är ingen dag som finns. Skriv så här: 2024-09-01.")},
    )

    def __init__(self, *args, promise, **kwargs):
        super().__init__(*args, **kwargs)
        self.promise = promise

    @property
    def first(self):
        """The first day that there is anything to show of."""
        return max(self.promise.valid_from or date.min, self.promise.plan.publish_on)

    def clean_datum(self):
        day, first = self.cleaned_data["datum"], self.promise.valid_from or date.min
        if day > clock.today():
            raise forms.ValidationError(_("%(day)s ligger i framtiden.") % {"day": day_year(day)})
        if day < first:
            raise forms.ValidationError(
                _("Löftet började gälla %(first)s. Före den dagen finns inget läge att visa.")
                % {"first": day_year(first)}
            )
        if day < self.promise.plan.publish_on:
            raise forms.ValidationError(
                _("Handlingsplanen visas här sedan %(first)s. Före den dagen finns inget läge att visa.")
                % {"first": day_year(self.promise.plan.publish_on)}
            )
        return day
