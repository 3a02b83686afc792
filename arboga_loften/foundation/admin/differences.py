"""What a form that came in would change, from what to what, in words."""

from datetime import date

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from arboga_loften.foundation.history import Change
from arboga_loften.foundation.templatetags.look import day_year


def as_it_stands(form):
    """What an untouched form would send in."""
    data = MultiValueDict()
    for name in form.fields:
        value = form[name].value()
        if value is None or value is False or value == "":
            continue
        sent = list(value) if isinstance(value, list | tuple) else [value]
        data.setlist(form.add_prefix(name), sent)
        if form.fields[name].show_hidden_initial:
            data.setlist(form.add_initial_prefix(name), sent)
    return data


def differences(form, formsets=()):
    """The changed fields of a form, and of the parts that came in with it."""
    found = [_difference(form, name) for name in form.changed_data]
    for formset in formsets:
        for number, each in enumerate(formset.forms, start=1):
            what = f"{str(formset.model._meta.verbose_name).capitalize()} {number}"
            if formset.can_delete and formset._should_delete_form(each):
                found.append(Change(what, str(each.instance), _("tas bort")))
                continue
            for name in each.changed_data:
                change = _difference(each, name)
                found.append(Change(f"{what}: {change.label.lower()}", change.before, change.after))
    return found


def _difference(form, name):
    bound, field = form[name], form.fields[name]
    sent = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    return Change(str(field.label).capitalize(), _in_words(field, bound.initial), _in_words(field, sent))


def _in_words(field, value):
    try:
        value = field.to_python(field.prepare_value(value)) if not isinstance(field, forms.FileField) else value
    except forms.ValidationError:
        return str(value)
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(sorted(field.label_from_instance(each) for each in value)) or _("tomt")
    if isinstance(field, forms.BooleanField):
        return _("ja") if value else _("nej")
    if value in field.empty_values:
        return _("tomt")
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    return day_year(value) if isinstance(value, date) else str(value)
