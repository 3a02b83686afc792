"""Many style sheets in, one out, with nothing to remember."""

import os

from django.contrib.staticfiles import finders

from arboga_loften.foundation import stylesheet


def test_every_file_is_in_the_one_sheet_in_the_order_of_the_layers(settings, tmp_path):
    settings.STYLESHEET_DIR = tmp_path
    text = stylesheet.join().read_text(encoding="utf-8")
    assert text.startswith("@layer tokens, base, layout, components, print;")
    for path in stylesheet.sources():
        assert stylesheet.squeeze(path.read_text(encoding="utf-8")) in text
    assert "/*" not in text


def test_a_changed_file_makes_a_new_sheet(settings, tmp_path):
    settings.STYLESHEET_DIR = tmp_path
    whole = stylesheet.join()
    os.utime(whole, (0, 0))
    assert stylesheet.join().stat().st_mtime > 0


def test_squeezing_takes_away_only_what_means_nothing():
    assert (
        stylesheet.squeeze("/* a\n b */\n  a { color: red }\n\n  b   { x: y }\n") == "a { color: red }\nb   { x: y }\n"
    )


def test_django_finds_the_sheet():
    assert finders.find(stylesheet.NAME)
    assert finders.find("fonts/schibsted-grotesk-sv.woff2")
