"""The whole way round, as a new user would try it: somebody speaks, and hears what became of it; and nobody hears who it was."""

import pytest
from django.core import mail
from django.core.management import call_command

from actionplan import followup
from actionplan.status import Status
from arboga_loften.foundation.outbox import Letter
from dialogs import answers, followers, intake, moderation, receipts
from dialogs.models import Decision, Follower
from tests.factories import make_activity, make_place, open_dialogue, organisation

pytestmark = pytest.mark.django_db

WORDS = "Vi på Kapellgatan törs inte cykla: bussarna kör som galna på morgnarna."
SHOWN = "Trafiken går fort på vägen till skolan, särskilt på morgonen."
EMAIL = "karin.persson@exempel.se"


@pytest.fixture
def keep(capsys):
    """Five minutes pass; the letters that left."""

    def house():
        mail.outbox.clear()
        call_command("keep_house")
        capsys.readouterr()
        return mail.outbox

    return house


def test_a_resident_speaks_and_hears_what_became_of_it_and_nobody_hears_who_it_was(client, official, keep):
    dialogue = open_dialogue(slug="skolvagen", title="Skolvägen")
    activity = make_activity(title="Farthinder på skolvägen")
    submission, code = intake.receive(
        dialogue=dialogue, key="nyckel", text=WORDS, stretch_from="Kapellgatan 9", stretch_to="Skolan"
    )
    url = receipts.url_of(code)

    def receipt():
        return client.get(url).content.decode()

    assert "väntar på att någon hos oss läser den" in receipt()

    # The address is left, and confirmed by its owner.
    client.post(url, {"folj": "1", "email": EMAIL})
    (letter,) = keep()
    link = next(line for line in letter.body.splitlines() if "bekrafta" in line)
    by_letter = client.post(link.removeprefix("https://localhost").removeprefix("http://localhost")).headers["Location"]
    assert client.get(by_letter).status_code == 200

    # An official reads it, words it without the writer's street, and shows it.
    by = official("samordnare")
    viewpoint = moderation.approve(submission.viewpoints.get(), by=by, text=SHOWN, place=make_place("Skolvägen"))
    assert SHOWN in receipt()
    assert keep() == []

    # It is answered, and leads to something.
    answers.give(
        viewpoint,
        decision=Decision.LEADS_TO_ACTIVITY,
        text="Vi bygger två farthinder.",
        organisation=organisation(),
        by=by,
        activities=[activity],
    )
    assert "Vi bygger två farthinder." in receipt()
    assert [letter.subject for letter in keep()] == ["Din synpunkt har fått svar"]
    assert not_a_trace(client, activity, code)

    # And it is done.
    followup.report(activity.commitments.get(), status=Status.COMPLETED, evidence="https://exempel.se/farthinder")
    page = receipt()
    assert "Genomförd" in page
    assert "det den ledde till är gjort" in page
    assert [letter.subject for letter in keep()] == ["Genomförd: Farthinder på skolvägen"]
    assert keep() == []
    assert not_a_trace(client, activity, code)

    # Nothing is left of the address, and the letter's link says so kindly.
    assert not Follower.objects.exists()
    assert not Letter.objects.exclude(recipient="", body="").exists()
    assert "Länken gäller inte längre" in client.get(by_letter).content.decode()
    assert "det den ledde till är gjort" in receipt()


def not_a_trace(client, activity, code):
    """Nothing that anybody can open tells what came in word for word, the address, the writer's street or the code."""
    pages = [
        "/",
        "/ni-sa-vi-gjorde/",
        "/ni-sa-vi-gjorde/flode/",
        "/dialoger/",
        "/dialoger/skolvagen/",
        "/dialoger/skolvagen/flode/",
        "/handlingsplan/",
        activity.get_absolute_url(),
        activity.focus_area.get_absolute_url(),
        "/uppfoljning/",
        "/sitemap.xml",
        "/robots.txt",
    ]
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200, page
        text = response.content.decode().casefold()
        for secret in ("galna", "Kapellgatan", "karin", code, receipts.in_groups(code), "synpunkt/brev", "bussarna"):
            assert secret.casefold() not in text, f"{secret} på {page}"
    assert SHOWN in client.get("/ni-sa-vi-gjorde/").content.decode()
    return True


def test_a_link_signed_for_one_follower_opens_no_other(client):
    first, other = (
        followers.follow(intake.receive(dialogue=open_dialogue(), key=key, text=f"Mörkt {key}.")[0], EMAIL)
        for key in ("ett", "två")
    )
    signature = followers.signer.sign(str(first.pk)).split(":")[1]
    assert client.get(f"/synpunkt/brev/{other.pk}:{signature}/").status_code == 404
