"""Dates, numbers and long words as Swedes write them; icons and the language of a text."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation.colours import contrast
from arboga_loften.foundation.templatetags.look import day, day_short, day_year, icon_bodies, names, number, shy


def draw(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "form", "swedish", "english"),
    [
        (date(2024, 10, 3), day, "3 oktober", "3 October"),
        (date(2023, 10, 3), day, "3 oktober 2023", "3 October 2023"),
        (date(2024, 10, 3), day_year, "3 oktober 2024", "3 October 2024"),
        (date(2024, 10, 3), day_short, "3 okt", "3 Oct"),
        (date(2022, 5, 6), day_short, "6 maj 2022", "6 May 2022"),
    ],
)
def test_a_day_is_written_without_the_year_only_when_it_is_this_year(value, form, swedish, english):
    assert form(value) == swedish
    with translation.override("en"):
        assert form(value) == english


def test_a_day_says_itself_to_machines_too():
    assert draw("{% time d %}", d=date(2024, 10, 3)) == '<time datetime="2024-10-03">3 oktober</time>'


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [(412, "412", "412"), (12000, "12\u00a0000", "12,000"), (Decimal("1234.5"), "1\u00a0234,5", "1,234.5")],
)
def test_large_numbers_are_grouped_as_the_language_does(value, swedish, english):
    assert number(value) == swedish
    with translation.override("en"):
        assert number(value) == english


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Trafiksäkerhetsarbete", "Trafik|säkerhets|arbete"),
        ("Aktiva i medborgardialoger", "Aktiva i medborgar|dialoger"),
        ("HANDLINGSPLAN", "HANDLINGS|PLAN"),
        ("Ett <b>", "Ett &lt;b&gt;"),
        ("", ""),
    ],
)
def test_long_compounds_may_break_and_nothing_gets_past_the_escaping(text, broken):
    assert shy(text) == broken.replace("|", "\u00ad")


def test_a_heading_is_escaped_once_and_only_once():
    assert draw("{{ text|shy }}", text="Råd & <b>stöd") == "Råd &amp; &lt;b&gt;stöd"


@pytest.mark.parametrize(
    ("parties", "swedish"),
    [
        ([], ""),
        ([("Polisen", "police")], "Polisen"),
        ([("Kommunen", "municipality"), ("Polisen", "police")], "Kommunen och polisen"),
        (
            [("Kommunen", "municipality"), ("Polisen", "police"), ("Arbogabostäder", "housing")],
            "Kommunen, polisen och Arbogabostäder",
        ),
    ],
)
def test_those_who_promise_are_named_as_in_running_text(parties, swedish):
    assert names([Organisation(short_name=name, kind=kind) for name, kind in parties]) == swedish


def test_what_a_page_is_called_can_be_said_twice_and_is_escaped_in_both_places():
    source = (
        "<title>{% captured as name %}{% block title %}{{ words }}{% endblock %}{% endcaptured %}</title>{{ name }}"
    )
    assert draw(source, words="Råd & stöd") == "<title>Råd &amp; stöd</title>Råd &amp; stöd"


def test_typed_text_becomes_paragraphs_and_never_html():
    assert draw("{{ text|paragraphs }}", text="Ett\n\n<script>två") == "<p>Ett</p>\n\n<p>&lt;script&gt;två</p>"


def test_swedish_content_is_marked_as_swedish_on_english_pages():
    assert draw("<p{% sv %}>") == "<p>"
    with translation.override("en"):
        assert draw("<p{% sv %}>") == '<p lang="sv">'


def test_an_icon_is_hidden_from_screen_readers_and_an_unknown_one_is_an_error():
    assert 'aria-hidden="true"' in draw('{% icon "check" %}')
    with pytest.raises(KeyError):
        draw('{% icon "finns-inte" %}')
    assert len(icon_bodies()) >= 25


def test_contrast_is_counted_as_wcag_does():
    assert round(contrast("#000000", "#ffffff")) == 21
    assert round(contrast("#1b2528", "#f5f5f1"), 1) == 14.3
