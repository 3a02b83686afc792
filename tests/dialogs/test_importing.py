"""A spreadsheet from anybody's computer becomes viewpoints, once, or is refused in words that say what to do."""

import io
import zipfile
from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from arboga_loften.accounts.models import User
from arboga_loften.foundation import spreadsheets
from dialogs import importing, intake, receipts
from dialogs.models import Channel, Choice, ModerationEntry, Question, Review, Submission, Viewpoint
from tests.factories import make_place, make_theme, open_dialogue

pytestmark = pytest.mark.django_db

DARK = "Det är mörkt vid bron."


@pytest.fixture
def dialogue():
    make_theme("Belysning")
    make_place("Nytorget")
    return open_dialogue()


@pytest.fixture
def registrar():
    return User.objects.create_user("registrator", function="Registrator")


def excel(*rows, change=None, sheets=("Blad1",)):
    book = Workbook()
    book.active.title = sheets[0]
    for name in sheets[1:]:
        book.create_sheet(name).append(["Annat"])
    for row in rows:
        book.active.append(row)
    if change:
        change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(dialogue, data, name="synpunkter.xlsx", **more):
    return importing.read(name, data, dialogue=dialogue, **more)


def read_csv(dialogue, text, **more):
    return read(dialogue, text if isinstance(text, bytes) else text.encode(), name="synpunkter.csv", **more)


# --- Layouts ---
HEADINGS = ["Synpunkt", "Tema", "Plats", "Kanal", "Antal röster", "Datum", "Insamlad av", "Får visas"]
FULL = [DARK, "Belysning", "Nytorget", "På stan", 3, datetime(2024, 10, 2), "Fältare", "nej"]
FULL_WORDS = [DARK, "Belysning", "Nytorget", "På stan", "3", "2024-10-02", "Fältare", "nej"]
TURNED = [(HEADINGS[i], FULL_WORDS[i]) for i in (7, 3, 0, 5, 1, 6, 2, 4)]


def as_text(separator, rows):
    return "\r\n".join(separator.join(row) for row in rows) + "\r\n"


