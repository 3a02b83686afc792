"""What headings and cells mean, in the many words that plans use."""

from datetime import date, datetime

import pytest

from actionplan.planfile import amounts, headings, times, values

HEADINGS = {
    "title": [
        "Aktivitet",
        "Aktiviteter",
        "AKTIVITET:",
        "Åtgärd",
        "Åtgärder",
        "Aktivitet/åtgärd",
        "Insats",
        "Insatser",
        "Vad?",
        "Vad ska göras?",
        "Målsatt aktivitet",
        "Planerade åtgärder",
        "Delaktivitet",
        "Aktivitet (vad)",
    ],
    "goal": ["Löfte", "Löften", "Det vi lovar", "Vi lovar", "Åtagande"],
    "area": ["Fokusområde", "Fokusområden", "Område", "Prioriterat område", "Tema", "Fokus­område"],
    "problem": ["Problembild", "Problembild/beskrivning", "Bakgrund", "Nuläge", "Lägesbild", "Varför?"],
    "cause": ["Orsak", "Orsaker", "Orsaksanalys"],
    "area_goal": ["Effektmål", "Mål (effektmål)", "Önskat läge"],
    "aim": ["Mål", "Delmål", "Målsättning", "Mål/Indikator", "Mål och mått"],
    "target": ["Målvärde", "Antal", "Mål minst", "Omfattning", "Hur ofta?", "Målvärde + enhet", "Måltal"],
    "unit": ["Enhet", "Måttenhet"],
    "indicator": ["Indikator", "Indikatorer", "Mått", "Nyckeltal", "Hur följs det upp?"],
    "parties": [
        "Avsändare",
        "Part",
        "Parter",
        "Vem lovar",
        "Polis/Kommun",
        "Avsändare (polis/kommun)",
        "Aktör",
        "Huvudman",
    ],
    "by_police": ["Polis", "Polisen", "P"],
    "by_municipality": ["Kommun", "Kommunen", "K"],
    "by_both": ["Gemensamt", "Polis och kommun"],
    "responsible": ["Ansvarig funktion", "Funktion", "Kontaktperson"],
    "responsible_police": ["Ansvarig polis", "Ansvarig hos polisen", "Ansvar Polis"],
    "responsible_municipality": ["Ansvarig kommun", "Ansvarig i kommunen"],
    "who": ["Ansvarig", "Ansvariga", "Ansvar", "Vem", "Vem?", "Ansvarig förvaltning"],
    "participants": ["Medverkande", "Samverkan med", "Samarbetspartner", "Deltagare"],
    "target_group": ["Målgrupp", "Målgrupper", "För vem?"],
    "places": ["Plats", "Platser", "Plats/område", "Var?", "Ort"],
    "kind": ["Typ", "Typ av åtgärd", "Typ (social/situationell)"],
    "when": ["Tid", "När", "När?", "Tidplan", "Tids­plan", "Tidsperiod", "Datum", "Start – slut", "Period"],
    "starts_on": ["Start", "Startdatum", "Börjar", "Fr.o.m."],
    "due_on": ["Slut", "Slutdatum", "Klart senast", "Deadline", "Senast", "T.o.m."],
    "done": ["Klart", "Genomfört", "Utfört"],
    "status": ["Status", "Läge", "Statusläge", "Status 2024-06-30"],
    "followed": ["Uppföljning", "Avstämning"],
    "result": [
        "Resultat",
        "Resultat:",
        "Utfall",
        "Utfall 2024",
        "Uppföljning/Resultat",
        "Uppföljning T1",
        "Polisens uppföljning",
    ],
    "comment": ["Kommentar", "Kommentarer", "Avvikelse", "Kommentar/avvikelse", "Anmärkning", "Övrigt"],
    "number": ["Nr", "Nr.", "#", "Nummer", "Aktivitet nr"],
    None: ["Budget", "Kostnad", "Dnr", "Trafik", "Möte", "", "  ", "Löpande", "Vi ska göra det här tillsammans " * 3],
}


