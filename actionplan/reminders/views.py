"""The page that the foot of a reminder leads to: which reminders one wants."""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from actionplan.reminders import choosing, people
from arboga_loften.accounts.models import ALWAYS_OF_WHAT_IS_LATE
from dialogs.views.receipt import SeeOther, for_one_alone


class ChooseForm(forms.Form):
    takes_focus = True

    reminders = forms.ChoiceField(
        label=_("De här mejlen vill du ha"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": ALWAYS_OF_WHAT_IS_LATE},
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, initial={"reminders": people.reminders_of(person)}, **kwargs)
        self.fields["reminders"].choices = choosing.choices_for(person)


@for_one_alone
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request, token):
    """By a button, since mail filters open every link; and without logging in, since not everybody can."""
    person = choosing.person_of(token)
    if person is None:
        return render(request, "actionplan/reminders/gone.html", status=404)
    form = ChooseForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_bound and form.is_valid():
        choosing.choose(person, form.cleaned_data["reminders"])
        return SeeOther(f"{request.path}?valt=1")
    words = {"form": form, "may_stop": person.may_stop_reminders, "is_chosen": request.GET.get("valt") == "1"}
    return render(request, "actionplan/reminders/choose.html", words, status=422 if form.errors else 200)