LAYOUTS = {
    "excel": ("a.xlsx", excel(HEADINGS, FULL)),
    "excel, words in every cell": ("a.xlsx", excel(HEADINGS, FULL_WORDS)),
    "excel, other order and case, empty rows": (
        "a.XLSX",
        excel([], [name.upper() + ": " for name, _cell in TURNED], [], [cell for _name, cell in TURNED], []),
    ),
    "excel, empty column and columns nobody asked for": (
        "a.xlsx",
        excel([None, *HEADINGS, "Ålder"], ["x", *FULL, 44]),
    ),
    "excel, several sheets": ("a.xlsx", excel(HEADINGS, FULL, sheets=("Blad1", "Blad2"))),
    "csv, semicolon, with BOM": ("a.csv", as_text(";", [HEADINGS, FULL_WORDS]).encode("utf-8-sig")),
    "csv, comma": ("a.csv", as_text(",", [HEADINGS, FULL_WORDS]).encode()),
    "csv, tab, Excel's Unicode text": ("a.txt", as_text("\t", [HEADINGS, FULL_WORDS]).encode("utf-16")),
    "csv, from an old Windows": ("a.csv", as_text(";", [HEADINGS, FULL_WORDS]).encode("cp1252")),
    "csv, says its separator": ("a.csv", ("sep=,\r\n" + as_text(",", [HEADINGS, FULL_WORDS])).encode()),
    "csv, quoted": ("a.csv", as_text(";", [[f'"{each}"' for each in row] for row in (HEADINGS, FULL_WORDS)]).encode()),
    "csv, other order": ("a.csv", as_text(";", list(zip(*TURNED, strict=True))).encode()),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_viewpoint_is_read_out_of_every_kind_of_file(dialogue, registrar, layout):
    name, data = LAYOUTS[layout]
    reading = read(dialogue, data, name=name)
    assert reading.faults == []
    assert not Submission.objects.exists()
    assert importing.write(reading, dialogue=dialogue, by=registrar) == 1
    said = Submission.objects.get()
    assert (said.text, said.theme.name, said.place.name) == (DARK, "Belysning", "Nytorget")
    assert (said.channel, said.voices, said.received_on) == (Channel.SQUARE, 3, date(2024, 10, 2))
    assert (said.collector, said.may_show, said.registered_by) == ("Fältare", False, registrar)


def test_every_kind_of_file_is_the_same_file(dialogue, registrar):
    """The key is what a row says, not how the file is made."""
    importing.write(read(dialogue, LAYOUTS["excel"][1]), dialogue=dialogue, by=registrar)
    for name, data in LAYOUTS.values():
        reading = read(dialogue, data, name=name)
        assert (len(reading.new), reading.known) == (0, 1)


def test_what_is_read_in_waits_to_be_moderated_like_all_else(dialogue, registrar):
    text = f"Synpunkt;Plats\n{DARK} Ring 070-174 06 35.;Bakom kiosken\n"
    importing.write(read_csv(dialogue, text), dialogue=dialogue, by=registrar)
    viewpoint = Viewpoint.objects.get()
    assert (viewpoint.review, viewpoint.channel, viewpoint.voices) == (Review.RECEIVED, Channel.PAPER, 1)
    assert "070" not in viewpoint.text
    assert viewpoint.submissions.get().found == ["phone"]
    assert viewpoint.submissions.get().where == "Bakom kiosken"
    assert viewpoint.words.startswith(viewpoint.reference)
    assert [entry.deed for entry in viewpoint.moderation.all()] == [ModerationEntry.Deed.RECEIVED]
    assert viewpoint.history.get().text == viewpoint.text


def test_one_by_one_and_many_at_once_come_out_alike(dialogue, registrar):
    """`receive_many` writes in bulk what `receive` writes row by row."""
    question = Question.objects.create(dialogue=dialogue, number=1, kind="text", text="Var är det?")
    importing.write(read_csv(dialogue, f"Synpunkt;Var är det?\n{DARK};Vid bron\n"), dialogue=dialogue, by=registrar)
    many = Submission.objects.get()
    reply = type(many.replies.get())(question=question, text="Vid bron")
    one, _code = intake.receive(
        dialogue=dialogue, key="ett", by=registrar, channel=Channel.PAPER, text=DARK, replies=[reply]
    )
    unlike = {"id", "key_digest", "code_digest", "received_at"}
    fields = [field.attname for field in Submission._meta.concrete_fields if field.name not in unlike]
    assert [getattr(many, name) for name in fields] == [getattr(one, name) for name in fields]
    unlike = {"id", "reference", "words"}
    fields = [field.attname for field in Viewpoint._meta.concrete_fields if field.name not in unlike]
    first, second = many.viewpoints.get(), one.viewpoints.get()
    assert [getattr(first, name) for name in fields] == [getattr(second, name) for name in fields]
    assert first.history.get().history_type == second.history.get().history_type


# --- Once ---
def test_the_same_file_twice_writes_nothing_new_and_a_grown_one_only_what_was_added(dialogue, registrar):
    text = "Synpunkt\nEtt\nTvå\n"
    importing.write(read_csv(dialogue, text), dialogue=dialogue, by=registrar)
    again = read_csv(dialogue, text)
    assert (len(again.new), again.known, again.may_write) == (0, 2, False)
    grown = read_csv(dialogue, "Synpunkt\nNoll\nEtt\nTvå\nTvå\n")
    assert [line.number for line in grown.new] == [2, 5]
    importing.write(grown, dialogue=dialogue, by=registrar)
    assert sorted(Submission.objects.values_list("text", flat=True)) == ["Ett", "Noll", "Två", "Två"]


def test_the_same_row_in_another_dialogue_is_another_viewpoint(dialogue, registrar):
    importing.write(read_csv(dialogue, "Synpunkt\nEtt\n"), dialogue=dialogue, by=registrar)
    assert len(read_csv(open_dialogue(), "Synpunkt\nEtt\n").new) == 1


def test_all_or_nothing_when_somebody_else_reads_in_the_same_rows(dialogue, registrar):
    text = "Synpunkt\nEtt\nTvå\nTre\n"
    mine, theirs = read_csv(dialogue, text), read_csv(dialogue, "Synpunkt\nTvå\n")
    importing.write(theirs, dialogue=dialogue, by=registrar)
    with pytest.raises(ValidationError, match="Inget är inläst"):
        importing.write(mine, dialogue=dialogue, by=registrar)
    assert Submission.objects.count() == Viewpoint.objects.count() == 1


def test_a_file_with_a_fault_writes_nothing(dialogue, registrar):
    reading = read_csv(dialogue, "Synpunkt;Antal röster\nEtt;1\nTvå;många\n")
    with pytest.raises(ValidationError):
        importing.write(reading, dialogue=dialogue, by=registrar)
    assert not Submission.objects.exists()


def test_the_receipts_of_what_is_read_in_are_nobodys_guess(dialogue, registrar):
    reading = read_csv(dialogue, "Synpunkt\nEtt\n")
    importing.write(reading, dialogue=dialogue, by=registrar)
    assert receipts.submission_with(receipts.code_for(reading.lines[0].key)) == Submission.objects.get()


# --- Questions ---
ASKED_OF_EACH = {
    "one": "Känner du dig trygg?",
    "several": "Vad behövs",
    "scale": "Hur mörkt?",
    "place": "Var?",
    "text": "Mer?",
}


@pytest.fixture
def asked(dialogue):
    questions = {
        kind: Question.objects.create(
            dialogue=dialogue, number=n, kind=kind, text=text, low_label="låg", high_label="hög"
        )
        for n, (kind, text) in enumerate(
            {
                "one": "Känner du dig trygg?",
                "several": "Vad behövs",
                "scale": "Hur mörkt?",
                "place": "Var?",
                "text": "Mer?",
            }.items()
        )
    }
    for kind, labels in {"one": ["Ja", "Nej"], "several": ["Ljus", "Fler, mycket fler, vuxna", "Städning"]}.items():
        for n, label in enumerate(labels):
            Choice.objects.create(question=questions[kind], number=n, label=label)
    return questions


ASKED = "Känner du dig trygg?\tvad behövs?\tHur mörkt\tVar?\tMer?\n"


@pytest.mark.parametrize(
    ("cell", "chosen"),
    [
        ("Ljus; Städning", ["Ljus", "Städning"]),
        ("ljus, städning", ["Ljus", "Städning"]),
        ("Fler, mycket fler, vuxna", ["Fler, mycket fler, vuxna"]),
        ("Fler, mycket fler, vuxna;Ljus", ["Fler, mycket fler, vuxna", "Ljus"]),
        ("Ljus;Ljus", ["Ljus"]),
    ],
)
def test_replies_are_read_by_the_wording_of_the_question(dialogue, registrar, asked, cell, chosen):
    reading = read_csv(dialogue, f"{ASKED}nej\t{cell}\t4\tnytorget\tTack\n")
    assert reading.faults == []
    importing.write(reading, dialogue=dialogue, by=registrar)
    shown = [reply.shown for reply in Submission.objects.get().replies.order_by("question__number", "pk")]
    assert shown == ["Nej", *chosen, "4", "Nytorget", "Tack"]


def test_replies_that_are_only_choices_are_counted_and_become_no_viewpoint(dialogue, registrar, asked):
    importing.write(read_csv(dialogue, f"{ASKED}Ja\t\t\t\t\n"), dialogue=dialogue, by=registrar)
    assert Submission.objects.get().replies.count() == 1
    assert not Viewpoint.objects.exists()


# --- Faults, each with its row and what to do ---
FAULTS = [
    ("Synpunkt;Tema\nEtt;Trafk\n", "Rad 2: temat ”Trafk” finns inte. Skriv något av: Belysning."),
    ("Synpunkt;Antal röster\nEtt;0\n", "Rad 2: antal röster är ”0”. Skriv ett heltal, minst 1."),
    ("Synpunkt;Antal röster\nEtt;2,5\n", "Rad 2: antal röster är ”2,5”."),
    ("Synpunkt;Antal röster\nEtt;999999999999\n", "Rad 2: antal röster är"),
    ("Synpunkt;Datum\nEtt;igår\n", "Rad 2: datumet ”igår” går inte att läsa. Skriv det så här: 2024-10-15."),
    ("Synpunkt;Datum\nEtt;2024-02-30\n", "Rad 2: datumet ”2024-02-30” går inte att läsa."),
    ("Synpunkt;Datum\nEtt;2025-01-01\n", "Rad 2: datumet 2025-01-01 ligger i framtiden."),
    ("Synpunkt;Kanal\nEtt;På webben\n", "Rad 2: kanalen ”På webben” finns inte. Skriv något av:"),
    ("Synpunkt;Får visas\nEtt;kanske\n", "Rad 2: ”får visas” är ”kanske”. Skriv ja eller nej."),
    ("Synpunkt;Tema\nEtt;\n\n;Belysning\n", "Rad 4: raden har ingen synpunkt"),
    (f"Synpunkt\n{'x' * 10_001}\n", "Rad 2: texten är 10001 tecken. Den får vara högst 10000."),
    (f"Synpunkt;Plats\nEtt;{'x' * 201}\n", "Rad 2: texten är 201 tecken."),
]


@pytest.mark.parametrize(("text", "fault"), FAULTS)
def test_a_fault_says_which_row_and_what_to_do(dialogue, text, fault):
    reading = read_csv(dialogue, text)
    assert len(reading.faults) == 1
    assert reading.faults[0].startswith(fault)
    assert not reading.may_write


def test_replies_that_cannot_be_are_faults(dialogue, asked):
    reading = read_csv(dialogue, f"{ASKED}kanske\tSol\t6\tMånen\t\n")
    assert [fault.partition(":")[0] for fault in reading.faults] == ["Rad 2"] * 4
    assert "”kanske” finns inte. Skriv något av: Ja, Nej." in reading.faults[0]
    assert "”Hur mörkt?” ska ha ett tal från 1 till 5" in reading.faults[2]


@pytest.mark.parametrize("words", ["ja", "Ja", "x", "1", "JA "])
def test_yes_is_read_however_it_is_written_and_an_empty_cell_is_no_yes(dialogue, words):
    reading = read_csv(dialogue, f"Synpunkt;Får visas\nEtt;{words}\nTvå;\n")
    assert [line.what["may_show"] for line in reading.lines] == [True, False]
    assert reading.hidden == 1


@pytest.mark.parametrize("day", ["2024-10-02", "20241002", "2/10 2024", "2.10.2024", "02/10/2024"])
def test_a_day_is_read_however_it_is_written(dialogue, day):
    assert read_csv(dialogue, f"Synpunkt;Datum\nEtt;{day}\n").lines[0].day == date(2024, 10, 2)


def test_what_the_rows_do_not_say_is_taken_from_the_form(dialogue):
    reading = read_csv(dialogue, "Synpunkt;Kanal;Datum\nEtt;;\n", channel=Channel.PHONE, day=date(2024, 9, 9))
    assert reading.lines[0].what["channel"] == Channel.PHONE
    assert reading.lines[0].day == date(2024, 9, 9)


def test_the_themes_are_those_of_the_dialogue(dialogue):
    dialogue.themes.add(make_theme("Trafik"))
    assert "Skriv något av: Trafik." in read_csv(dialogue, "Synpunkt;Tema\nEtt;Belysning\n").faults[0]


def test_columns_that_nobody_knows_are_named(dialogue):
    assert read_csv(dialogue, "Synpunkt;Namn;Telefon\nEtt;a;b\n").ignored == ["Namn", "Telefon"]


def test_a_dialogue_that_is_answered_takes_no_file(dialogue):
    dialogue.answered_on = date(2024, 10, 15)
    dialogue.save()
    with pytest.raises(intake.DialogueClosed):
        read_csv(dialogue, "Synpunkt\nEtt\n")


# --- Files that are refused ---
def refused(dialogue, data, name="synpunkter.xlsx"):
    with pytest.raises(spreadsheets.Unreadable) as fault:
        read(dialogue, data, name=name)
    return fault.value.messages[0]


def packed(parts, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
GOOD = excel(["Synpunkt"], [DARK])
MERGED = excel(["Synpunkt"], ["a"], ["b"], change=lambda sheet: sheet.merge_cells("A2:B3"))
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
REFUSED = {
    "empty": ("a.xlsx", b"", "Filen är tom"),
    "only blank lines": ("a.csv", b"\r\n \r\n", "Filen är tom"),
    "an empty sheet": ("a.xlsx", excel(), "Filen är tom"),
    "only headings": ("a.xlsx", excel(["Synpunkt"]), "Under rubrikerna finns inga rader"),
    "no headings": ("a.csv", b"Det regnar\nDet blaser\n", "Första raden behöver ha rubriker"),
    "a heading twice": ("a.csv", b"Synpunkt;Text\na;b\n", "finns två gånger"),
    "old Excel": ("a.xls", OLE, "gammalt Excel (.xls)"),
    "password": ("a.xlsx", OLE, "skyddad med lösenord"),
    "macros by name": ("a.xlsm", GOOD, "makron"),
    "macros inside": ("a.xlsx", packed({**unpacked(GOOD), "xl/vbaProject.bin": b"x"}), "makron"),
    "a picture": ("a.png", b"\x89PNG", "Välj en Excelfil (.xlsx) eller en CSV-fil (.csv)."),
    "no name": ("", GOOD, "Välj en Excelfil"),
    "a text that is none": ("a.csv", b"\x00\x01\x02" * 50, "inte en textfil"),
    "excel that is no excel": ("a.xlsx", b"hej", "går inte att läsa som Excel"),
    "a zip that is no excel": ("a.xlsx", packed({"a.txt": b"hej"}), "går inte att läsa som Excel"),
    "half a file": ("a.xlsx", GOOD[: len(GOOD) // 2], "går inte att läsa som Excel"),
    "broken xml": ("a.xlsx", packed({**unpacked(GOOD), SHEET: b"<sheet"}), "går inte att läsa som Excel"),
    "entities": ("a.xlsx", packed({**unpacked(GOOD), "xl/sharedStrings.xml": LAUGHS}), "går inte att läsa som Excel"),
    "entities far in": (
        "a.xlsx",
        packed({**unpacked(GOOD), SHEET: b"<?xml version='1.0'?>" + b" " * 5000 + LAUGHS[21:]}),
        "går inte att läsa som Excel",
    ),
    "a bomb": (
        "a.xlsx",
        packed({**unpacked(GOOD), "xl/media/x.bin": b"\0" * 60_000_000}),
        "för stor när den packas upp",
    ),
    "many small parts": ("a.xlsx", packed({f"{n}.xml": b"" for n in range(1001)}), "för stor när den packas upp"),
    "too large": ("a.csv", b"Synpunkt\n" + b"x" * 5_300_000, "större än 5 MB"),
    "too many rows": ("a.csv", b"Synpunkt\n" + b"x\n" * 5001, "fler än 5 000 rader"),
    "too many columns": ("a.csv", b"Synpunkt" + b";x" * 60 + b"\n", "fler än 60 kolumner"),
    "merged cells": ("a.xlsx", MERGED, "A2:B3 är sammanfogade"),
    "a quote that never ends": ("a.csv", b'Synpunkt\n"' + b"x" * 200_000, "går inte att läsa som CSV"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_in_words(dialogue, what):
    name, data, words = REFUSED[what]
    assert words in refused(dialogue, data, name)
    assert not Submission.objects.exists()


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(dialogue):
    data = bytearray(packed({**unpacked(GOOD), SHEET: b"<x>" + b"a" * 30_000_000 + b"</x>"}))
    real = (30_000_007).to_bytes(4, "little")
    assert real in data
    assert "går inte att läsa som Excel" in refused(dialogue, bytes(data.replace(real, (100).to_bytes(4, "little"))))


@pytest.mark.parametrize("far", ["1000000", "99999999999"])
def test_a_row_far_down_does_not_hang_the_server(dialogue, far):
    xml = (
        unpacked(GOOD)[SHEET]
        .replace(b'<row r="2"', f'<row r="{far}"'.encode())
        .replace(b'r="A2"', f'r="A{far}"'.encode())
    )
    data = packed({**unpacked(GOOD), SHEET: xml})
    if far == "1000000":
        assert [line.number for line in read(dialogue, data).lines] == [1_000_000]
    else:
        assert "Under rubrikerna finns inga rader" in refused(dialogue, data)


def test_a_column_far_out_is_one_too_many(dialogue):
    xml = unpacked(GOOD)[SHEET].replace(b'r="A2"', b'r="XFD2"')
    assert "fler än 60 kolumner" in refused(dialogue, packed({**unpacked(GOOD), SHEET: xml}))


def test_a_formula_is_a_fault_and_is_never_run(dialogue):
    reading = read(dialogue, excel(["Synpunkt", "Antal röster"], [DARK, "=1+1"], ['=HYPERLINK("http://x")', 1]))
    assert [fault.partition(":")[0] for fault in reading.faults] == ["Rad 2", "Rad 3"]
    assert "innehåller en formel. Klistra in värdet i stället." in reading.faults[0]


def test_text_that_only_looks_like_a_formula_is_text(dialogue):
    assert read_csv(dialogue, "Synpunkt\n=1+1\n").lines[0].said == "=1+1"


def test_control_characters_are_left_out(dialogue, registrar):
    importing.write(read_csv(dialogue, "Synpunkt\nM\x07örkt\x1b_x000D_\n"), dialogue=dialogue, by=registrar)
    assert Submission.objects.get().text == "Mörkt"


def test_a_line_break_inside_a_cell_does_not_shift_the_rows(dialogue):
    reading = read_csv(dialogue, 'Synpunkt;Antal röster\n"Ett\nrad till";1\nTvå;fel\n')
    assert reading.lines[0].said == "Ett\nrad till"
    assert reading.faults[0].startswith("Rad 3:")
