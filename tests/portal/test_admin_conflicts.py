"""Two officials who change the same thing: the second is told, nothing typed is lost, nothing is overwritten unknowingly."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from dialogs.models import Dialogue, Theme
from tests.factories import make_activity, make_dialogue, make_theme

pytestmark = pytest.mark.django_db


def page_of(row):
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def opened(client, row, **words):
    """What the page would send, as it was when it was opened, with some words changed."""
    page = client.get(page_of(row))
    form = page.context["adminform"].form
    sent = {name: form[name].value() for name in form.fields}
    sent |= {f"initial-{name}": sent[name] for name, field in form.fields.items() if field.show_hidden_initial}
    for formset in page.context["inline_admin_formsets"]:
        management = formset.formset.management_form
        sent |= {f"{management.prefix}-{name}": management[name].value() for name in management.fields}
        for each in formset.formset.forms:
            sent |= {f"{each.prefix}-{name}": each[name].value() for name in each.fields}
    sent = {name: value for name, value in sent.items() if value not in ("", None) and value is not False}
    return sent | {"seen_version": page.context["seen_version"], **words}


@pytest.fixture
def two(enter, official):
    """Two browsers: the coordinator's and the editor's."""
    other = Client()
    other.force_login(official("redaktör"))
    return enter("samordnare"), other


def test_who_saves_second_is_told_what_the_first_one_changed(two):
    mine, theirs = two
    dialogue = make_dialogue(title="Som den var")
    my_page, their_page = opened(mine, dialogue, title="Min rubrik"), opened(theirs, dialogue, title="Deras rubrik")
    assert theirs.post(page_of(dialogue), their_page).status_code == 302
    response = mine.post(page_of(dialogue), my_page)
    text = response.content.decode()
    assert "Någon annan hann före" in text
    assert "Redaktör" in text
    assert "<del>Som den var</del>" in text
    assert "<ins>Deras rubrik</ins>" in text
    assert response.context["adminform"].form["title"].value() == "Min rubrik", "what was typed stands"
    assert Dialogue.objects.get().title == "Deras rubrik"


def test_to_save_again_without_choosing_is_refused_again_and_with_the_box_ticked_it_is_saved_on_top(two):
    mine, theirs = two
    dialogue = make_dialogue()
    my_page, their_page = opened(mine, dialogue, title="Min rubrik"), opened(theirs, dialogue, title="Deras rubrik")
    theirs.post(page_of(dialogue), their_page)
    told = mine.post(page_of(dialogue), my_page)
    assert mine.post(page_of(dialogue), my_page).status_code == 200
    on_top = my_page | {"on_top_of": told.context["conflict"].latest}
    assert mine.post(page_of(dialogue), on_top).status_code == 302
    assert Dialogue.objects.get().title == "Min rubrik"
    assert [row.title for row in dialogue.history.all()[:2]] == ["Min rubrik", "Deras rubrik"]


def test_to_save_on_top_of_one_does_not_let_a_third_one_through(two):
    mine, theirs = two
    dialogue = make_dialogue()
    my_page = opened(mine, dialogue, title="Min rubrik")
    theirs.post(page_of(dialogue), opened(theirs, dialogue, title="Deras rubrik"))
    told = mine.post(page_of(dialogue), my_page)
    theirs.post(page_of(dialogue), opened(theirs, dialogue, title="Deras andra rubrik"))
    again = mine.post(page_of(dialogue), my_page | {"on_top_of": told.context["conflict"].latest})
    assert "Deras andra rubrik" in again.content.decode()


def test_one_who_works_alone_is_never_stopped(two):
    mine, _theirs = two
    dialogue = make_dialogue()
    for title in ("En rubrik", "En annan rubrik"):
        assert mine.post(page_of(dialogue), opened(mine, dialogue, title=title)).status_code == 302
    theme = make_theme()
    assert mine.post(page_of(theme), opened(mine, theme, name="Buller")).status_code == 302
    assert Theme.objects.get().name == "Buller"


def test_an_activity_with_its_parts_is_guarded_too(two):
    mine, theirs = two
    activity = make_activity()
    my_page = opened(mine, activity, summary="Min text")
    theirs.post(page_of(activity), opened(theirs, activity, summary="Deras text"))
    response = mine.post(page_of(activity), my_page)
    assert "Någon annan hann före" in response.content.decode()
    activity.refresh_from_db()
    assert activity.summary == "Deras text"


@pytest.mark.parametrize("seen", ["abc", "-1", "9" * 40, "٣", "' OR 1=1"])
def test_a_version_that_cannot_be_is_older_than_all(two, seen):
    mine, _theirs = two
    dialogue = make_dialogue()
    response = mine.post(page_of(dialogue), opened(mine, dialogue) | {"seen_version": seen, "on_top_of": seen})
    assert response.status_code == 200
    assert response.context["conflict"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_only_one_does(two):
    dialogue, barrier, pages = make_dialogue(), Barrier(2), []
    sent = [(client, opened(client, dialogue, title=f"Rubrik {n}")) for n, client in enumerate(two)]

    def save(client, page):
        barrier.wait()
        try:
            pages.append(client.post(page_of(dialogue), page).status_code)
        finally:
            connection.close()

    threads = [Thread(target=save, args=each) for each in sent]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(pages) == [200, 302]
    assert dialogue.history.count() == 2
