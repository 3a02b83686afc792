"""The reminders in the admin: what is to come, what has gone, and that nobody reads another's link."""

from datetime import date

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from actionplan.models import Reminded
from actionplan.reminders import sending
from arboga_loften.foundation import outbox
from arboga_loften.foundation.outbox import MOST_TRIES, Letter
from tests.actionplan.reminding import make_part, make_parts, make_person

pytestmark = pytest.mark.django_db

PAGE = "/admin/actionplan/reminded/"


@pytest.fixture
def anna():
    return make_person("anna", first_name="Anna", last_name="Ek")


def shown(client, query=""):
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return response.content.decode()


def test_it_stands_on_the_front_page(enter):
    assert f'href="{PAGE}"' in enter("samordnare").get("/admin/").content.decode()


def test_it_shows_who_would_get_what_today_and_the_next_working_day_and_writes_nothing(enter, anna):
    make_part(anna, title="Laga lampor")
    make_part(make_person("bo", first_name="Bo", last_name="Berg"), title="Snart sen", due_on=date(2024, 10, 15))
    page = shown(enter("samordnare"))
    today, after = page[page.index("I dag, ") :].split("Nästa arbetsdag, ")
    assert "Anna Ek, Kommunen: En sak väntar på dig: den är försenad" in today
    assert "Skulle vara klar 11 oktober." in today
    assert "Anna Ek" not in after.split("Det som har skickats")[0]  # told today
    assert "Bo Berg, Kommunen: En sak väntar på dig: den är försenad" in after
    assert not Reminded.objects.exists()
    assert not Letter.objects.exists()


def test_nobody_else_sees_the_links_of_a_letter(enter, anna, capsys):
    """Whoever has one reports in its owner's name."""
    make_part(anna)
    page = shown(enter("samordnare"))
    call_command("remind", preview=True)
    for text in (page, capsys.readouterr().out):
        assert "Skulle vara klar" in text
        assert "/rapportera/lank/" not in text
        assert "/paminnelser/" not in text


def test_send_now_writes_them_once(enter, anna):
    make_part(anna)
    client = enter("samordnare")
    assert "Skicka nu" in shown(client)
    page = client.post(f"{PAGE}skicka/", follow=True).content.decode()
    assert "1 brev är skrivet" in page
    assert "Skicka nu" not in page
    assert "inget nytt att påminna om" in client.post(f"{PAGE}skicka/", follow=True).content.decode()
    assert Letter.objects.count() == 1
    assert client.get(f"{PAGE}skicka/").status_code == 405


def test_on_a_day_off_there_is_nothing_to_send(enter, anna, freeze_day):
    make_part(anna)
    freeze_day("2024-10-19")
    page = shown(enter("samordnare"))
    assert "Det är ingen arbetsdag." in page
    assert "Skicka nu" not in page
    assert "Nästa arbetsdag, 21 oktober 2024" in page


def test_the_log_tells_what_waits_what_left_and_what_never_arrived(enter, anna):
    bo = make_person("bo", deputy=anna)
    part = make_part(bo, title="Bos sak", due_on=date(2024, 10, 1))
    first = {"ask": f"late:{part.pk}:2024-10-01:1", "commitment": part, "on": date(2024, 10, 2)}
    Reminded.objects.create(user=bo, letter_key="fore", **first)
    sending.remind()
    client = enter("samordnare")
    page = shown(client)
    assert page.count("Lämnar inom några minuter.") == 2
    assert "(som ersättare)" in page
    Letter.objects.filter(recipient="bo@exempel.se").update(tries=2, last_fault="SMTPRecipientsRefused 550")
    page = shown(client)
    assert "1 påminnelse väntar på e-postservern." in page
    assert "2 försök: SMTPRecipientsRefused 550" in page
    Letter.objects.filter(recipient="bo@exempel.se").update(tries=MOST_TRIES)
    page = shown(client)
    assert "1 påminnelse kom aldrig fram." in page
    assert "Gick inte fram" in page
    outbox.deliver()
    assert [letter.to for letter in mail.outbox] == [["anna@exempel.se"]]
    assert "Skickat" in shown(client)


def test_a_long_log_is_divided_and_a_long_letter_cut(enter, anna):
    make_parts([anna], 12)
    sending.remind()
    assert "och 7 till" in shown(enter("samordnare"))


def test_the_page_asks_as_much_of_the_database_with_many_as_with_few(enter, anna, django_assert_max_num_queries):
    make_parts([anna, make_person("bo")], 20)
    sending.remind()
    make_parts([make_person(f"nr{n}") for n in range(20)], 60)
    client = enter("samordnare")
    shown(client)
    with django_assert_max_num_queries(60):
        shown(client)


@pytest.mark.parametrize(
    ("role", "status", "sends"),
    [
        ("samordnare", 200, 302),
        ("systemadministratör", 200, 403),
        ("kommunpolis", 403, 403),
        ("redaktör", 403, 403),
        ("rådsledamot", 403, 403),
        ("registrator", 403, 403),
    ],
)
def test_who_may_look_and_who_may_send(enter, anna, role, status, sends):
    make_part(anna)
    client = enter(role)
    assert client.get(PAGE).status_code == status
    assert client.post(f"{PAGE}skicka/").status_code == sends
    assert Reminded.objects.exists() == (sends == 302)


def test_nothing_is_written_or_erased_by_hand(enter, anna):
    make_part(anna)
    sending.remind()
    client = enter("samordnare")
    for address in ("add/", f"{Reminded.objects.get().pk}/change/", f"{Reminded.objects.get().pk}/delete/"):
        assert client.get(PAGE + address).status_code == 404


# --- The command ---
def test_the_command_writes_and_sends(anna, capsys):
    make_part(anna)
    call_command("remind")
    assert capsys.readouterr().out == "Påminnelser: 1 skrivna. Brev: 1 skickade, 0 väntar på nästa försök\n"
    assert [letter.to for letter in mail.outbox] == [["anna@exempel.se"]]


def test_the_command_shows_any_day_without_writing(anna, capsys):
    make_part(anna)
    call_command("remind", "--preview", "--date", "2024-10-21")
    out = capsys.readouterr().out
    assert out.startswith(
        "2024-10-21: 1 brev\n\n--- Anna Ek <anna@exempel.se>\nEn sak väntar på dig: den är försenad\n"
    )
    call_command("remind", "--preview", "--date", "2024-12-25")
    assert "är ingen arbetsdag" in capsys.readouterr().out
    assert not Reminded.objects.exists()


def test_the_command_sends_for_no_other_day(anna):
    make_part(anna)
    with pytest.raises(CommandError, match="görs av sig självt"):
        call_command("remind", "--date", "2024-10-14")
