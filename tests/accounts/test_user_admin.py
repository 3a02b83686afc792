"""People's log-ins in the admin: who lets whom in, who gives which role, and what nobody does for themselves."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group

from arboga_loften.accounts import gate
from arboga_loften.accounts.models import User
from arboga_loften.portal.roles import ROLES
from tests.accounts.conftest import code_now, is_in, letters, link_in_letter, log_in

pytestmark = pytest.mark.django_db
USERS = "/admin/accounts/user/"


def text_of(response):
    return response.content.decode()


def page_of(user):
    return f"{USERS}{user.pk}/change/"


def group(name):
    return Group.objects.get(name=name)


@pytest.fixture
def helper(client, person):
    """A system administrator, logged in by both steps."""
    user = person("systemadministratör", "helge", app=True)
    log_in(client, "helge", code=code_now())
    return user


@pytest.fixture
def root(client, person):
    user = person(name="rot", app=True, is_superuser=True)
    log_in(client, "rot", code=code_now())
    return user


def as_it_stands(user, **changed):
    words = {
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "function": user.function,
        "organisation": user.organisation_id or "",
        "reminders": user.reminders,
        "deputy": "",
        "chief": "",
        "is_active": "on",
        "is_staff": "on",
        "groups": [g.pk for g in user.groups.all()],
    }
    return {name: value for name, value in {**words, **changed}.items() if value is not None}


def new(**fields):
    words = {"username": "nina", "email": "nina@arboga.example", "is_staff": "on", "reminders": "all", "invite": "on"}
    return {name: value for name, value in {**words, **fields}.items() if value is not None}


# --- To let somebody in ---
def test_somebody_new_is_made_with_a_role_and_invited_at_once(client, browsers, helper):
    response = client.post(f"{USERS}add/", new(groups=[group("redaktör").pk]), follow=True)
    assert "En inbjudan är skickad till nina@arboga.example." in text_of(response)
    nina = User.objects.get(username="nina")
    assert [g.name for g in nina.groups.all()] == ["redaktör"]
    assert not nina.has_usable_password()
    assert browsers().get(link_in_letter()).status_code == 200


def test_without_an_address_nobody_is_invited(client, helper):
    response = client.post(f"{USERS}add/", new(email=""))
    assert "En inbjudan behöver en adress" in text_of(response)
    assert client.post(f"{USERS}add/", new(email="", invite=None)).status_code == 302
    assert letters() == []


def test_the_page_of_somebody_who_has_not_come_in_yet_invites_again(client, browsers, helper):
    client.post(f"{USERS}add/", new())
    older = link_in_letter()
    nina = User.objects.get(username="nina")
    assert f"{USERS}{nina.pk}/bjud-in/" in text_of(client.get(page_of(nina)))
    assert "En äldre länk slutar gälla" in text_of(client.get(f"{USERS}{nina.pk}/bjud-in/"))
    response = client.post(f"{USERS}{nina.pk}/bjud-in/", follow=True)
    assert "Inbjudan är skickad." in text_of(response)
    assert browsers().get(older).status_code == 404
    assert browsers().get(link_in_letter()).status_code == 200


def test_who_has_a_password_is_not_invited(client, person, helper):
    user = person()
    assert "bjud-in" not in text_of(client.get(page_of(user)))
    assert "har redan ett lösenord" in text_of(client.get(f"{USERS}{user.pk}/bjud-in/"))
    client.post(f"{USERS}{user.pk}/bjud-in/")
    assert letters() == []


# --- The second step ---
def test_a_lost_second_step_is_reset(client, browsers, person, helper):
    user = person("samordnare", app=True)
    theirs = browsers()
    log_in(theirs, code=code_now())
    assert "Nollställ det andra steget" in text_of(client.get(page_of(user)))
    assert "Ring upp personen först" in text_of(client.get(f"{USERS}{user.pk}/nollstall/"))
    response = client.post(f"{USERS}{user.pk}/nollstall/", follow=True)
    assert "Det andra steget är borttaget" in text_of(response)
    assert not gate.has_second_step(user)
    assert not is_in(theirs)
    assert "andra steg" in letters()[-1].body
    assert "Nollställde inloggningen i två steg" in text_of(client.get(f"{USERS}{user.pk}/history/"))


def test_nobody_resets_their_own(client, helper):
    assert "nollstall" not in text_of(client.get(page_of(helper)))
    client.post(f"{USERS}{helper.pk}/nollstall/")
    assert gate.has_second_step(helper)


def test_the_list_says_who_has_one_and_who_should(client, person, helper):
    person("rådsledamot", "rut")
    person("samordnare", "sam")
    page = text_of(client.get(USERS))
    for words in ("Behövs, men är inte påslaget", ">På<", ">Av<"):
        assert words in page


# --- Who may do what ---
def test_a_system_administrator_gives_a_role(client, person, helper):
    user = person("rådsledamot")
    assert client.post(page_of(user), as_it_stands(user, groups=[group("redaktör").pk])).status_code == 302
    assert [g.name for g in user.groups.all()] == ["redaktör"]


def test_nobody_makes_a_superuser_but_a_superuser(client, person, helper):
    user = person("rådsledamot")
    assert 'name="is_superuser"' not in text_of(client.get(page_of(user)))
    client.post(page_of(user), as_it_stands(user, is_superuser="on"))
    client.post(f"{USERS}add/", new(is_superuser="on", user_permissions="1"))
    assert not User.objects.filter(is_superuser=True).exists()


def test_a_superuser_is_touched_by_superusers_alone(client, person, helper):
    rot = person(name="rot", app=True, is_superuser=True)
    assert 'name="email"' not in text_of(client.get(page_of(rot)))
    for address in (
        page_of(rot),
        f"{USERS}{rot.pk}/nollstall/",
        f"{USERS}{rot.pk}/bjud-in/",
        f"{USERS}{rot.pk}/password/",
    ):
        assert client.post(address, as_it_stands(rot, email="min@egen.example")).status_code == 403, address
    assert User.objects.get(pk=rot.pk).email == "rot@arboga.example"
    assert gate.has_second_step(rot)


def test_a_superuser_makes_another(client, person, root):
    user = person()
    assert client.post(page_of(user), as_it_stands(user, is_superuser="on")).status_code == 302
    assert User.objects.get(pk=user.pk).is_superuser


@pytest.mark.parametrize("who", ["helper", "root"])
def test_nobody_changes_their_own_role(client, request, who):
    me = request.getfixturevalue(who)
    page = text_of(client.get(page_of(me)))
    assert 'name="groups"' not in page
    assert 'name="is_active"' not in page
    before = sorted(me.groups.values_list("name", flat=True))
    changed = as_it_stands(me, is_active=None, is_superuser="on", groups=[group("samordnare").pk], function="Chef")
    assert client.post(page_of(me), changed).status_code == 302
    me = User.objects.get(pk=me.pk)
    assert (me.is_active, me.is_superuser, me.function) == (True, who == "root", "Chef")
    assert sorted(me.groups.values_list("name", flat=True)) == before
    assert client.post(f"{USERS}{me.pk}/delete/", {"post": "yes"}).status_code == 403


def test_others_passwords_are_their_own(client, person, helper):
    user = person()
    page = text_of(client.get(page_of(user)))
    assert "pbkdf2" not in page
    assert "/password/" not in page
    assert client.get(f"{USERS}{user.pk}/password/").status_code == 403


def test_a_superuser_can_set_one_where_no_mail_comes_through(client, person, root):
    user = person()
    assert client.get(f"{USERS}{user.pk}/password/").status_code == 200


@pytest.mark.parametrize("role", [role for role in ROLES if role != "systemadministratör"])
def test_no_other_role_changes_anybodys_log_in(client, person, role):
    other = person(name="bo")
    person(role, app=True)
    log_in(client, code=code_now())
    for address in (page_of(other), f"{USERS}{other.pk}/nollstall/", f"{USERS}{other.pk}/bjud-in/", f"{USERS}add/"):
        assert client.post(address, as_it_stands(other, email="x@y.example")).status_code == 403, address


def test_a_system_administrator_has_no_part_in_what_the_site_says(client, helper):
    for address in ("actionplan/activity/", "dialogs/viewpoint/", "focusareas/promise/", "dialogs/submission/"):
        assert client.get(f"/admin/{address}").status_code == 403
    for address in ("", "accounts/user/", "accounts/organisation/", "foundation/letter/"):
        assert client.get(f"/admin/{address}").status_code == 200, address


def test_what_allauth_keeps_has_no_pages_of_its_own():
    assert not [model for model in admin.site._registry if model._meta.app_label not in {
        "actionplan", "dialogs", "focusareas", "foundation", "accounts"
    }]  # fmt: skip


# --- What a change brings with it ---
def test_a_role_that_needs_two_steps_ends_the_sessions(client, browsers, person, helper):
    user = person("rådsledamot")
    theirs = browsers()
    log_in(theirs)
    client.post(page_of(user), as_it_stands(user, groups=[group("redaktör").pk]))
    assert not is_in(theirs)


def test_another_change_does_not(client, browsers, person, helper):
    user = person("rådsledamot")
    theirs = browsers()
    log_in(theirs)
    client.post(page_of(user), as_it_stands(user, function="Ordförande"))
    assert is_in(theirs)


def test_a_closed_account_is_logged_out(client, browsers, person, helper):
    user = person("rådsledamot")
    theirs = browsers()
    log_in(theirs)
    client.post(page_of(user), as_it_stands(user, is_active=None))
    assert not is_in(theirs)
    User.objects.update(is_active=True)
    assert not is_in(theirs), "and opening it again opens no old session"


def test_whose_address_is_changed_hears_it_at_the_old_one(client, person, helper):
    user = person()
    client.post(page_of(user), as_it_stands(user, email="ny@arboga.example"))
    assert letters()[-1].to == ["anna@arboga.example"]
    assert "E-postadressen" in letters()[-1].body


@pytest.mark.parametrize("address", ["999999/bjud-in/", "99999999999999999999/nollstall/", "999999/nollstall/"])
def test_nobody_that_exists_is_a_page_that_does_not(client, helper, address):
    assert client.get(f"{USERS}{address}").status_code in (302, 404)
