"""The guard reads what residents write: it finds what leads to a person or belongs with the police, and lets the rest pass."""

import itertools
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs import guard
from dialogs.guard import Kind, hidden, kinds, look

RECORD = Path(__file__).parents[2] / "arboga_loften" / "portal" / "record"

PASSES = [
    "Vi kan tipsa om var det säljs narkotika.",
    "Det känns otryggt på kvällarna vid Resecentrum, folk dricker och skriker",
    "Bilarna kör för fort på Kapellgatan mellan skolan och bron",
    "Jag är rädd för att bli lurad på telefon",
    "Det säljs droger i centrum, gör något!",
    "Sätt upp mer belysning",
    "Ungdomar kör moped på gångvägen",
    "Mopeder kör för fort",
    "Anna tycker att det är mörkt",
    "Min dotter Lisa vågar inte cykla till skolan, för bilarna kör så fort på Oljevägen.",
    "Det är mörkt i Ahlöfsparken och på stigen mot Sturevallen. Fler lampor, tack!",
    "SLUTA KÖRA FÖR FORT PÅ KAPELLGATAN",
    "Det ligger krossat glas och sprutor bakom Medborgarhuset.",
    "Mycket skräp runt återvinningen vid ICA på måndagar",
    "Grannarna har hög musik till klockan tre på natten.",
    "Jag skulle vilja se Polisen i Arboga gå runt på Nytorget på fredagar och lördagar.",
    "Hastigheten borde sänkas från 50 km/h till 30 km/h på väg 249.",
    "E20 och E18 dånar hela natten, och riksväg 56 är inte bättre",
    "Öppettiderna är 07.30-15.30, men kl 15.30–18.00 behövs också någon.",
    "Ring 112 om det brinner, annars 114 14 eller 1177. Fråga 113 13 om läget.",
    "Ni lovade det här 2023-2024, se KS 123/2024.",
    "Det kostade 100 000 kr. En ny lampa kostar 12 500 kronor och en ny väg 2 050 000 000 kr.",
    "Bussen går 07 15 och 08-17 på vardagar.",
    "Enligt NTU 2023 och EST 100 är otryggheten hög och LPO 123 vet det.",
    "Lampan vid Storgatan 12 är trasig.",
    "Korsningen vid Kapellgatan 14 är farlig, bilarna kör för fort där",
    "Vägen från rum 101 till hus 12B, och 123 steg till",
    "Jag vill att ni kollar farten mellan nummer 10 och nummer 20 på Herrgårdsgatan.",
    "Fler kameror mot tjuvar och langare i centrum",
    "Jag är orolig för att det blir fler inbrott i Sätra.",
    "Vad gör jag om jag blir rånad?",
    "Jag har aldrig blivit rånad här, Arboga är en trygg stad.",
    "Det har blivit mycket inbrott i området just nu, säger de på Facebook",
    "Ungdomsgäng hänger på Resecentrum och klottrar under bron.",
    "Hundägare plockar inte upp efter sina hundar vid Gluggen.",
    "Vi slår ett slag för gatufester. Kommunen slår på lamporna för sent.",
    "Ordningsvakterna gör ett bra jobb, och Kommunpolisen svarar alltid.",
    "Tågen har ställts in. Trafikverket och Mälartåg skyller på varandra.",
    "Förslag: farthinder på Österled, gång- och cykelväg till Götlunda och busskur i Medåker.",
    "Det luktar hasch i trapphuset ibland, är det något ni kan göra?",
    "Barnen i Brattbergsskolan får inte ut polisen när det är bråk.",
    "The street lights on Nygatan have been out for weeks, and cars drive too fast.",
    "I am afraid of being robbed at the station. Please send more police.",
    "Fina blommor på Stortorget i år! Tack!",
    "Utanför Kalles kiosk på Karl Johans gata är det bråk varje helg",
    "Hans idé om belysning är bra, Max 30 borde gälla. Per år blir det dyrt att klottra.",
    "Det finns problem, t.ex. säljs droger på Lilla Torget",
    "Mannen på mötet sa att lampan vid Storgatan 12 är trasig",
    "Org.nr 212000-2098, bankgiro 5050-1055, postnummer 732 30 Arboga, se https://www.arboga.se/1234567890",
    "Jag hörde att polisen slår till mot buskörning",
    "Det är hemskt att höra att någon blivit rånad i Köping",
    "Jag ser ofta ungdomar som röker hasch i parken",
    "Vi som bor på Oljevägen är trötta på epatraktorer som håller på att köra runt hela nätterna",
    "Look at arboga.se for more, or meet us at 18.00",
]