@pytest.mark.parametrize(("what", "heading"), [(what, each) for what, several in HEADINGS.items() for each in several])
def test_a_heading_says_what_its_column_holds(what, heading):
    assert headings.what_is(heading) == what


@pytest.mark.parametrize(
    ("above", "below", "what"),
    [
        ("Tid", "Start", "starts_on"),
        ("Tid", "Slut", "due_on"),
        ("Ansvarig", "Polis", "responsible_police"),
        ("Ansvarig funktion", "Kommun", "responsible_municipality"),
        ("Vem lovar", "Polis", "by_police"),
        ("Aktivitet", "", "title"),
        ("Uppföljning", "Kommun", "result"),
    ],
)
def test_a_heading_under_another_one(above, below, what):
    assert headings.under(above, below) == what


# --- When ---
def days(first, last):
    read = [date.fromisoformat(day) if day else None for day in (first, last)]
    return tuple(read)


WHEN = {
    "löpande": ("2024-01-01", "2024-12-31"),
    "Kontinuerligt under året": ("2024-01-01", "2024-12-31"),
    "under året": ("2024-01-01", "2024-12-31"),
    "Hela 2024": ("2024-01-01", "2024-12-31"),
    "2024": ("2024-01-01", "2024-12-31"),
    "2024–2025": ("2024-01-01", "2025-12-31"),
    "Q2": ("2024-04-01", "2024-06-30"),
    "Q 4": ("2024-10-01", "2024-12-31"),
    "kvartal 3": ("2024-07-01", "2024-09-30"),
    "Kvartal 1–2": ("2024-01-01", "2024-06-30"),
    "Q1 och Q3": ("2024-01-01", "2024-09-30"),
    "andra kvartalet": ("2024-04-01", "2024-06-30"),
    "T1": ("2024-01-01", "2024-04-30"),
    "tertial 2": ("2024-05-01", "2024-08-31"),
    "Halvår 2": ("2024-07-01", "2024-12-31"),
    "första halvåret": ("2024-01-01", "2024-06-30"),
    "våren": ("2024-01-01", "2024-06-30"),
    "sommaren 2024": ("2024-06-01", "2024-08-31"),
    "hösten 2024": ("2024-07-01", "2024-12-31"),
    "VT24": ("2024-01-01", "2024-06-30"),
    "HT-2024": ("2024-07-01", "2024-12-31"),
    "vår och höst": ("2024-01-01", "2024-12-31"),
    "hösten 2023 – våren 2024": ("2023-07-01", "2024-06-30"),
    "jan–mars": ("2024-01-01", "2024-03-31"),
    "Februari": ("2024-02-01", "2024-02-29"),
    "mars–maj 2025": ("2025-03-01", "2025-05-31"),
    "dec -24": ("2024-12-01", "2024-12-31"),
    "2024-10": ("2024-10-01", "2024-10-31"),
    "v. 42": ("2024-10-14", "2024-10-20"),
    "vecka 18-20": ("2024-04-29", "2024-05-19"),
    "2024-10-15": (None, "2024-10-15"),
    "241015": (None, "2024-10-15"),
    "20241015": (None, "2024-10-15"),
    "15 oktober": (None, "2024-10-15"),
    "15.10.2024": (None, "2024-10-15"),
    "15/10-24": (None, "2024-10-15"),
    "senast 30/9": (None, "2024-09-30"),
    "Senast under Q3": (None, "2024-09-30"),
    "slutet av mars": (None, "2024-03-31"),
    "Klart 30/6": (None, "2024-06-30"),
    "årets slut": (None, "2024-12-31"),
    "Lucia": (None, "2024-12-13"),
    "1-15 maj": ("2024-05-01", "2024-05-15"),
    "2024-03-01 – 2024-06-30": ("2024-03-01", "2024-06-30"),
    "1 mars–30 april": ("2024-03-01", "2024-04-30"),
    date(2024, 3, 1): (None, "2024-03-01"),
    datetime(2024, 3, 1, 12): (None, "2024-03-01"),
    2024: ("2024-01-01", "2024-12-31"),
}


