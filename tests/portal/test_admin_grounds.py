"""What a promise is measured by and rests on, in the admin: figures that stand, an agreement, the municipality's duties."""

from datetime import date
from decimal import Decimal

import pytest

from arboga_loften.foundation.models import Municipality
from focusareas.models import CooperationAgreement, IndicatorValue
from tests.factories import make_agreement, make_area, make_indicator, organisation
from tests.portal.councils import errors, page, part, send

pytestmark = pytest.mark.django_db
VALUE = {"period": "2023", "on": "2023-12-31", "value": "41,5", "source": "Trafikmätning 2023"}


@pytest.fixture
def indicator():
    return make_indicator(name="Medelfart", unit="km/tim")


# --- What is measured ---
def test_a_value_is_written_in_by_whoever_wrote_it_with_its_source(enter, indicator):
    client = enter("samordnare")
    response = send(client, page(indicator), **part("indicatorvalues", VALUE))
    assert response.status_code == 302, errors(response)
    row = IndicatorValue.objects.get()
    assert (row.value, row.on, row.recorded_on) == (Decimal("41.50"), date(2023, 12, 31), date(2024, 10, 15))
    assert row.recorded_by.username == "test-samordnare"
    assert "2023: 41,5 km/tim" in client.get(page(indicator)).content.decode()


def test_a_corrected_value_is_a_new_row_and_the_old_one_still_stands(enter, indicator):
    client = enter("redaktör")
    send(client, page(indicator), **part("indicatorvalues", {**VALUE, "is_preliminary": "on"}))
    send(client, page(indicator), **part("indicatorvalues", {**VALUE, "value": "43"}))
    assert IndicatorValue.objects.count() == 2
    assert [row.value for row in IndicatorValue.objects.standing()] == [43]
    text = client.get(page(indicator)).content.decode()
    assert "2023: 41,5 km/tim (preliminärt)" in text
    assert text.count("Ersatt av ett senare värde") == 1


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"value": ""}, "value", "varför det saknas"),
        ({"value": "många"}, "value", "tal"),
        ({"value": "12345678901,5"}, "value", "siffror"),
        ({"on": "2024-12-31"}, "on", "i framtiden"),
        ({"source": ""}, "source", "måste fyllas i"),
    ],
)
def test_a_value_that_is_wrong_is_refused_at_its_field(enter, indicator, typed, field, words):
    response = send(enter("samordnare"), page(indicator), **part("indicatorvalues", {**VALUE, **typed}))
    assert words in errors(response)[f"indicatorvalues-0-{field}"]
    assert not IndicatorValue.objects.exists()


def test_a_value_that_is_not_known_says_why_and_is_never_nought(enter, indicator):
    client, note = enter("samordnare"), "Mätaren var sönder."
    send(client, page(indicator), **part("indicatorvalues", {**VALUE, "value": "", "note": note}))
    assert IndicatorValue.objects.get().value is None
    assert "2023: inte känt" in client.get(page(indicator)).content.decode()


def test_whoever_reads_writes_no_value_though_the_form_is_forged(enter, indicator):
    client = enter("kommunpolis")
    assert "Skriv in ett nytt värde" not in client.get(page(indicator)).content.decode()
    forged = {name.replace("__", "-"): value for name, value in part("indicatorvalues", VALUE).items()}
    assert client.post(page(indicator), forged | {"indicatorvalues-INITIAL_FORMS": 0}).status_code == 403
    assert not IndicatorValue.objects.exists()


def test_what_is_measured_is_made_with_its_area_and_then_has_values(enter):
    area = make_area()
    typed = {"focus_area": area.pk, "name": "Trygga", "unit": "procent", "kind": "experienced", "better": "higher"}
    address = "/admin/focusareas/indicator/add/"
    assert send(enter("redaktör"), address, measured_where="Arboga", **typed).status_code == 302
    assert area.indicators.get().publication == "draft"


# --- What it rests on ---
def test_an_agreement_does_not_end_before_it_begins(enter):
    agreement = make_agreement()
    client = enter("samordnare")
    assert "sluta gälla före" in errors(send(client, page(agreement), valid_to="2021-12-31"))["valid_to"]
    assert send(client, page(agreement), valid_to="2025-12-31").status_code == 302
    agreement.refresh_from_db()
    assert agreement.valid_to == date(2025, 12, 31)


def test_the_editor_writes_an_agreement_that_holds_until_further_notice(enter):
    parties = [organisation().pk, organisation("police").pk]
    client = enter("redaktör")
    response = send(client, "/admin/focusareas/cooperationagreement/add/", parties=parties, valid_from="2024-01-01")
    assert response.status_code == 302, errors(response)
    row = CooperationAgreement.objects.get()
    assert row.parties.count() == 2
    assert "tills vidare" in client.get("/admin/focusareas/cooperationagreement/").content.decode()


def test_the_kommunpolis_reads_an_agreement_and_changes_nothing(enter):
    agreement, client = make_agreement(), enter("kommunpolis")
    assert client.get(page(agreement)).status_code == 200
    assert client.post(page(agreement), {"title": "Något annat"}).status_code == 403


# --- What the municipality answers for by law ---
def test_the_samordnare_says_who_coordinates_and_whether_residents_see_how_it_stands(enter):
    Municipality().save()
    row = Municipality.objects.get()
    words = {"coordination_function": "Säkerhetssamordnare", "coordination_since": "2023-07-01"}
    response = send(enter("samordnare"), page(row), coordination_source="KS 2023/201", shows_duties="on", **words)
    assert response.status_code == 302, errors(response)
    row.refresh_from_db()
    assert (row.coordination_function, row.coordination_since) == ("Säkerhetssamordnare", date(2023, 7, 1))
    assert row.shows_duties
