"""Publishing in the admin: drafts and what has been public, one at a time and many at once, and the history of it."""

from datetime import date

import pytest

from arboga_loften.foundation.models import Municipality
from dialogs.models import Answer, Dialogue
from focusareas.models import SituationReport
from tests.factories import (
    make_activity,
    make_answer,
    make_dialogue,
    make_report,
    make_section,
    make_theme,
    make_viewpoint,
    organisation,
)

pytestmark = pytest.mark.django_db

DIALOGUES = "/admin/dialogs/dialogue/"


def choose(client, url, action, *rows, **more):
    return client.post(url, {"action": action, "_selected_action": [row.pk for row in rows], **more}, follow=True)


def messages(response):
    return [str(message) for message in response.context["messages"]]


def test_many_drafts_are_published_at_once_and_each_leaves_its_trace(enter):
    drafts = [make_dialogue(published=False), make_dialogue(published=False)]
    public = make_dialogue()
    response = choose(enter("redaktör"), DIALOGUES, "publish_chosen", *drafts, public)
    assert messages(response) == ["2 är publicerade."]
    for draft in drafts:
        draft.refresh_from_db()
        assert draft.is_visible
        assert [row.publication for row in draft.history.all()] == ["published", "draft"]
        assert draft.history.first().history_user.username == "test-redaktör"
    assert public.history.count() == 1


def test_many_are_taken_down_at_once(enter):
    public, draft = make_dialogue(), make_dialogue(published=False)
    response = choose(enter("redaktör"), DIALOGUES, "unpublish_chosen", public, draft)
    assert messages(response) == ["1 är avpublicerad."]
    public.refresh_from_db()
    draft.refresh_from_db()
    assert (public.publication, draft.publication) == ("unpublished", "draft")


def test_when_there_is_nothing_to_publish_it_is_said(enter):
    response = choose(enter("redaktör"), DIALOGUES, "publish_chosen", make_dialogue())
    assert messages(response) == ["Alla som du valde var redan publicerade."]


def test_who_only_reads_is_offered_no_deeds(enter):
    draft = make_dialogue(published=False)
    client = enter("rådsledamot")
    assert "publish_chosen" not in client.get(DIALOGUES).content.decode()
    choose(client, DIALOGUES, "publish_chosen", draft)
    draft.refresh_from_db()
    assert draft.publication == "draft"


def test_the_kommunpolis_publishes_only_the_polices_own_answers(enter):
    viewpoint = make_viewpoint()
    ours = make_answer(viewpoint, organisation="police", published=False)
    theirs = make_answer(viewpoint, organisation="municipality", published=False)
    choose(enter("kommunpolis"), "/admin/dialogs/answer/", "publish_chosen", ours, theirs)
    assert list(Answer.objects.filter(publication="published")) == [ours]


def test_the_kommunpolis_answers_only_for_the_police(enter):
    viewpoint = make_viewpoint()
    police, municipality = organisation("police"), organisation("municipality")
    client = enter("kommunpolis")
    typed = {
        "viewpoint": viewpoint.pk,
        "decision": "done",
        "text": "Vi har varit där.",
        "answered_on": "2024-10-01",
        "organisation": municipality.pk,
        "publication": "draft",
    }
    refused = client.post("/admin/dialogs/answer/add/", typed)
    assert "organisation" in refused.context["adminform"].form.errors
    assert client.post("/admin/dialogs/answer/add/", typed | {"organisation": police.pk}).status_code == 302
    assert Answer.objects.get().organisation == police
    theirs = make_answer(viewpoint, organisation="municipality")
    assert client.post(f"/admin/dialogs/answer/{theirs.pk}/change/", typed).status_code == 403


def test_what_has_been_public_cannot_be_deleted(enter):
    public = make_dialogue()
    public.unpublish()
    public.save()
    client = enter("samordnare")
    page = client.get(f"{DIALOGUES}{public.pk}/change/").content.decode()
    assert f"{DIALOGUES}{public.pk}/delete/" not in page
    assert client.post(f"{DIALOGUES}{public.pk}/delete/", {"post": "yes"}).status_code == 403
    response = choose(client, DIALOGUES, "delete_selected", public, make_dialogue(published=False), post="yes")
    assert "har varit publicerad och kan inte tas bort" in messages(response)[0]
    assert Dialogue.objects.count() == 2


def test_the_coordinator_deletes_drafts(enter):
    one, other = make_dialogue(published=False), make_dialogue(published=False)
    client = enter("samordnare")
    assert client.get(f"{DIALOGUES}{one.pk}/delete/").status_code == 200
    assert client.post(f"{DIALOGUES}{one.pk}/delete/", {"post": "yes"}).status_code == 302
    choose(client, DIALOGUES, "delete_selected", other, post="yes")
    assert not Dialogue.objects.exists()


def test_a_draft_activity_goes_with_the_promises_in_it(enter, settings):
    draft = make_activity(published=False, commitments=["municipality", "police"])
    client = enter("samordnare")
    # Django's page of deletion asks each row for its name.
    settings.ZEAL_ALLOWLIST = [{"model": "actionplan.Commitment", "field": "organisation"}]
    assert client.post(f"/admin/actionplan/activity/{draft.pk}/delete/", {"post": "yes"}).status_code == 302


