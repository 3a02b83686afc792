"""Two thousand activities with twenty follow-ups each: an official's pages ask the database as often as with twenty."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from actionplan.models import FollowUp
from actionplan.reminders.sending import remind
from arboga_loften.accounts.models import User
from arboga_loften.foundation.models import Letter
from arboga_loften.portal.benchmark import rows
from arboga_loften.portal.roles import ensure_roles

pytestmark = pytest.mark.django_db
PAGES = ["/admin/", "/admin/actionplan/activity/", "/admin/actionplan/activity/?kontroll=any", "/rapportera/"]
PEOPLE = 4


def asked(deed):
    with CaptureQueriesContext(connection) as queries:
        deed()
    return len(queries)


@pytest.fixture
def queries_with(client):
    def measure(activities):
        rows.fill(activities, follow_ups=20, people=PEOPLE)
        ensure_roles()
        user = User.objects.create_user("samordnare", password="ett-lösenord", is_staff=True)
        user.groups.set(Group.objects.filter(name="samordnare"))
        client.force_login(user)
        for page in PAGES:
            assert client.get(page).status_code == 200  # what is remembered for a while is fetched now
        return {page: asked(lambda page=page: client.get(page)) for page in PAGES} | {"reminders": asked(remind)}

    return measure


def test_the_pages_of_an_official_and_the_reminders_ask_as_often_with_two_thousand_as_with_twenty(queries_with):
    with transaction.atomic():
        few = queries_with(20)
        assert Letter.objects.count() == PEOPLE, "one letter for each owner"
        transaction.set_rollback(True)
    many = queries_with(2000)
    assert FollowUp.objects.count() >= 2000 * 20
    assert Letter.objects.count() == PEOPLE
    assert many == few
