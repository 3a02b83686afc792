"""A form for anybody: a trap that no human meets, and a stamp that makes the same form one, however often it is sent."""

import re

import pytest
import time_machine
from crispy_forms.helper import FormHelper
from django import forms
from django.template import Context, Template

from arboga_loften.foundation.forms import Unseen, WordsField

OPENED, SENT = "2024-10-15 12:00:00", "2024-10-15 12:00:30"


class SayForm(Unseen, forms.Form):
    text = WordsField(label="Vad vill du säga?", widget=forms.Textarea)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()


def opened(at=OPENED):
    with time_machine.travel(at, tick=False):
        return SayForm()


def sent(stamp, at=SENT, text="Lampan är trasig", **more):
    with time_machine.travel(at, tick=False):
        form = SayForm({"text": text, "stamp": stamp, "hemsida": "", **more})
        form.is_valid()
        return form, form.suspicions


def draw(form):
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))


def stamp_in(drawn):
    return re.search(r'name="stamp" value="([^"]*)"', drawn).group(1)


def test_a_form_from_a_human_is_valid_and_raises_no_suspicion():
    form, suspicions = sent(opened().stamp)
    assert form.is_valid()
    assert suspicions == []


def test_two_forms_have_different_keys_and_one_form_the_same_however_often_it_is_shown():
    first = opened()
    assert first.key != opened().key
    assert len(first.key) == 22, "128 bits"
    again, _suspicions = sent(stamp_in(draw(first)), text="")
    assert not again.is_valid()
    third, _suspicions = sent(stamp_in(draw(again)))
    assert first.key == again.key == third.key


def test_a_filled_trap_is_noticed_and_refuses_nobody():
    form, suspicions = sent(opened().stamp, hemsida="https://kop-har.example")
    assert form.is_valid()
    assert suspicions == ["honeypot"]


@pytest.mark.parametrize(("seconds", "noticed"), [(0, ["too_fast"]), (2, ["too_fast"]), (4, []), (59, [])])
def test_what_is_sent_within_three_seconds_is_noticed_and_refuses_nobody(seconds, noticed):
    form, suspicions = sent(opened().stamp, at=f"2024-10-15 12:00:{seconds:02}")
    assert form.is_valid()
    assert suspicions == noticed


def test_the_slow_have_a_week():
    form, suspicions = sent(opened().stamp, at="2024-10-22 11:59:00")
    assert form.is_valid()
    assert suspicions == []


@pytest.mark.parametrize("stamp", ["", "forged", "a:b:c", "\x00", "å" * 500, "x" * 100_000])
def test_without_a_stamp_of_ours_the_form_is_shown_again_with_a_new_one_and_all_that_was_typed(stamp):
    form, suspicions = sent(stamp)
    assert suspicions == ["no_stamp"]
    drawn = draw(form)
    assert "Allt du skrev är kvar" in drawn
    assert "Lampan är trasig" in drawn
    again, suspicions = sent(stamp_in(drawn), at="2024-10-15 12:01:00")
    assert again.is_valid()
    assert suspicions == []
    assert again.key == form.key


def test_a_form_that_lay_open_for_more_than_a_week_gets_a_new_key():
    old = opened()
    form, suspicions = sent(old.stamp, at="2024-10-22 12:00:01")
    assert suspicions == ["no_stamp"]
    assert not form.is_valid()
    assert form.key != old.key


def test_what_is_missing_altogether_raises_nothing():
    form = SayForm({})
    assert not form.is_valid()
    assert form.suspicions == ["no_stamp"]
    assert SayForm().suspicions == []


def test_the_trap_is_out_of_sight_and_out_of_the_tabs_way_and_says_what_it_is():
    drawn = draw(opened())
    trap = re.search(r'<div class="visually-hidden">(.*?)</div>', drawn, re.DOTALL).group(1)
    assert '<label for="id_hemsida">Lämna det här fältet tomt</label>' in trap
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap
    assert "style=" not in drawn
    assert drawn.count("(frivilligt)") == 0
    assert drawn.count("<label") == 2


def test_two_forms_on_one_page_keep_apart():
    form = SayForm(prefix="andra")
    assert 'name="andra-stamp"' in draw(form)
    again = SayForm({"andra-stamp": form.stamp, "andra-text": "Hej"}, prefix="andra")
    assert again.key == form.key