@pytest.mark.parametrize("words", WHEN)
def test_a_time_is_read_for_sure(words):
    read = times.when(words, 2024)
    assert (read.starts_on, read.due_on) == days(*WHEN[words])
    assert read.is_sure


UNSURE = {
    "fr.o.m. 1 mars": ("2024-03-01", None),
    "före sommaren": (None, "2024-05-31"),
    "okt–feb": ("2024-10-01", "2025-02-28"),
    "31 februari": ("2024-02-01", "2024-02-29"),
    "vintern": (None, None),
    "i samband med skolstart": (None, None),
    "5": (None, None),
    "Q5": (None, None),
}


@pytest.mark.parametrize("words", UNSURE)
def test_a_time_that_can_be_read_in_several_ways_is_asked_about(words):
    read = times.when(words, 2024)
    assert (read.starts_on, read.due_on) == days(*UNSURE[words])
    assert not read.is_sure


@pytest.mark.parametrize("words", ["löpande", "En gång i månaden", "årligen i maj", "tills vidare", "2 ggr/termin"])
def test_what_goes_on_all_the_time_is_recurring(words):
    assert times.when(words, 2024).is_recurring


def test_nothing_is_no_time_and_a_done_thing_has_none():
    assert times.when("  ", 2024) is None
    assert times.when(None, 2024) is None
    assert times.when("klart", 2024).is_done


# --- How much ---
AMOUNTS = {
    "minst 4 ggr/år": (4, "tillfällen", "tillfälle"),
    "4 tillfällen": (4, "tillfällen", "tillfälle"),
    "4x/år": (4, "tillfällen", "tillfälle"),
    "minst två dialoger": (2, "dialoger", "dialog"),
    "minst fyra (4) tillfällen": (4, "tillfällen", "tillfälle"),
    "minst 20": (20, "", ""),
    "tjugo": (20, "", ""),
    "minst 20 trafikkontroller där invånare pekat": (20, "trafikkontroller", "trafikkontroll"),
    "1 000 hushåll": (1000, "hushåll", "hushåll"),
    "minst en enkät": (1, "enkäter", "enkät"),
    "minst 1 utbildningsdag per år": (1, "utbildningsdagar", "utbildningsdag"),
    "10 st butiker": (10, "butiker", "butik"),
    "två särskilda insatser": (2, "insatser", "insats"),
    "årligen": (1, "tillfällen", "tillfälle"),
    "en gång per år": (1, "tillfällen", "tillfälle"),
    4: (4, "", ""),
}


@pytest.mark.parametrize("words", AMOUNTS)
def test_a_target_is_read_for_sure(words):
    read = amounts.target(words)
    assert (read.value, read.unit, read.unit_one) == AMOUNTS[words]
    assert read.is_sure


DERIVED = {
    "en gång i veckan": 52,
    "varannan vecka": 26,
    "två gånger per månad": 24,
    "varje månad": 12,
    "kvartalsvis": 4,
    "en per kvartal": 4,
    "2 ggr/termin": 4,
    "minst ett föräldramöte per termin": 2,
    "en gång per tertial": 3,
}


@pytest.mark.parametrize("words", DERIVED)
def test_what_is_reckoned_is_asked_about(words):
    read = amounts.target(words)
    assert (read.value, read.is_derived, read.is_sure) == (DERIVED[words], True, False)


@pytest.mark.parametrize("words", ["2–3 besök", "ca 10 möten", "högst tre", "2 vandringar och 3 dialoger"])
def test_what_is_vague_is_asked_about(words):
    assert not amounts.target(words).is_sure