FOUND = [
    # What leads to a person
    ("Mitt personnummer är 811218-9876", {Kind.PERSONAL_NUMBER}),
    ("19811218-9876 heter jag", {Kind.PERSONAL_NUMBER}),
    ("pnr 198112189876", {Kind.PERSONAL_NUMBER}),
    ("8112189876", {Kind.PERSONAL_NUMBER}),
    ("Jag, 811218 9876, vill klaga", {Kind.PERSONAL_NUMBER}),
    ("Farmor är född 121212+1212", {Kind.PERSONAL_NUMBER}),
    ("Samordningsnummer 701063-2391", {Kind.PERSONAL_NUMBER}),
    ("Skriv 1981-12-18-9876 på kuvertet", {Kind.PERSONAL_NUMBER}),
    ("180101-0008 12 år", {Kind.PERSONAL_NUMBER}),
    ("8 1 1 2 1 8 9 8 7 6", {Kind.PERSONAL_NUMBER}),
    ("８１１２１８－９８７６", {Kind.PERSONAL_NUMBER}),
    ("811218\u20119876", {Kind.PERSONAL_NUMBER}),
    ("8112\u200b18-98\u00ad76", {Kind.PERSONAL_NUMBER}),
    ("Ring mig på 070-123 45 67", {Kind.PHONE}),
    ("Tel:0701234567", {Kind.PHONE}),
    ("+46 70 123 45 67 kvällstid", {Kind.PHONE}),
    ("+46(0)70-1234567", {Kind.PHONE}),
    ("0046701234567", {Kind.PHONE}),
    ("073.123.45.67", {Kind.PHONE}),
    ("(0589) 123 45", {Kind.PHONE}),
    ("Vi nås på 0589-870 00", {Kind.PHONE}),
    ("08-123 456 78 är hennes nummer", {Kind.PHONE}),
    ("+47 912 34 567", {Kind.PHONE}),
    ("Skriv till anna.svensson@exempel.se", {Kind.EMAIL}),
    ("anna (at) exempel . se", {Kind.EMAIL}),
    ("anna.s [at] exempel [dot] com", {Kind.EMAIL}),
    ("anna snabel-a exempel punkt se", {Kind.EMAIL}),
    ("anna＠exempel．se", {Kind.EMAIL}),
    ("Den vita bilen ABC123 står alltid på trottoaren", {Kind.PLATE}),
    ("En blå Volvo, ABC 12D, parkerar i korsningen.", {Kind.PLATE}),
    ("mopedbilen abc123 stör", {Kind.PLATE}),
    ("En bil med reg nr abc 123", {Kind.PLATE}),
    ("Jag bor på Storgatan 12 B, lgh 1102, och det är mörkt utanför", {Kind.HOME}),
    ("Gå till lgh 1302 så hör ni själva", {Kind.HOME}),
    ("Det luktar knark från Storgatan 12", {Kind.HOME}),
    ("Mannen på Kapellgatan 3 B kör för fort med mopeden", {Kind.HOME}),
    ("Titta i nummer 14 på Herrgårdsgatan, där säljs det knark", {Kind.HOME, Kind.CRIME}),
    # Names beside accusations
    ("Pelle på Torggatan langar", {Kind.ACCUSED_NAME, Kind.CRIME}),
    ("Det är Kevin Lind som klottrar under bron", {Kind.ACCUSED_NAME}),
    ("Min granne Ragnvald bråkar varje helg", {Kind.ACCUSED_NAME}),
    ("Han heter Trögolf och kör som en idiot", {Kind.ACCUSED_NAME}),
    ("Mohammed och hans gäng står vid stationen", {Kind.ACCUSED_NAME}),
    ("Jag misstänker Anna-Karin Svensson för inbrottet", {Kind.ACCUSED_NAME}),
    ("Det är bråk i parken igen. Alla vet att det är Abdirahman.", {Kind.ACCUSED_NAME}),
    ("Rånet på torget? Fråga Veikko Perttunen.", {Kind.ACCUSED_NAME}),
    ("anders på ica har druckit på jobbet", {Kind.ACCUSED_NAME}),
    ("Zlatkos son kör för fort med sin epa", {Kind.ACCUSED_NAME}),
    ("jag vet att Per langar", {Kind.ACCUSED_NAME, Kind.CRIME}),
    ("Björn langar på torget", {Kind.ACCUSED_NAME, Kind.CRIME}),
    ("maria säljer knark", {Kind.ACCUSED_NAME, Kind.CRIME}),
    ("Johansson på hörnan är en tjuv", {Kind.ACCUSED_NAME, Kind.CRIME}),
    ("Killen Fransén eldar på gården", {Kind.ACCUSED_NAME}),
    ("My neighbour Steve is always drunk and shouting", {Kind.ACCUSED_NAME}),
    ("Lars-Erik körde rattfull hem från festen", {Kind.ACCUSED_NAME, Kind.CRIME}),
    ("PELLE NILSSON LANGAR", {Kind.ACCUSED_NAME, Kind.CRIME}),
    ("Kolla Jimmy Bengtsson, Nygatan 4, han säljer knark", {Kind.ACCUSED_NAME, Kind.HOME, Kind.CRIME}),
    # Crimes
    ("jag såg en man sälja knark vid kiosken i går", {Kind.CRIME}),
    ("de säljer knark från lägenheten", {Kind.CRIME}),
    ("min son blev rånad", {Kind.CRIME}),
    ("någon har brutit sig in i förrådet", {Kind.CRIME}),
    ("jag blev slagen på väg hem", {Kind.CRIME}),
    ("Min dotter har blivit hotad av en äldre kille", {Kind.CRIME}),
    ("Just nu slåss de utanför puben", {Kind.CRIME}),
    ("Det pågår ett inbrott i skolan", {Kind.CRIME}),
    ("de håller på att bryta sig in hos mormor", {Kind.CRIME}),
    ("nu i kväll langas det vid Gluggen", {Kind.CRIME}),
    ("Grannen slår sin fru", {Kind.CRIME}),
    ("Mannen ovanför oss misshandlar sin hund och sina barn", {Kind.CRIME}),
    ("Min cykel blev stulen vid stationen i tisdags", {Kind.CRIME}),
    ("Vi hade inbrott förra veckan", {Kind.CRIME}),
    ("Mamma blev lurad på 50 000 kr", {Kind.CRIME}),
    ("Han kör full varje fredag", {Kind.CRIME}),
    ("Ungdomar hotade oss vid stationen i lördags", {Kind.CRIME}),
    ("Någon tände eld på min bil", {Kind.CRIME}),
    ("Igår blev en kille knivskuren på torget", {Kind.CRIME}),
    ("Grannen i nr 14 säljer tabletter till barn", {Kind.HOME, Kind.CRIME}),
    ("he hits his wife", {Kind.CRIME}),
    ("I saw a guy selling drugs by the bridge", {Kind.CRIME}),
    ("Someone broke into our garage last night", {Kind.CRIME}),
    ("They are selling drugs from the flat upstairs", {Kind.CRIME}),
    ("My brother was robbed outside the station", {Kind.CRIME}),
    # Several at once
    (
        "Pelle Svensson, 811218-9876, på Storgatan 12 säljer knark. Ring 070-123 45 67!",
        {Kind.ACCUSED_NAME, Kind.PERSONAL_NUMBER, Kind.HOME, Kind.CRIME, Kind.PHONE},
    ),
]


