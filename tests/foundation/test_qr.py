"""A QR code that a camera reads, drawn without anything that the security policy stops."""

import re

import segno
from django.template.loader import render_to_string

from arboga_loften.foundation import qr

ADDRESS = "https://loften.exempel.se/synpunkt/ABCD-EFGH-IJKL-MNOP/"


def dark_modules(path):
    for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", path):
        yield from ((int(x) + n - qr.QUIET, int(y) - qr.QUIET) for n in range(int(length)))


def test_every_dark_module_is_drawn_and_no_other():
    code, known = qr.draw(ADDRESS), segno.make(ADDRESS, error="m", micro=False)
    assert set(dark_modules(code.path)) == {
        (x, y) for y, row in enumerate(known.matrix) for x, dark in enumerate(row) if dark
    }
    assert code.size == len(known.matrix) + 2 * qr.QUIET


def test_it_has_a_name_for_whoever_sees_no_picture_and_no_style_of_its_own():
    svg = render_to_string("components/qr.html", {"code": qr.draw(ADDRESS), "label": "Till ditt kvitto"})
    assert 'role="img" aria-label="Till ditt kvitto"' in svg
    assert "style" not in svg
