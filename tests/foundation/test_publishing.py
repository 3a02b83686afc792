"""What is public, what is not yet, and what can never disappear."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from arboga_loften.foundation import clock
from arboga_loften.foundation.publishing import Publication, Undeletable
from dialogs.models import Dialogue, Viewpoint
from focusareas.models import Promise
from tests.factories import make_activity, make_dialogue, make_viewpoint

pytestmark = pytest.mark.django_db


def make_draft(**fields):
    return Dialogue.objects.create(slug="utkast", title="Ett utkast", starts_on=clock.today(), **fields)


def test_a_draft_is_not_public():
    make_draft()
    assert not Dialogue.objects.visible().exists()


def test_publishing_makes_it_public_today():
    draft = make_draft()
    draft.publish()
    draft.save()
    assert list(Dialogue.objects.visible()) == [draft]
    assert draft.publish_on == draft.first_published_on == clock.today()


def test_what_is_published_for_later_is_not_public_before_its_day():
    draft = make_draft()
    draft.publish(on=clock.today() + timedelta(days=3))
    draft.save()
    assert not Dialogue.objects.visible().exists()
    assert list(Dialogue.objects.visible(clock.today() + timedelta(days=3))) == [draft]


def test_what_is_unpublished_is_gone_from_the_site_but_not_from_the_archive():
    dialogue = make_dialogue()
    dialogue.unpublish()
    dialogue.save()
    assert not Dialogue.objects.visible().exists()
    assert Dialogue.objects.filter(pk=dialogue.pk).exists()


def test_a_voice_is_not_public_when_its_dialogue_is_not():
    viewpoint = make_viewpoint()
    assert Viewpoint.objects.visible().exists()
    viewpoint.dialogue.unpublish()
    viewpoint.dialogue.save()
    assert not Viewpoint.objects.visible().exists()


def test_what_has_been_public_cannot_become_a_draft_again():
    dialogue = make_dialogue()
    dialogue.publication = Publication.DRAFT
    dialogue.full_clean()
    assert dialogue.publication == Publication.UNPUBLISHED


def test_a_draft_cannot_be_unpublished():
    draft = make_draft()
    draft.unpublish()
    with pytest.raises(ValidationError, match="aldrig varit publicerat"):
        draft.full_clean()


def test_a_draft_can_be_deleted():
    make_draft().delete()
    assert not Dialogue.objects.exists()


def test_what_has_been_public_cannot_be_deleted():
    dialogue = make_dialogue()
    with pytest.raises(Undeletable):
        dialogue.delete()
    with pytest.raises(Undeletable):
        Dialogue.objects.all().delete()
    dialogue.unpublish()
    dialogue.save()
    with pytest.raises(Undeletable):
        dialogue.delete()


def test_not_even_sql_by_hand_erases_what_has_been_public():
    activity = make_activity()
    with pytest.raises(DatabaseError, match="varit publicerat"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM actionplan_activity WHERE id = %s", [activity.pk])


def test_the_database_refuses_a_published_row_without_a_day():
    dialogue = make_dialogue()
    dialogue.publish_on = None
    with pytest.raises(DatabaseError), transaction.atomic():
        dialogue.save()


def test_bulk_writes_that_would_leave_no_history_are_refused():
    make_dialogue()
    with pytest.raises(TypeError, match="historiken"):
        Dialogue.objects.update(title="Omskriven i smyg")
    with pytest.raises(TypeError, match="historiken"):
        Promise.objects.bulk_update([], ["title"])


def test_who_reads_it_when_is_kept_in_the_history():
    dialogue = make_dialogue(title="Först")
    dialogue.title = "Sedan"
    dialogue.save()
    assert [row.title for row in dialogue.history.order_by("pk")] == ["Först", "Sedan"]


@pytest.mark.parametrize(("day", "shown"), [("2024-10-15", date(2024, 10, 15)), (date(2024, 9, 1), date(2024, 9, 1))])
def test_the_demonstration_has_a_day_of_its_own(settings, day, shown):
    settings.DEMO_DAY = day
    assert clock.today() == shown
    assert clock.now().date() == shown


def test_a_demonstration_day_that_is_no_day_is_refused_in_words(settings):
    settings.DEMO_DAY = "2024-13-45"
    with pytest.raises(Exception, match="Skriv en dag så här: 2024-10-15"):
        clock.today()