def spoken_texts():
    """Every viewpoint in the public record."""
    for path in sorted(RECORD.glob("*.toml")):
        for dialogue in tomllib.loads(path.read_text(encoding="utf-8")).get("dialogue", []):
            for viewpoint in dialogue.get("viewpoint", []):
                yield viewpoint["text"]


@pytest.mark.parametrize("text", PASSES)
def test_an_ordinary_complaint_passes(text):
    assert look(text) == []


def test_everything_that_is_already_said_in_public_passes():
    texts = list(spoken_texts())
    assert len(texts) > 10
    assert {text: look(text) for text in texts if look(text)} == {}


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_what_should_not_be_public_is_found(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Ring mig på 070-123 45 67, tack", "070-123 45 67"),
        ("Det är Kevin Lind som klottrar", "Kevin Lind"),
        ("Jag heter 8112\u200b18-9876.", "8112\u200b18-9876"),
        ("Jag bor på Storgatan 12 B, lgh 1102, och vill ha ljus", "Storgatan 12 B, lgh 1102"),
        ("Bilen ABC 123 igen", "ABC 123"),
        ("Skriv till anna (at) exempel . se i kväll", "anna (at) exempel . se"),
        ("I går blev min son rånad vid bron", "min son rånad"),
    ],
)
def test_the_hit_is_the_part_itself(text, part):
    assert [hit.text for hit in look(text)] == [part]


def test_hits_come_in_order_and_say_what_to_do_instead():
    hits = look("Ring 070-123 45 67 eller skriv till a@exempel.se om ABC123")
    assert [hit.kind for hit in hits] == [Kind.PHONE, Kind.EMAIL, Kind.PLATE]
    assert all(str(hit.advice).endswith(".") for hit in hits)
    assert {hit.kind: str(hit.advice) for hit in hits}[Kind.PLATE].startswith("Ta bort registreringsnumret")


