"""What those may not read who may not see the originals: neither in a history, by what rests on it, nor by a filter."""

import pytest

from dialogs import intake, moderation
from tests.factories import make_activity, make_finding, open_dialogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def dialogue():
    return open_dialogue()


def came_in(dialogue, key, text):
    return intake.receive(dialogue=dialogue, key=key, text=text)[0].viewpoints.get()


@pytest.fixture
def shown_and_hidden(dialogue, official):
    """One that is shown without a name that its draft held, and one that isn't shown."""
    mover = official("registrator")
    shown = came_in(dialogue, "a", text="Kajsa på Storgatan skriker.")
    shown.text = "Kajsa skriker."
    shown.save()
    shown = moderation.approve(shown, by=mover, text="Det skriks på natten.")
    shown = moderation.approve(shown, by=mover, text="Det skriks om natten.")
    hidden = came_in(dialogue, "b", text="Det här får ingen läsa.")
    return shown, moderation.withhold(hidden, by=mover, reason="Hör till en annan kommun.")


def test_the_drafts_of_what_is_shown_are_told_only_to_those_who_may_see_the_originals(enter, shown_and_hidden):
    page = f"/admin/dialogs/viewpoint/{shown_and_hidden[0].pk}/history/"
    assert "Kajsa" in enter("redaktör").get(page).content.decode()
    theirs = enter("rådsledamot").get(page).content.decode()
    assert "Kajsa" not in theirs
    assert "Det skriks om natten." in theirs, "what became of it in the open is told"


def test_what_is_not_shown_is_not_told_by_what_rests_on_it_either(enter, shown_and_hidden):
    shown, hidden = shown_and_hidden
    finding = make_finding(viewpoints=shown_and_hidden)
    activity = make_activity(viewpoints=[hidden])
    pages = [f"/admin/dialogs/finding/{finding.pk}/change/", f"/admin/actionplan/activity/{activity.pk}/change/"]
    reader = enter("rådsledamot")
    for page in pages:
        assert "ingen läsa" not in reader.get(page).content.decode()
    assert shown.text in reader.get(pages[0]).content.decode()
    writer = enter("samordnare")
    for page in pages:
        assert "ingen läsa" in writer.get(page).content.decode()


def test_what_the_guard_saw_is_no_filter_for_those_who_may_not_see_it(enter, shown_and_hidden):
    narrowed = "/admin/dialogs/viewpoint/?vakten=crime"
    assert list(enter("samordnare").get(narrowed).context["cl"].queryset) == []
    refused = enter("rådsledamot").get(narrowed, follow=True)
    assert list(refused.context["cl"].queryset) == [shown_and_hidden[0]]
