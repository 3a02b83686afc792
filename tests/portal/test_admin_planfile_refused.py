"""What is no plan is refused in words, and what is made up does no harm."""

import io
import zipfile

import pytest

from actionplan.models import PlanImport
from tests.portal.planfiles import PAGE, WALK, excel

pytestmark = pytest.mark.django_db


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return out.getvalue()


def with_macros():
    out = io.BytesIO(excel(WALK))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return out.getvalue()


HOSTILE = [
    ("plan.pdf", b"%PDF-1.7", "Word"),
    ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".docx"),
    ("plan.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 900, "lösenord"),
    ("plan.docx", b"PK\x03\x04 inte mer", "Word"),
    ("plan.xlsx", bomb, "för stor när den packas upp"),
    ("plan.xlsx", with_macros, "makron"),
    ("plan.docm", b"x", "makron"),
    ("plan.csv", b"Aktivitet;Plats\n" + b"Vandring;\n" * 100_000, ""),
    ("plan.csv", b"Aktivitet;Plats\n" + b"V;\n" * 6000, "5 000 rader"),
    ("plan.xlsx", b"x" * 5_300_000, "större än 5 MB"),
    ("plan.xlsx", b"", "Filen är tom"),
    ('"><script>alert(1)</script>.png', b"x", ""),
    ("a" * 250 + ".xlsx", b"x", "för långt"),
]


@pytest.mark.parametrize(("name", "data", "words"), HOSTILE)
def test_what_is_no_plan_is_refused_at_its_field_and_the_year_stays(visit, name, data, words):
    page = visit.choose(data() if callable(data) else data, name=name, year=2031)
    assert visit.status == 422
    assert words in page
    assert "<script>alert" not in page
    assert 'value="2031"' in page
    assert "Titta på filen" in page


@pytest.mark.parametrize("year", ["", "0", "1999", "20244", "i år", "²⁰²⁴"])
def test_a_year_that_is_none_is_asked_for_again(visit, year):
    visit.choose(excel(WALK), year=year)
    assert visit.status == 422


def test_no_file_is_asked_for_in_words(coordinator):
    response = coordinator.post(PAGE, {"year": 2024})
    assert response.status_code == 422
    assert "Välj en fil." in response.content.decode()


def test_what_stands_in_a_file_is_shown_as_text(visit):
    row = {**WALK, "Aktivitet": "<img src=x onerror=alert(1)>", "Plats": "<script>alert(2)</script>"}
    page = visit.choose(excel(row))
    assert "<img src=x" not in page
    assert "<script>alert" not in page


def test_made_up_fields_do_no_harm(visit):
    visit.choose(excel(WALK))
    visit.send("look", **{"svar-": "x", "svar-zz": "x", "svar-ff": "x", "skal-1": "x", "with_statuses": "on"})
    assert visit.status == 200
    assert "Filen sparas bara en timme" not in visit.page


def test_control_characters_in_an_answer_do_no_harm(visit):
    """No database of ours keeps a null byte, and the answers lie with the file."""
    visit.choose(excel(WALK))
    visit.send("write", **{visit.name_of("påhittad\x00"): "a\x00b"})
    assert PlanImport.objects.get().answers == {"påhittad": "ab"}
