"""Words from anybody: kept as they were written, shown so that they can't mislead."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from arboga_loften.foundation.forms import WordsField
from arboga_loften.foundation.letters import plain, shown


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("en rad\r\ntill\rtill", "en rad\ntill\ntill"),
        ("Ga\u030asgatan", "Gåsgatan"),
        ("a\x00b\x07c\x1bd\x7fe\x85f", "abcdef"),
        ("flik\tfinns", "flik\tfinns"),
        ("halvt \ud83d tecken \uffff", "halvt  tecken "),
        ("👩‍👧 och ٢ och ҂", "👩‍👧 och ٢ och ҂"),
    ],
)
def test_words_are_kept_in_one_form(typed, kept):
    assert plain(typed) == kept


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Bra \u202egpj.exe", "Bra gpj.exe"),
        ("\u2066vänd\u2069", "vänd"),
        ("pu\u200bck\u200del, \ufeffklo\u200ctter", "puckel, klotter"),
        ("👨‍👩‍👧‍👦 🏳️‍🌈 ❤️‍🔥", "👨‍👩‍👧‍👦 🏳️‍🌈 ❤️‍🔥"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u200d\u200d\u200db", "ab"),
        ("ett\n\n\n\ntvå", "ett\n\n\n\ntvå"),
        ("ett\n\n\n \n\n\n\n\ntvå", "ett\n\ntvå"),
    ],
)
def test_nothing_in_what_is_shown_turns_hides_or_pushes_away(typed, read):
    assert shown(typed) == read


@given(st.text())
def test_words_can_always_be_stored_and_shown_and_nothing_is_lost_the_second_time(text):
    kept = plain(text)
    assert plain(kept) == kept
    assert "\x00" not in kept
    kept.encode()
    assert shown(shown(text)) == shown(text)


def test_a_line_break_counts_as_one_letter_as_in_the_browser():
    assert WordsField(max_length=5).clean("ab\r\ncd") == "ab\ncd"


def test_a_null_byte_loses_nobodys_words():
    assert WordsField().clean("a\x00b") == "ab"
    with pytest.raises(ValidationError, match="måste fyllas i"):
        WordsField().clean("\x00")
