"""Ni sa – vi gjorde: every voice with its answer, and a choice that lives in the address."""

from datetime import date

import pytest

from dialogs.models import Decision
from tests.factories import (
    make_activity,
    make_answer,
    make_dialogue,
    make_place,
    make_source,
    make_submission,
    make_theme,
    make_viewpoint,
)

pytestmark = pytest.mark.django_db

PATH = "/ni-sa-vi-gjorde/"


def words_of(client, path=PATH, **query):
    response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


def counts(client, facet, **query):
    """The counts of a facet's values, as the page shows them."""
    return {choice.key: choice.count for choice in client.get(PATH, query).context["counts"][facet]}


@pytest.fixture
def voices():
    """Three voices: light on the square in 2022, traffic in 2024, and one that waits for its answer."""
    light, traffic = make_theme("Belysning"), make_theme("Trafik")
    square = make_place("Nytorget")
    of_2022 = make_dialogue(title="Trygghetsdialog på Nytorget", starts_on=date(2022, 5, 6))
    of_2024 = make_dialogue(title="Dialog i mars", starts_on=date(2024, 3, 19))
    return [
        make_viewpoint(
            text="Vi vill ha bättre ljus.", theme=light, place=square, dialogue=of_2022, answer=Decision.CONTINUOUS
        ),
        make_viewpoint(text="Sätt upp fartkameror.", theme=traffic, dialogue=of_2024, answer=Decision.FORWARDED),
        make_viewpoint(text="Klottret kommer tillbaka.", theme=light, dialogue=of_2024),
    ]


def test_every_public_voice_is_there_with_its_answer(client, voices):
    page = words_of(client)
    for viewpoint in voices:
        assert viewpoint.text in page
        assert f'id="synpunkt-{viewpoint.reference}"' in page
    assert "Lampan är lagad." in page
    assert "Överlämnat till" in page
    assert "Väntar på svar" in page


def test_the_voices_stand_under_their_dialogue_the_latest_first(client, voices):
    page = words_of(client)
    assert page.index("Dialog i mars") < page.index("Trygghetsdialog på Nytorget")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"besked": "lopande"}, [0]),
        ({"besked": "vantar"}, [2]),
        ({"tema": "belysning"}, [0, 2]),
        ({"ar": "2024"}, [1, 2]),
        ({"plats": "nytorget"}, [0]),
        ({"tema": "belysning", "ar": "2024"}, [2]),
        ({"q": "FARTKAMEROR"}, [1]),
        ({"q": "bättre LJUS"}, [0]),
        ({"q": "lampan"}, [0, 1]),
        ({"besked": "atgardat"}, []),
    ],
)
def test_one_can_choose_what_to_see(client, voices, query, shown):
    page = words_of(client, **query)
    assert [i for i, viewpoint in enumerate(voices) if viewpoint.text in page] == shown


def test_a_search_tells_å_from_a(client):
    make_viewpoint(text="Ån svämmar över.")
    assert "Ån svämmar" in words_of(client, q="ÅN SVÄMMAR")
    assert "Ån svämmar" not in words_of(client, q="an svammar")


def test_the_counts_are_true_for_all_else_that_is_chosen(client, voices):
    assert counts(client, "besked")[""] == 3
    assert counts(client, "besked", tema="belysning") == {
        "": 2,
        "leder-till-aktivitet": 0,
        "atgardat": 0,
        "lopande": 1,
        "delvis": 0,
        "overlamnat": 0,
        "kan-inte-goras": 0,
        "vantar": 1,
    }
    assert counts(client, "ar", tema="belysning", besked="vantar") == {"": 1, "2024": 1, "2022": 0}
    # A facet's own choice doesn't narrow its own counts.
    assert counts(client, "tema", tema="trafik")["belysning"] == 2


def test_every_link_keeps_the_other_choices(client, voices):
    choices = client.get(PATH, {"tema": "belysning", "q": "k"}).context["counts"]["besked"]
    assert next(c.url for c in choices if c.key == "vantar") == f"{PATH}?tema=belysning&q=k&besked=vantar"


def test_what_is_chosen_can_be_taken_away_word_by_word(client, voices):
    chosen = client.get(PATH, {"tema": "belysning", "q": "ljus"}).context["chosen_words"]
    assert [(each.value, each.url) for each in chosen] == [
        ("Belysning", f"{PATH}?q=ljus"),
        ("ljus", f"{PATH}?tema=belysning"),
    ]


