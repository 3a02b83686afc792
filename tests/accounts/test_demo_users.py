"""The demonstration's log-ins: there in the demonstration, and nowhere else."""

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from actionplan.reporting.mine import OWN, activities_of
from arboga_loften.accounts.models import User
from arboga_loften.portal.management.commands.create_demo_users import LOG_INS
from arboga_loften.portal.roles import ensure_roles
from tests.factories import make_activity, organisation

pytestmark = pytest.mark.django_db

NAMES = ["kommunpolis", "radsledamot", "redaktor", "registrator", "samordnare", "systemadmin", "trafikplanerare"]


@pytest.fixture
def parties():
    ensure_roles()
    return organisation("municipality"), organisation("police")


@pytest.fixture
def demo(settings, parties):
    settings.DEMO = True


def log_in(client, name="samordnare"):
    password = next(row[1] for row in LOG_INS if row[0] == name)
    return client.post("/konto/logga-in/", {"login": name, "password": password, "next": "/admin/"})


def test_outside_the_demonstration_none_are_made(parties):
    with pytest.raises(CommandError, match="bara i demonstrationen"):
        call_command("create_demo_users")
    assert not User.objects.exists()


def test_one_for_each_role_with_its_organisation_and_function(demo, capsys):
    call_command("create_demo_users")
    told = capsys.readouterr().out
    users = {user.username: user for user in User.objects.all()}
    assert sorted(users) == NAMES
    for name, password, role, kind, function in LOG_INS:
        user = users[name]
        assert [group.name for group in user.groups.all()] == [role]
        assert (user.organisation.kind, user.function, user.is_staff, user.is_superuser) == (
            kind,
            function,
            True,
            False,
        )
        assert authenticate(username=name, password=password) == user
        assert password in told


def test_it_can_be_run_again(demo):
    call_command("create_demo_users")
    before = {user.pk: user.password for user in User.objects.all()}
    call_command("create_demo_users")
    assert {user.pk: user.password for user in User.objects.all()} == before


def test_they_answer_for_invented_activities_and_somebody_stands_behind_them(demo):
    invented, real, taken = (make_activity(is_example=number != 2, number=number) for number in (1, 2, 3))
    person = User.objects.create_user("riktig", password="något-helt-eget")
    for activity in (invented, real, taken):
        part = activity.commitments.get()
        part.responsible, part.owner = "Trafikplaneraren", person if activity == taken else None
        part.save()
    for _each in range(2):
        call_command("create_demo_users")
    planner = User.objects.get(username="trafikplanerare")
    assert invented.commitments.get().owner == planner
    assert real.commitments.get().owner is None
    assert taken.commitments.get().owner == person
    assert invented.commitments.get().history.count() == 3, "said once, however often it is run"
    assert (planner.deputy.username, planner.chief.username) == ("redaktor", "samordnare")
    assert planner.email == "trafikplanerare@example.invalid"
    assert [mine.activity for mine in activities_of(planner) if mine.nearness == OWN] == [invented]


def test_a_real_person_with_the_same_name_is_left_alone(demo):
    User.objects.create_user("samordnare", password="något-helt-eget")
    with pytest.raises(CommandError, match="riktig användare"):
        call_command("create_demo_users")
    assert User.objects.count() == 1


def test_without_any_parties_it_says_what_to_do_first(settings):
    settings.DEMO = True
    ensure_roles()
    with pytest.raises(CommandError, match="load_record"):
        call_command("create_demo_users")


@pytest.mark.parametrize("name", NAMES)
def test_in_the_demonstration_one_can_log_in(demo, client, name):
    call_command("create_demo_users")
    assert log_in(client, name).status_code == 302
    assert client.get("/admin/").status_code == 200


def test_outside_the_demonstration_the_known_password_is_refused_with_its_reason(demo, client, settings):
    call_command("create_demo_users")
    settings.DEMO = False
    response = log_in(client)
    assert response.status_code == 200
    assert "fungerar bara i demonstrationen" in response.content.decode()
    assert client.get("/admin/").status_code == 302


def test_a_session_from_the_demonstration_does_not_live_on_outside_it(demo, client, settings):
    call_command("create_demo_users")
    log_in(client)
    settings.DEMO = False
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/actionplan/activity/").status_code == 302


def test_a_real_log_in_works_outside_the_demonstration(client, parties):
    User.objects.create_user("riktig", password="något-helt-eget", is_staff=True)
    client.post("/konto/logga-in/", {"login": "riktig", "password": "något-helt-eget", "next": "/admin/"})
    page = client.get("/admin/")
    assert page.status_code == 200
    assert "Du har ingen roll än." in page.content.decode()


def test_a_party_is_spoken_for_by_its_own_people_and_by_the_coordinator(demo):
    call_command("create_demo_users")
    municipality, police = organisation("municipality"), organisation("police")
    officer = User.objects.get(username="kommunpolis")
    assert officer.speaks_for(police)
    assert not officer.speaks_for(municipality)
    coordinator = User.objects.get(username="samordnare")
    assert coordinator.speaks_for(police)
    assert not User.objects.create(username="utan-organisation").speaks_for(police)