def test_a_crime_is_sent_to_the_police():
    (hit,) = look("Min granne slår sin fru")
    assert "112" in str(hit.advice)
    assert "114 14" in str(hit.advice)


def test_the_moderator_begins_from_a_text_without_it():
    text = "Pelle Svensson på Storgatan langar. Ring 070-123 45 67."
    assert hidden(text) == "[…] på Storgatan langar. Ring […]."
    assert hidden(text, keep=[Kind.PHONE]) == "[…] på Storgatan langar. Ring 070-123 45 67."
    assert hidden(text, keep=["phone", "accused_name"]) == text
    assert hidden(text, look(text)[:1]) == "[…] på Storgatan langar. Ring 070-123 45 67."
    assert hidden(text, keep=look(text)) == text
    assert hidden("Sätt upp mer belysning") == "Sätt upp mer belysning"


# What nobody thought of ------------------------------------------------------------------------------------------------


def last_digit(nine):
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(nine))
    return str(-total % 10)


@st.composite
def personal_numbers(draw):
    """A valid number, the same with its last digit broken, and a way to spell it."""
    day = draw(st.dates(date(1890, 1, 1), date(2026, 12, 31)))
    coordination = draw(st.booleans())
    in_month = f"{day.day + 60 * coordination:02}"
    nine = f"{day:%y%m}{in_month}{draw(st.integers(0, 999)):03}"
    right = last_digit(nine)
    wrong = draw(st.sampled_from([digit for digit in "0123456789" if digit != right]))
    century = draw(st.sampled_from(["", str(day.year)[:2]]))
    sign = draw(st.sampled_from(["-", "+", " ", "", "–", " - ", "\u2011", "\u00a0"]))
    before = draw(st.sampled_from(["", "Nr: ", "hen(", "é", "2024 ", "x-", "😀", "\u202e"]))
    after = draw(st.sampled_from(["", ".", " 12 år", ")", "å", "\n1"]))

    def spelled(last):
        text = f"{century}{nine[:6]}{sign}{nine[6:]}{last}"
        if draw(st.booleans()):
            text = text.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
        if draw(st.booleans()):
            text = f"{text[:3]}\u200b{text[3:]}"
        return before + text + after

    return spelled(right), spelled(wrong)


@settings(deadline=None)
@given(personal_numbers())
def test_every_valid_personal_number_is_found_and_none_with_a_broken_checksum(numbers):
    right, wrong = numbers
    assert Kind.PERSONAL_NUMBER in kinds(right)
    assert Kind.PERSONAL_NUMBER not in kinds(wrong)


PIECES = st.sampled_from(
    [
        *PASSES,
        *(text for text, _found in FOUND),
        "\x00",
        "\u202e",
        "👩‍👩‍👧",
        "å",
        "a\u030a",
        "ﷺ",
        "İ",
        "①",
        "٣",
        "㎏",
        "\ud800",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.text(max_size=40), max_size=6).map("".join))
def test_any_text_can_be_read_and_every_hit_lies_in_it(text):
    hits = look(text)
    assert [hit.start for hit in hits] == sorted(hit.start for hit in hits)
    for hit in hits:
        assert 0 <= hit.start < hit.end <= len(text)
        assert hit.text == text[hit.start : hit.end]
    for kind in Kind:
        same = [hit for hit in hits if hit.kind == kind]
        assert all(one.end <= other.start for one, other in itertools.pairwise(same))
    assert len(re.findall(re.escape(guard.HIDDEN), hidden(text))) <= text.count(guard.HIDDEN) + len(hits)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_a_text_without_hits_is_left_alone(text):
    if not set(kinds(text)) - {Kind.CRIME}:
        assert hidden(text) == text


@pytest.mark.parametrize(
    "piece",
    [
        "0",
        "a@",
        "070-",
        "1 ",
        "han ",
        "Anna ",
        "säljer ",
        "Storgatan 1 ",
        "ABC",
        "a.",
        "a at b dot ",
        "jag såg ",
        "å",
        "a\u0301",
        "\u0301",
        "(",
        "+46",
        "\x00",
        "👩‍👩‍👧",
        "\u202e",
        "just nu ",
        "min ",
        "lgh ",
        "A",
        "\n",
        "Pelle langar. ",
        "de säljer knark ",
    ],
)
def test_a_text_of_any_length_can_be_read(piece):
    text = piece * (100_000 // len(piece))
    assert all(hit.end <= len(text) for hit in look(text))
