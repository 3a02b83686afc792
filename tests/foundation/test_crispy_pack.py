"""Forms drawn by our own pack: faults first and by the field, optional said in words, nothing dangling."""

import re

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.template import Context, Template


class ExampleForm(forms.Form):
    place = forms.CharField(label="Plats", help_text="Till exempel en gata eller en park.")
    email = forms.EmailField(label="E-post", required=False)
    follow = forms.MultipleChoiceField(
        label="Vad vill du följa?", choices=[("t", "Trafik"), ("d", "Dialoger")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="Jag har läst villkoren")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("place", Fieldset("Mer", "email", "follow", "agreed"))
        self.helper.add_input(Submit("send", "Skicka"))


def draw(form, template="{% load crispy_forms_tags %}{% crispy form %}"):
    return Template(template).render(Context({"form": form}))


@pytest.fixture
def refused():
    return draw(ExampleForm({"place": "", "email": "anna.exempel.se", "follow": []}))


def test_what_must_be_mended_comes_first_with_links_to_the_fields(refused):
    assert refused.index("error-summary") < refused.index('name="place"')
    assert 'href="#id_place"' in refused
    assert 'href="#id_email"' in refused


def test_every_link_of_the_summary_leads_to_something_that_can_be_mended(refused):
    targets = re.findall(r'<li><a href="#([^"]*)"', refused)
    assert len(targets) == 4
    for target in targets:
        assert re.search(rf'<input[^>]*\bid="{target}"', refused), f"#{target} leder ingenstans"
    assert ">Plats: " in refused, "the link says which field it means"


def test_what_was_typed_is_still_there(refused):
    assert 'value="anna.exempel.se"' in refused


def test_each_fault_stands_by_its_field_and_is_read_with_it(refused):
    described = re.search(r'<input[^>]*name="place"[^>]*aria-describedby="([^"]+)"', refused).group(1).split()
    assert described
    for name in described:
        assert f'id="{name}"' in refused, "nothing dangling"
    assert "Fel:" in refused


def test_what_is_optional_says_so_in_words():
    assert draw(ExampleForm()).count("(frivilligt)") == 1


def test_choices_stand_in_a_fieldset_with_a_legend():
    drawn = draw(ExampleForm())
    assert re.search(r"<fieldset[^>]*>\s*<legend>Vad vill du följa\?", drawn)
    assert drawn.count('class="choice"') == 3
    assert re.search(r'<div class="choice"><input[^>]*name="agreed"[^>]*><label for="id_agreed">', drawn)


def test_a_form_can_be_drawn_without_a_helper():
    drawn = draw(ExampleForm(), "{% load crispy_forms_filters %}{{ form|crispy }}")
    assert drawn.count("<label") == 5
