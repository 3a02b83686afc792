"""The second step: who must have one, how it is set up, used, lost and given back."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from arboga_loften.accounts import gate, second_step
from arboga_loften.accounts.models import User
from tests.accounts.conftest import PASSWORD, SECRET, code_now, is_in, letters, log_in

pytestmark = pytest.mark.django_db
MUST = ["systemadministratör", "samordnare", "kommunpolis", "redaktör", "registrator"]
NEEDED = "/konto/tva-steg/behovs/"


def text_of(response):
    return response.content.decode()


def codes_of(user):
    return RecoveryCodes(Authenticator.objects.get(user=user, type="recovery_codes")).get_unused_codes()


# --- Who must ---
@pytest.mark.parametrize("role", MUST)
def test_whoever_publishes_answers_or_administers_meets_the_gate(client, person, role):
    person(role)
    log_in(client)
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == f"{NEEDED}?next=%2Fadmin%2F"
    assert "någon annan kan ha kommit över det" in text_of(response)
    assert client.get("/admin/actionplan/activity/").status_code == 302


def test_a_superuser_meets_it_too(client, person):
    person(is_superuser=True)
    log_in(client)
    assert client.get("/admin/").status_code == 302


def test_whoever_only_reads_comes_in_by_the_password(client, person):
    person("rådsledamot")
    log_in(client)
    assert client.get("/admin/").status_code == 200


def test_only_the_pages_for_setting_it_up_are_open(client, person):
    person("samordnare")
    log_in(client)
    for page in (
        "",
        "tva-steg/",
        "tva-steg/behovs/",
        "tva-steg/app/",
        "tva-steg/nycklar/ny/",
        "byt-losenord/",
        "sessioner/",
    ):
        assert client.get(f"/konto/{page}").status_code == 200, page
    assert "Behövs, men är inte påslaget" in text_of(client.get("/konto/"))


def test_a_role_that_comes_to_need_it_closes_the_gate_at_once(client, person):
    user = person("rådsledamot")
    log_in(client)
    assert client.get("/admin/").status_code == 200
    user.user_permissions.add(Permission.objects.get(codename="must_use_two_steps"))
    assert client.get("/admin/").status_code == 302


def test_a_demonstrations_log_ins_are_tried_by_password_and_may_try_two_steps(client, person, settings):
    settings.DEMO = True
    user = person("samordnare", is_demo=True)
    log_in(client)
    assert client.get("/admin/").status_code == 200
    assert client.get("/konto/tva-steg/app/").status_code == 200
    settings.DEMO = False
    assert gate.must_use_two_steps(User.objects.get(pk=user.pk))


def test_a_real_person_in_a_demonstration_is_not_excepted(client, person, settings):
    settings.DEMO = True
    person("samordnare")
    log_in(client)
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("guard", "staff", "status"),
    [(gate.log_in_required, False, 200), (gate.staff_required, True, 200), (gate.staff_required, False, 403)],
)
def test_pages_outside_the_admin_stand_behind_the_same_gate(rf, person, guard, staff, status):
    user = person("samordnare", is_staff=staff)
    page = guard(lambda request: HttpResponse("inne"))
    request = rf.get("/rapportera/?a=1")
    request.user, request.session = user, {}
    assert page(request).headers["Location"] == f"{NEEDED}?next=%2Frapportera%2F%3Fa%3D1"
    request.session = {
        "account_authentication_methods": [{"method": "mfa"}],
        "account_authentication_methods_user": str(user.pk),
    }
    if status == 403:
        with pytest.raises(PermissionDenied):
            page(request)
    else:
        assert page(request).status_code == status


def test_who_has_not_logged_in_is_sent_to_do_so(rf):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/rapportera/")
    request.user = AnonymousUser()
    response = gate.staff_required(lambda request: HttpResponse())(request)
    assert response.headers["Location"] == "/konto/logga-in/?next=/rapportera/"


# --- To set up ---
def set_up(client):
    page = text_of(client.get("/konto/tva-steg/app/"))
    secret = re.search(r'account__secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    return secret, client.post("/konto/tva-steg/app/", {"code": code_now(secret=secret)}, follow=True)


@pytest.mark.django_db(transaction=True)
def test_an_app_is_connected_and_the_way_goes_on(client, person):
    user = person("samordnare")
    log_in(client)
    client.get("/admin/actionplan/activity/", follow=True)
    _secret, response = set_up(client)
    page = text_of(response)
    assert response.redirect_chain[-1][0] == "/konto/tva-steg/reservkoder/"
    for code in codes_of(user):
        assert f"{code[:4]} {code[4:]}" in page
    assert 'href="/admin/actionplan/activity/"' in page
    assert client.get("/admin/actionplan/activity/").status_code == 200
    assert "app är påslagen" in letters()[-1].body


def test_the_recovery_codes_are_shown_once_and_can_be_taken_as_a_file(client, person):
    user = person("samordnare")
    log_in(client)
    _secret, response = set_up(client)
    signed = re.search(r'name="codes" value="([^"]+)"', text_of(response))[1]
    file = client.post("/konto/tva-steg/reservkoder/hamta/", {"codes": signed})
    assert file.headers["Content-Disposition"] == 'attachment; filename="reservkoder.txt"'
    assert all(code in text_of(file) for code in codes_of(user))
    again = text_of(client.get("/konto/tva-steg/reservkoder/"))
    assert "visas inte igen" in again
    assert not any(code[:4] + " " + code[4:] in again for code in codes_of(user))
    assert client.post("/konto/tva-steg/reservkoder/hamta/", {"codes": "påhittade"}).status_code == 302


def test_a_wrong_code_connects_nothing(client, person):
    user = person("samordnare")
    log_in(client)
    client.get("/konto/tva-steg/app/")
    response = client.post("/konto/tva-steg/app/", {"code": "000000"})
    assert "Koden stämmer inte" in text_of(response)
    assert not gate.has_second_step(user)


def test_whoever_may_go_without_can_turn_it_on_and_off(client, person):
    user = person("rådsledamot")
    log_in(client)
    set_up(client)
    assert gate.has_second_step(user)
    client.post("/konto/tva-steg/app/stang-av/")
    assert not gate.has_second_step(user)
    assert not Authenticator.objects.filter(user=user).exists(), "and the codes without an app go with it"


def test_whose_role_needs_it_keeps_the_last_one(client, person):
    user = person("samordnare", app=True)
    log_in(client, code=code_now())
    response = client.post("/konto/tva-steg/app/stang-av/")
    assert "Din roll behöver ett andra steg" in text_of(response)
    assert gate.has_second_step(user)


def test_the_last_key_is_kept_too(client, person, monkeypatch):
    user = person("samordnare", app=True)
    log_in(client, code=code_now())
    Authenticator.objects.filter(user=user, type="totp").delete()
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Telefonen", "credential": {}})
    response = client.post(f"/konto/tva-steg/nycklar/{key.pk}/ta-bort/")
    assert "Din roll behöver ett andra steg" in text_of(response)
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_a_second_step_ends_the_sessions_that_never_took_it(client, browsers, person):
    person("rådsledamot")
    elsewhere = browsers()
    log_in(elsewhere)
    log_in(client)
    set_up(client)
    assert is_in(client)
    assert not is_in(elsewhere)


def test_a_session_from_before_the_second_step_must_take_it(client, person):
    """As when an app was connected by a way that ended no session."""
    user = person("samordnare")
    log_in(client)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    page = text_of(client.get("/admin/", follow=True))
    assert "Du har redan ett andra steg" in page
    assert "/konto/tva-steg/bekrafta/?next=/konto/tva-steg/behovs/" in page


def test_it_is_asked_for_anew_after_a_while(client, person, settings):
    person("samordnare", app=True)
    log_in(client, code=code_now())
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    response = client.get("/konto/tva-steg/reservkoder/nya/")
    assert response.headers["Location"].startswith("/konto/bekrafta/?next=")
    assert "skriv" in text_of(client.get(response.headers["Location"])).lower()


# --- To use ---
def test_the_password_alone_opens_nothing(client, person):
    person("samordnare", app=True)
    response = log_in(client)
    assert response.headers["Location"] == "/konto/tva-steg/kod/"
    assert not is_in(client)
    assert client.get("/admin/").status_code == 302


def test_the_code_of_the_app_opens(client, person):
    person("samordnare", app=True)
    log_in(client, code=code_now())
    assert client.get("/admin/").status_code == 200


def test_a_code_is_good_once(client, browsers, person):
    person("samordnare", app=True)
    code = code_now()
    log_in(client, code=code)
    other = browsers()
    assert "Koden stämmer inte" in text_of(log_in(other, code=code))
    assert not is_in(other)


def test_codes_are_not_guessed(client, person):
    person("samordnare", app=True)
    log_in(client)
    for n in range(5):
        assert "Koden stämmer inte" in text_of(client.post("/konto/tva-steg/kod/", {"code": f"00000{n}"}))
    assert "Vänta en kvart" in text_of(client.post("/konto/tva-steg/kod/", {"code": code_now()}))
    assert not is_in(client)


def test_a_recovery_code_opens_once_and_warns_when_few_are_left(client, browsers, person):
    user = person("samordnare", app=True)
    codes = codes_of(user)
    for code in codes[:7]:
        RecoveryCodes(Authenticator.objects.get(user=user, type="recovery_codes")).validate_code(code)
    log_in(client, code=codes[7])
    page = text_of(client.get("/admin/"))
    assert "Du har 2 reservkoder kvar" in page
    assert "Du har 2 reservkoder kvar" in text_of(client.get("/konto/"))
    other = browsers()
    log_in(other, code=codes[7])
    assert not is_in(other)


@pytest.mark.django_db(transaction=True)
def test_new_codes_make_the_old_ones_dead(client, browsers, person):
    user = person("samordnare", app=True)
    old = codes_of(user)[0]
    log_in(client, code=code_now())
    response = client.post("/konto/tva-steg/reservkoder/nya/", follow=True)
    assert "De visas bara en gång" in text_of(response)
    assert "nya reservkoder" in letters()[-1].body
    other = browsers()
    log_in(other, code=old)
    assert not is_in(other)


# --- How it lies in the database ---
def test_a_copy_of_the_database_shows_no_secret_of_an_app(person):
    user = person("samordnare", app=True)
    kept = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert SECRET not in kept
    assert len(kept) > 100


def test_with_another_secret_key_no_code_is_right_and_nothing_breaks(client, person, settings):
    person("samordnare", app=True)
    settings.SECRET_KEY, old = "en-annan-nyckel" * 5, settings.SECRET_KEY
    assert "Koden stämmer inte" in text_of(log_in(client, code=code_now()))
    # A secret that can't be read must not become an empty one, whose codes anybody could reckon.
    assert "Koden stämmer inte" in text_of(client.post("/konto/tva-steg/kod/", {"code": code_now(secret="")}))
    settings.SECRET_KEY_FALLBACKS = [old]
    client.post("/konto/tva-steg/kod/", {"code": code_now(1)})
    assert is_in(client)


# --- To lose ---
def test_a_lost_second_step_is_given_back_by_somebody_else(client, browsers, person):
    user, helper = person("samordnare", app=True), person("systemadministratör", "helge")
    log_in(client, code=code_now())
    second_step.reset(user, by=helper)
    assert not is_in(client)
    assert not Authenticator.objects.filter(user=user).exists()
    assert LogEntry.objects.get().user == helper
    again = browsers()
    log_in(again)
    assert client.get("/admin/").status_code == 302
    assert again.get("/admin/", follow=True).redirect_chain[-1][0].startswith(NEEDED)


def test_the_person_is_told_of_it_by_a_letter(person):
    user, helper = person("samordnare", app=True), person("systemadministratör", "helge", first_name="Helge")
    second_step.reset(user, by=helper)
    letter = letters()[-1]
    assert letter.to == [user.email]
    assert "Helge har tagit bort ditt andra steg" in letter.body
    assert PASSWORD not in letter.body
