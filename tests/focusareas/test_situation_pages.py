"""The picture of how things are: what is reported and what is felt stand apart, and its age is told."""

from datetime import date

import pytest

from tests.factories import make_finding, make_promise, make_report, make_section, make_source

pytestmark = pytest.mark.django_db


def words_of(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_reported_and_felt_are_never_mixed(client):
    report = make_report()
    make_section(report, "experienced", heading="Det ni upplever")
    make_section(report, "reported", heading="Anmälda brott")
    make_section(report, "experienced", heading="Mer som ni upplever")
    parts = client.get(report.get_absolute_url()).context["parts"]
    assert [(kind.value, [row.heading for row in rows]) for kind, rows in parts] == [
        ("reported", ["Anmälda brott"]),
        ("experienced", ["Det ni upplever", "Mer som ni upplever"]),
    ]


def test_a_part_links_to_the_findings_that_it_rests_on(client):
    finding = make_finding(title="Trafiken är otrygg")
    hidden = make_finding(title="Hemligt fynd", published=False)
    report = make_report()
    section = make_section(report, findings=[finding, hidden], sources=[make_source(title="Själva löftet")])
    page = words_of(client, report.get_absolute_url())
    assert finding.get_absolute_url() in page
    assert "Hemligt fynd" not in page
    assert "Själva löftet" in page
    assert f'id="{section.get_absolute_url().split("#")[1]}"' in page


@pytest.mark.parametrize(
    ("dated", "told"),
    [
        (date(2024, 10, 1), "Mindre än en månad gammal"),
        (date(2024, 9, 15), "1 månad gammal"),
        (date(2024, 1, 1), "9 månader gammal"),
        (date(2022, 10, 16), "23 månader gammal"),
        (date(2022, 10, 15), "Mer än 2 år gammal"),
        (date(2020, 1, 1), "Mer än 4 år gammal"),
    ],
)
def test_its_age_is_told_in_words(client, dated, told):
    assert told in words_of(client, make_report(dated_on=dated).get_absolute_url())


@pytest.mark.parametrize(("dated", "warned"), [(date(2022, 10, 16), False), (date(2022, 10, 15), True)])
def test_a_picture_older_than_the_law_allows_says_so(client, dated, warned):
    page = words_of(client, make_report(dated_on=dated).get_absolute_url())
    assert ("Lägesbilden är äldre än två år" in page) is warned


def test_a_picture_without_a_day_counts_from_its_promise(client):
    page = words_of(client, make_report(make_promise(2024), dated_on=None).get_absolute_url())
    assert "Utan eget datum. Löftet som den hör till gäller från 1 januari 2024" in page
    undated = make_report(make_promise(None), dated_on=None)
    assert "Vi vet inte när den är gjord" in words_of(client, undated.get_absolute_url())


def test_the_list_shows_what_is_published_the_latest_first(client):
    make_report(title="Äldre bild", dated_on=date(2023, 1, 1))
    make_report(title="Nyare bild", dated_on=date(2024, 1, 1))
    make_report(title="Hemlig bild", published=False)
    page = words_of(client, "/lagesbild/")
    assert page.index("Nyare bild") < page.index("Äldre bild")
    assert "Hemlig bild" not in page
    assert "minst vartannat år" in page


def test_without_a_picture_the_page_says_so(client):
    assert "Ingen lägesbild är publicerad än." in words_of(client, "/lagesbild/")


def test_an_unpublished_picture_is_not_found(client):
    report = make_report()
    report.unpublish()
    report.save()
    assert client.get(report.get_absolute_url()).status_code == 404


def test_a_picture_does_not_name_a_promise_that_is_hidden(client):
    report = make_report(make_promise(title="Hemligt löfte", published=False))
    assert "Hemligt löfte" not in words_of(client, report.get_absolute_url())


def test_the_pages_take_the_same_number_of_queries_for_one_and_for_many(client, django_assert_num_queries):
    report = make_report()

    def add():
        make_section(report, findings=[make_finding()], sources=[make_source()])
        make_section(make_report())

    add()
    for path, queries in (("/lagesbild/", 2), (report.get_absolute_url(), 7)):
        with django_assert_num_queries(queries):
            client.get(path)
    add()
    add()
    for path, queries in (("/lagesbild/", 2), (report.get_absolute_url(), 7)):
        with django_assert_num_queries(queries):
            client.get(path)


@pytest.mark.parametrize("hidden", [{"published": False}, {"publish_on": date(2024, 10, 16)}])
def test_a_promise_that_is_not_public_does_not_show_through_the_age_of_its_picture(client, hidden):
    report = make_report(make_promise(2023, **hidden), dated_on=None)
    for path in ["/lagesbild/", report.get_absolute_url()]:
        page = words_of(client, path)
        assert "1 januari 2023" not in page
        assert "Vi vet inte när den är gjord" in page