@pytest.mark.parametrize("role", ["redaktör", "kommunpolis", "rådsledamot"])
def test_others_delete_nothing(enter, role):
    draft = make_dialogue(published=False)
    assert enter(role).post(f"{DIALOGUES}{draft.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_theme_in_use_is_not_deleted_but_explained(enter):
    theme = make_theme("Trafik")
    make_viewpoint(theme=theme)
    response = enter("samordnare").post(f"/admin/dialogs/theme/{theme.pk}/delete/", {"post": "yes"})
    assert response.status_code == 200
    assert "synpunkt" in response.content.decode().lower()


@pytest.mark.parametrize(("published", "left"), [(True, 1), (False, 0)])
def test_parts_of_a_published_report_stay(enter, published, left):
    report = make_report(published=published)
    section = make_section(report)
    client = enter("samordnare")
    typed = {
        "promise": report.promise_id,
        "title": report.title,
        "slug": report.slug,
        "dated_on": "2024-01-01",
        "publication": report.publication,
        "sections-TOTAL_FORMS": 1,
        "sections-INITIAL_FORMS": 1,
        "sections-0-id": section.pk,
        "sections-0-report": report.pk,
        "sections-0-order": 1,
        "sections-0-kind": "reported",
        "sections-0-heading": "Anmälda brott",
        "sections-0-text": "Bedrägerierna ökar.",
        "sections-0-DELETE": "on",
    }
    assert client.post(f"/admin/focusareas/situationreport/{report.pk}/change/", typed).status_code == 302
    assert SituationReport.objects.get().sections.count() == left


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ({"published": False}, "Utkast: syns inte på webbplatsen."),
        ({"publish_on": date(2024, 11, 1)}, "Publiceras 1 november 2024."),
        ({}, "Se på webbplatsen"),
    ],
)
def test_the_page_says_where_it_shows(enter, made, words):
    dialogue = make_dialogue(**made)
    page = enter("redaktör").get(f"{DIALOGUES}{dialogue.pk}/change/").content.decode()
    assert words in page
    assert (dialogue.get_absolute_url() in page) is (words == "Se på webbplatsen")


def test_what_hangs_on_a_draft_is_said_not_to_show(enter):
    viewpoint = make_viewpoint(dialogue=make_dialogue(published=False))
    page = enter("redaktör").get(f"/admin/dialogs/viewpoint/{viewpoint.pk}/change/").content.decode()
    assert "det som den hör till syns inte på webbplatsen än" in page


@pytest.mark.parametrize(
    ("published", "choices"), [(False, ["draft", "ready", "published"]), (True, ["published", "unpublished"])]
)
def test_only_ways_that_lead_somewhere_can_be_chosen(enter, published, choices):
    dialogue = make_dialogue(published=published)
    form = enter("redaktör").get(f"{DIALOGUES}{dialogue.pk}/change/").context["adminform"].form
    assert [value for value, _label in form.fields["publication"].choices] == choices


def test_the_history_tells_who_changed_what_from_what_to_what(enter):
    dialogue = make_dialogue(title="Gammal rubrik")
    client = enter("redaktör")
    form = client.get(f"{DIALOGUES}{dialogue.pk}/change/").context["adminform"].form
    typed = {name: value for name, value in form.initial.items() if value not in (None, [])}
    parts = [f"{part}-{forms}_FORMS" for part in ("questions", "occasions") for forms in ("TOTAL", "INITIAL")]
    typed |= dict.fromkeys(parts, 0)
    client.post(
        f"{DIALOGUES}{dialogue.pk}/change/",
        typed | {"title": "Ny rubrik", "kind": "walk", "hosts": [], "publication": "unpublished"},
    )
    page = client.get(f"{DIALOGUES}{dialogue.pk}/history/").content.decode()
    assert "Av Redaktör." in page
    for before, after in [
        ("Gammal rubrik", "Ny rubrik"),
        ("Trygghetsdialog", "Trygghetsvandring"),
        ("Publicerad", "Avpublicerad"),
    ]:
        assert f"<del>{before}</del>" in page
        assert f"<ins>{after}</ins>" in page


def test_an_old_version_cannot_be_put_back_past_the_rules(enter):
    dialogue = make_dialogue()
    version = dialogue.history.first()
    response = enter("rådsledamot").post(f"{DIALOGUES}{dialogue.pk}/history/{version.pk}/", {"title": "x"})
    assert response.status_code in (302, 404)
    dialogue.refresh_from_db()
    assert dialogue.title != "x"


@pytest.mark.parametrize(("role", "may"), [("redaktör", False), ("samordnare", False), ("systemadministratör", True)])
def test_those_who_publish_do_not_decide_that_nobody_else_needs_to(enter, role, may):
    Municipality().save()
    form = enter(role).get("/admin/foundation/municipality/1/change/").context["adminform"].form
    assert ("two_person_publishing" in form.fields) is may
