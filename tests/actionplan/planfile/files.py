"""Plans as they are laid out in real municipalities, made by code. All that they say is made up, as an example.

Each is named after the municipality whose layout it imitates; nobody there has said or promised any of this.
"""

import io
from datetime import date, datetime

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

EXAMPLE = "Exempelfil: allt här är påhittat"


# --- Bricks ---
def saved(thing):
    out = io.BytesIO()
    thing.save(out)
    return out.getvalue()


def workbook(*rows, merged=(), change=None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    if change:
        change(book)
    return saved(book)


def word_table(document, *rows):
    table = document.add_table(rows=0, cols=max(map(len, rows)))
    for row in rows:
        cells = table.add_row().cells
        for place, text in enumerate(row):
            write(cells[place], text)
    return table


def write(cell, text):
    """A cell's text; lines that begin with a bullet become points in a list, as Word makes them."""
    cell.text = ""
    for place, line in enumerate(str(text).split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        if line.startswith("• "):
            paragraph.style = "List Bullet"
        paragraph.add_run(line.removeprefix("• "))


def merge(table, first, last):
    """Merge cells, with the words of the first alone, as somebody does in Word."""
    text = table.cell(*first).text
    joined = table.cell(*first).merge(table.cell(*last))
    write(joined, text)


def documented(*, title):
    document = Document()
    document.add_heading(title, 0)
    document.add_paragraph(EXAMPLE)
    return document


def tracked(paragraph, kind, text):
    """Words that somebody put in (”ins”) or took away (”del”) with tracked changes."""
    change = OxmlElement(f"w:{kind}")
    run = OxmlElement("w:r")
    words = OxmlElement("w:delText" if kind == "del" else "w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    change.append(run)
    paragraph._p.append(change)


# --- Layouts ---
def kungsor():
    """A heading per focus area, its description and causes in words, then a table of measurable activities."""
    document = documented(title="Handlingsplan medborgarlöfte 2024")
    document.add_heading("Fokusområde 1: Trygga torg", 1)
    document.add_heading("Beskrivning", 2)
    document.add_paragraph("Många undviker torget på kvällen.")
    document.add_heading("Orsaksanalys", 2)
    document.add_paragraph("Belysningen är svag och få rör sig där.")
    document.add_heading("Målsatta aktiviteter", 2)
    word_table(
        document,
        ["Aktivitet", "Mål", "Ansvarig", "Tidplan"],
        ["Fotpatrull på torget", "Minst 12 tillfällen", "Kommunpolis", "Löpande"],
        ["Trygghetsvandring", "Minst två vandringar", "Säkerhetssamordnare", "Q2"],
    )
    document.add_heading("Fokusområde 2: Lugn trafik", 1)
    document.add_paragraph("Det körs för fort vid skolorna.")
    word_table(
        document,
        ["Aktivitet", "Mål", "Ansvarig", "Tidplan"],
        ["Hastighetskontroller vid skolor", "En gång i veckan", "Kommunpolis", "Hösten 2024"],
    )
    return saved(document)


def skara():
    """One heading for each party's part, with a table under it where focus areas are rows of their own."""
    document = documented(title="Medborgarlöfte 2024")
    for heading, rows in {
        "Polisens del": [["Centrum", ""], ["Nattvandra med volontärer", "3 ggr/år"]],
        "Polis och kommun i samverkan": [["Centrum", ""], ["Krogtillsyn", "4 tillfällen"]],
        "Kommunens del": [["Skolan", ""], ["Föräldramöte om droger", "2 ggr/termin"]],
    }.items():
        document.add_heading(heading, 1)
        table = word_table(document, ["Åtgärd", "Antal"], *rows)
        merge(table, (1, 0), (1, 1))
    return saved(document)


def kungalv():
    """Promises with a number and the party in brackets, with the result beside."""
    document = documented(title="Uppföljning medborgarlöftet 2024")
    word_table(
        document,
        ["Löfte", "Resultat:"],
        ["1. Minst 20 trafikkontroller där invånare har pekat (Polis)", "40 genomförda."],
        ["2. Två insatser mot mopeder (Polis)", "Tre insatser."],
        ["3. Mäta hastighet på fem platser (Kommun)", ""],
    )
    return saved(document)


def kungsbacka():
    """A promise merged over its activities, under a heading in Word for each area."""
    document = documented(title="Medborgarlöfte 2024")
    document.add_heading("Trygghet i trafik", 2)
    table = word_table(
        document,
        ["Löfte", "Aktivitet", "Part", "Resultat"],
        ["Vi minskar hastigheten vid skolorna", "Minst en trafikkontroll i veckan", "Polisen", "62 gjorda"],
        ["", "Mäta trafikflöden", "Kommunen", ""],
    )
    merge(table, (1, 0), (2, 0))
    return saved(document)


def hjo():
    """Two columns, one for each party, with points in the cells and a row for each area."""
    document = documented(title="Så har vi uppfyllt vårt löfte")
    table = word_table(
        document,
        ["Detta har polisen genomfört", "Detta har kommunen genomfört"],
        ["Fokusområde: Trafik", ""],
        ["• Flygande besiktning av A-traktorer\n• Kontroll av cykelbelysning", "• Trafikutbildning i årskurs 5"],
        ["Fokusområde: Centrum", ""],
        ["• Polisbuss på torget en gång i veckan", ""],
    )
    for row in (1, 3):
        merge(table, (row, 0), (row, 1))
    return saved(document)


def strangnas():
    """Excel: title rows above, goals and outcomes as numbers, a repeated heading row."""
    heading = ["Nr", "Insats", "Målvärde", "Enhet", "Utfall 2024", "Ansvar"]
    return workbook(
        ["Uppföljning av medborgarlöftet 2024"],
        [EXAMPLE],
        [],
        heading,
        [1, "Trafikkontroller", 300, "kontroller", "303 kontroller", "Polis"],
        [2, "Mopedinsats", 1, "insats", "1 insats", "Polis"],
        heading,
        [3, "Trygghetsvandringar vid stationen", 4, None, None, "Kommun"],
    )


def trosa():
    """Excel: focus areas merged down the first column, follow-up by tertial, crosses for the parties."""
    return workbook(
        ["Fokusområde", "Åtgärd", "Tid", None, "Vem lovar", None, "Uppföljning T1", "Uppföljning T2"],
        [None, None, "Start", "Slut", "Polis", "Kommun", None, None],
        ["Trafik", "Se över hastighetsgränser", "jan", "T2", None, "x", "Pågår", None],
        [None, "Fartkontroller", date(2024, 3, 1), datetime(2024, 11, 30), "X", None, None, None],
        ["Dialog", "Trafikråd med invånare", "våren", "hösten", "x", "x", None, None],
        merged=["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2", "H1:H2", "A3:A4"],
    )


def vasteras():
    """Excel: a sheet for each focus area, half-years, and a sheet that isn't a plan."""

    def change(book):
        book.active.title = "Om planen"
        for name, rows in {
            "Unga i riskzon": [
                ["Sociala insatsgrupper", "Social", "Socialchef", "Halvår 1", "Pågår"],
                ["Kameror vid skolan", "Situationell", "Säkerhetssamordnare", "Halvår 2", "Försenad"],
            ],
            "Trygga centrum": [["Belysning i parken", "Situationell", "Gatuchef", "2024-09-30", "Klar"]],
        }.items():
            sheet = book.create_sheet(name)
            sheet.append(["Åtgärd", "Typ av åtgärd", "Ansvarig funktion", "Klart senast", "Status"])
            for row in rows:
                sheet.append(row)

    return workbook([EXAMPLE], ["Åtgärdsplan 2024, revideras varje halvår"], change=change)


def krokom():
    """Word: a table that is turned, one card for each activity."""
    document = documented(title="Medborgarlöfte 2024")
    document.add_heading("Narkotika", 1)
    for title, goal, who in [
        ("Skolbesök för högstadiets föräldrar", "2–3 besök per termin", "Polis och kommun"),
        ("Rådgivande samtal", "Upp till fem samtal", "Kommun"),
    ]:
        word_table(
            document,
            ["Löfte", title],
            ["Varför", "Det finns droger bland unga."],
            ["Mål", goal],
            ["Vem lovar", who],
            ["Hur följs det upp", "Drogvaneundersökning"],
        )
        document.add_paragraph("")
    return saved(document)


def ovanaker():
    """Word: one table with a filled row for each party's activities."""
    document = documented(title="Medborgarlöfte 2024")
    table = word_table(
        document,
        ["Aktiviteter", "Omfattning", "När"],
        ["Polisens aktiviteter", "", ""],
        ["Besök på fritidsgårdar", "Minst 6 per år", "Löpande"],
        ["Kommunens aktiviteter", "", ""],
        ["Temakväll för föräldrar", "Minst 1 per år", "15 oktober"],
        ["Gemensamma aktiviteter", "", ""],
        ["Närvaro på föräldramöten", "minst 2 gånger per år", "vår och höst"],
    )
    for row in (1, 3, 5):
        merge(table, (row, 0), (row, 2))
    return saved(document)


SUPERSET = [
    *("Fokusområde", "Problembild/beskrivning", "Orsaksanalys", "Effektmål", "Aktivitet", "Typ (social/situationell)"),
    *("Avsändare (polis/kommun/gemensamt)", "Målgrupp", "Plats/område", "Ansvarig funktion", "Medverkande", "Start"),
    *("Slut", "Målvärde", "Enhet", "Indikator", "Uppföljning/resultat", "Status", "Kommentar/avvikelse"),
]
SUPERSET_ROWS = [
    [
        *(
            "1. Bedrägerier",
            "Äldre blir lurade.",
            "Brotten sker på telefon.",
            "Färre blir lurade.",
            "Träffar om bedrägerier",
        ),
        *("Social", "Gemensamt", "Äldre", "Biblioteket, Torget", "Kommunpolis", "Föreningen Exempel; Biblioteket"),
        *(datetime(2024, 2, 1), datetime(2024, 11, 30), 6, "träffar", "Antal deltagare", "Två träffar hittills."),
        *("Pågår", "Ett möte flyttades."),
    ],
    [
        *(None, None, None, None, "Utbildning för hemtjänsten", "Social", "Kommun", "Personal", None, "Enhetschef"),
        *(None, "Q1", "Q4", 1, "utbildning", None, None, "Genomförd", None),
    ],
]


def superset():
    """Excel with every column that plans have."""
    return workbook([EXAMPLE], SUPERSET, *SUPERSET_ROWS)


OWN = [
    *("Fokusområde", "Nr", "Aktivitet", "Det vi lovar", "Vem lovar", "Ansvarig funktion", "Medverkande", "Målgrupp"),
    *("Plats", "Börjar", "Klart senast", "Mål minst", "Enhet", "Läge", "Resultat"),
]
OWN_ROWS = [
    [
        *("1. Dialoger", "1.1", "Trygghetsdialog", "Vi ordnar minst fyra dialoger.", "Kommunen, Polisen"),
        *("Kommunen: Säkerhetssamordnare; Polisen: Kommunpolis", "Biblioteket", "Invånare", "Torget; Parken"),
        *(date(2024, 1, 1), date(2024, 12, 31), 4, "dialoger", "Pågår", "Två dialoger."),
    ],
    [
        *("2. Trafik", "2.1", "Cykelkampanj", "Vi delar ut lampor.", "Kommunen", "Trafikplanerare", None, None, None),
        *(date(2024, 9, 1), date(2024, 10, 31), None, None, "Inte börjat", None),
    ],
]


def own():
    """The plan as we ourselves write it out."""
    return workbook(OWN, *OWN_ROWS)


# --- Single traits ---
def with_tracked_changes():
    document = documented(title="Handlingsplan 2024")
    table = word_table(document, ["Aktivitet", "Vem"], ["", "Polisen"], ["Struken rad", "Polisen"])
    paragraph = table.cell(1, 0).paragraphs[0]
    tracked(paragraph, "del", "Gammal text ")
    tracked(paragraph, "ins", "Fotpatrull i parken")
    removed = OxmlElement("w:trPr")
    removed.append(OxmlElement("w:del"))
    table.rows[2]._tr.insert(0, removed)
    return saved(document)


def with_a_picture():
    document = documented(title="Handlingsplan 2024")
    run = document.add_paragraph().add_run()
    run._r.append(OxmlElement("w:drawing"))
    return saved(document)


def with_hidden_and_struck():
    def change(book):
        sheet = book.active
        sheet.row_dimensions[3].hidden = True
        sheet["A4"].font = Font(strike=True)
        sheet["A5"].font = Font(bold=True)
        sheet["A5"].fill = PatternFill("solid", fgColor="DDDDDD")

    rows = [["Aktivitet", "Vem"], ["Synlig", "Polisen"], ["Dold", "Polisen"], ["Överstruken", "Polisen"]]
    return workbook(*rows, ["Centrum", None], ["Belysning", "Kommunen"], change=change)