@pytest.mark.parametrize("query", [{"tema": "finns-inte"}, {"besked": "nej"}, {"ar": "20x4"}, {"plats": "' OR 1=1"}])
def test_what_we_do_not_understand_is_told_and_everything_shown(client, voices, query):
    page = words_of(client, **query)
    assert "Vi känner inte igen" in page
    assert all(viewpoint.text in page for viewpoint in voices)


def test_a_very_long_search_is_cut_and_told(client, voices):
    assert "de första 100 tecknen" in words_of(client, q="å" * 150)


@pytest.mark.parametrize("number", ["0", "2", "-1", "sju", "9" * 30])
def test_a_page_that_is_not_there_is_not_found(client, voices, number):
    assert client.get(PATH, {"sida": number}).status_code == 404


def test_thirty_voices_stand_on_a_page(client):
    dialogue = make_dialogue()
    for _ in range(31):
        make_viewpoint(dialogue=dialogue)
    assert words_of(client).count('class="pair__said"') == 30
    assert words_of(client, sida="2").count('class="pair__said"') == 1
    assert "q=m%C3%B6rkt&amp;sida=2" in words_of(client, q="mörkt")


def test_where_nothing_fits_one_is_shown_the_way_back(client, voices):
    page = words_of(client, q="enhörning")
    assert "Ingen synpunkt passar ditt val." in page
    assert "Visa alla 3" in page


def test_where_nothing_is_said_yet_the_page_says_so(client, db):
    assert "Ingen synpunkt är publicerad än." in words_of(client)


def test_a_voice_shows_what_it_led_to_and_how_that_goes(client):
    viewpoint = make_viewpoint(answer=Decision.LEADS_TO_ACTIVITY)
    make_activity(title="Laga ljuset vid gångbron", viewpoints=[viewpoint], is_example=True)
    page = words_of(client)
    assert "Laga ljuset vid gångbron" in page
    assert "Inget rapporterat" in page
    assert "Exempeldata" in page


def test_the_newest_answer_stands_and_the_older_are_kept(client):
    viewpoint = make_viewpoint(answer={"decision": Decision.FORWARDED, "text": "Vi frågar Trafikverket."})
    make_answer(viewpoint, decision=Decision.DECLINED, text="Trafikverket sa nej.", answered_on=date(2024, 9, 1))
    page = words_of(client)
    assert page.index("Trafikverket sa nej.") < page.index("1 tidigare svar") < page.index("Vi frågar Trafikverket.")
    assert counts(client, "besked")["kan-inte-goras"] == 1


def test_each_voice_and_answer_tells_where_it_was_read(client):
    paper = make_source(title="Trygghetsfrågorna engagerar")
    make_viewpoint(answer={"sources": [paper]}, sources=[paper])
    page = words_of(client)
    assert page.count("Trygghetsfrågorna engagerar") == 1


def test_what_is_not_public_is_not_there_in_any_way(client):
    shown = make_viewpoint(text="Det här får läsas.")
    make_viewpoint(text="Hemligt utkast.", published=False, theme=make_theme("Hemligt tema"))
    make_viewpoint(text="Hemlig framtid.", publish_on=date(2024, 12, 1))
    make_viewpoint(text="Hemlig dialog.", dialogue=make_dialogue(title="Hemlig träff", published=False))
    make_answer(shown, text="Hemligt svar.", published=False)
    make_activity(title="Hemlig aktivitet", viewpoints=[shown], published=False)
    page = words_of(client)
    assert "Det här får läsas." in page
    assert "emlig" not in page
    assert counts(client, "besked")["vantar"] == 1


def test_the_untouched_original_is_never_shown(client):
    came_in = make_submission(text="Kalle på Storgatan 1 stör.")
    make_viewpoint(text="Grannen stör.", dialogue=came_in.dialogue, submissions=[came_in])
    assert "Storgatan" not in words_of(client)


def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries):
    def add():
        viewpoint = make_viewpoint(answer=Decision.DONE, sources=[make_source()], theme=make_theme())
        make_activity(viewpoints=[viewpoint])

    add()
    with django_assert_num_queries(16):
        client.get(PATH)
    add()
    add()
    with django_assert_num_queries(16):
        client.get(PATH)


def test_in_english_what_people_said_is_marked_as_swedish(client, voices):
    page = words_of(client, f"/en{PATH}")
    assert '<p class="voice" lang="sv">' in page


@pytest.mark.parametrize(("is_sensitive", "voices", "told"), [(True, 4, False), (True, 5, True), (False, 4, True)])
def test_so_few_voices_that_they_may_point_somebody_out_are_not_told(client, is_sensitive, voices, told):
    make_viewpoint(theme=make_theme("Narkotika", is_sensitive=is_sensitive), voices=voices)
    assert (f"{voices} röster" in words_of(client)) == told
