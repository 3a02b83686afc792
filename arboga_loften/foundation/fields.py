"""Fields and widgets of the admin's forms: the browser's calendar and clock, boxes to tick, no number that no row can have."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

LONGEST_ID = 18  # digits: a longer number is no row's, and a database refuses to compare with it


def all_ids(value):
    ids = value if isinstance(value, list) else [value]
    return all(each.isdecimal() and len(each) <= LONGEST_ID for each in map(str, ids))


class DateInput(forms.DateInput):
    """The browser's own calendar: it works by keyboard, on a phone and without script."""

    input_type = "date"

    def __init__(self, attrs=None, **kwargs):
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self, attrs=None, **kwargs):
        super().__init__(attrs=attrs, format="%H:%M")


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes in a part of the page that doesn't grow past a hand's breadth; a long list can be searched."""

    def __init__(self, attrs=None, choices=()):
        super().__init__({"class": "ticks", **(attrs or {})}, choices)


class Lines(forms.Textarea):
    """Text with the line ends that we keep: a browser sends others, and an untouched text would count as changed."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if value else value


FIELDS = {
    models.DateField: {"widget": DateInput},
    models.TimeField: {"widget": TimeInput},
    models.URLField: {"assume_scheme": "https"},
    models.TextField: {"widget": Lines(attrs={"rows": 5, "cols": 60})},
}


class ManyChosen(forms.ModelMultipleChoiceField):
    """Boxes that refuse, in words, a number that no row can have: SQLite can't even be asked about it."""

    def _check_values(self, value):
        if isinstance(value, list | tuple) and not all_ids(list(value)):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": "…"})
        return super()._check_values(value)