@pytest.mark.parametrize(
    "words", ["", "Ökad trygghet", "80 %", "50 000 kr", "Årskurs 7 får besök", "70-åringar får vykort"]
)
def test_what_counts_nothing_is_no_target(words):
    assert amounts.target(words) is None


@pytest.mark.parametrize(
    "words", ["Besök i årskurs 7", "En dialog om trafik", "Väg 249 ses över", "Fotpatrull", "Möte kl 18"]
)
def test_a_number_in_a_sentence_is_no_promise_by_itself(words):
    assert amounts.promised(words) is None


def test_a_shorter_time_has_fewer_weeks():
    assert amounts.target("en gång i veckan", days=90).value == 13


# --- Who, how and what ---
@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Polisen", ["police"]),
        ("K", ["municipality"]),
        ("K/P", ["municipality", "police"]),
        ("Polis och kommun", ["municipality", "police"]),
        ("Gemensamt", ["municipality", "police"]),
        ("Exempelköpings kommun", ["municipality"]),
        ("Polisen och Exempelbostäder", ["police", "Exempelbostäder"]),
        ("Föreningen Exempel; Kommunen", ["Föreningen Exempel", "municipality"]),
        ("Kommunpolis", ["police"]),
    ],
)
def test_who_promises(words, who):
    assert list(values.senders(words)) == who


@pytest.mark.parametrize(
    "words",
    [
        "Polisens del",
        "POLISENS UPPFÖLJNING",
        "Polisen lovar",
        "Detta har polisen genomfört",
        "Polisens aktiviteter 2024",
    ],
)
def test_a_heading_begins_the_part_of_the_police(words):
    assert values.section_parties(words) == ("police",)


@pytest.mark.parametrize("words", ["Polis och kommun i samverkan", "Gemensamma aktiviteter", "Vi lovar tillsammans"])
def test_a_heading_begins_the_common_part(words):
    assert values.section_parties(words) == ("municipality", "police")


@pytest.mark.parametrize("words", ["Trafik", "Gemensamma lägesbilder och åtgärder", "Polisen går fotpatrull", ""])
def test_another_heading_begins_no_part(words):
    assert values.section_parties(words) == ()


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Pågår", "ongoing"),
        ("Klart!", "completed"),
        ("Ej påbörjad", "not_started"),
        ("delvis genomförd", "partly_completed"),
        ("Utgår", "cancelled"),
        ("Löpande", "recurring"),
        ("Flyttad till nästa år", "carried_over"),
        ("Försenad", None),
        ("Grön", None),
    ],
)
def test_how_it_goes(words, status):
    assert values.status(words) == status


@pytest.mark.parametrize(
    ("words", "area"),
    [
        ("Fokusområde 2: Trafik", (2, "Trafik", True)),
        ("Område 3 – Centrum", (3, "Centrum", True)),
        ("2. Trafik", (2, "Trafik", False)),
        ("Trafik", (None, "Trafik", False)),
        ("Fokus på unga", (None, "Fokus på unga", False)),
        ("Fokusområde 1", (1, "Fokusområde 1", True)),
    ],
)
def test_the_name_of_an_area(words, area):
    assert values.area(words) == area


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("1.2 Trygghetsvandring", ("1.2", "Trygghetsvandring")),
        ("Löfte 3: Fotpatrull", ("3", "Fotpatrull")),
        ("4 tillfällen", ("", "4 tillfällen")),
        ("20 trafikkontroller", ("", "20 trafikkontroller")),
    ],
)
def test_the_number_of_an_activity(words, parts):
    assert values.numbered(words) == parts


def test_a_long_activity_gets_its_first_sentence_as_its_title():
    long = "Vi går ut på torget varje kväll. " + "Vi gör det för att många är oroliga där. " * 6
    assert values.short(long) == "Vi går ut på torget varje kväll"
    assert len(values.short("ord " * 100)) <= 160
