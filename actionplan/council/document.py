"""The report in words, as the council has it on paper. Everything comes from the content; nothing is asked of the plan."""

from datetime import datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from actionplan.council import drawing
from actionplan.council.reading import Reading
from arboga_loften.foundation.documents import Document, Facts, Figures, Items, Part, Picture, Table, Words
from arboga_loften.foundation.letters import shown
from arboga_loften.foundation.templatetags.look import day_year

DRAFT = "UTKAST – rådet har inte antagit rapporten"
EXAMPLE = "Rapporten innehåller exempeldata. Det som är exempel är påhittat."
FIRST = "Det här är den första uppföljningen av planen, så det finns inget att jämföra med."
LEGEND = (
    "En ruta per aktivitet: fylld är klar, halv är på gång, streckad är inte börjad "
    "och kryssad är pausad, flyttad eller avbruten."
)
HEAD = [
    "Nr",
    "Aktivitet",
    "Vem lovar, och vad de säger",
    "Mål",
    "Gjort i perioden",
    "Gjort hittills",
    "Klart senast",
    "Läge och kontroll",
    "Rådet",
]
WIDTHS = [8, 32, 29, 20, 16, 14, 20, 20, 19]


def document_of(content, sha256="") -> Document:
    """The report as a document. `sha256` is "" for a draft, which says so on every page and has no sum."""
    report = Reading(_readable(content), sha256, is_draft=not sha256)
    parts = [
        *_summary(report),
        *_state(report),
        *_final(report),
        *_needs(report),
        *_news(report),
        *_questions(report),
        *_areas(report),
        *_decisions(report),
        *_voices(report),
        *_indicators(report),
        *_meeting(report),
    ]
    return Document(
        title=title_of(report),
        lead=report.lead,
        author=report.meeting["council"],
        parts=parts,
        facts=list(facts_of(report)),
        mark="" if sha256 else DRAFT,
        dated=dated(content),
    )


def dated(content):
    """When its files say that they were made: when the report was adopted, or on the day of a draft's figures."""
    if "adopted" in content:
        return datetime.fromisoformat(content["adopted"]["at"])
    return timezone.make_aware(datetime.combine(datetime.fromisoformat(content["day"]), time(12)))


def title_of(report):
    version = f", version {report.version}" if report.version > 1 else ""
    return f"{'UTKAST: ' if report.is_draft else ''}{report.title}{version}"


def facts_of(report):
    """What the report is, before what it says: (name, value)."""
    meeting = report.meeting
    yield "Till", meeting["council"]
    yield "Löfte", report.plan["promise"]
    yield "Följer upp", report.plan["title"]
    yield "Period", f"{day_year(report.starts_on)} – {day_year(report.ends_on)}"
    yield "Rådets möte", ", ".join(filter(None, [day_year(report.met_on), meeting["place"]]))
    yield "Uppgifterna gäller", day_year(report.day)
    if report.is_draft:
        yield "Antagen", "Inte än. Det här är ett utkast, och uppgifterna kan ändras."
    else:
        yield "Antagen", " av ".join(filter(None, [day_year(report.adopted_on), report.adopted_by]))
        yield "Version", str(report.version)
    if report.correction:
        yield "Rättat", report.correction
    if meeting["registry_number"]:
        yield "Diarienummer", meeting["registry_number"]
    if report.sha256:
        yield "Kontrollsumma", in_groups(report.sha256)
        yield "Kontrollera den på", settings.SITE_URL + reverse("actionplan:report_check")
    if report.is_example:
        yield "Exempeldata", EXAMPLE


def in_groups(total):
    """A sum as it can be read aloud: eight signs at a time."""
    return " ".join(total[n : n + 8] for n in range(0, len(total), 8))


def _readable(told):
    """The content with nothing in its words that turns or hides the words around it."""
    match told:
        case str():
            return shown(told)
        case list():
            return [_readable(each) for each in told]
        case dict():
            return {name: _readable(value) for name, value in told.items()}
    return told


# --- First: how it stands and what to decide ---
def _summary(report):
    if report.summary:
        yield Part("I korthet", _paragraphs(report.summary))


def _state(report):
    figures = [(str(number), str(words).lower()) for _pane, words, number in report.figures]
    blocks = [Figures(figures)]
    areas = [area for area in report.areas if area.activities]
    if areas:
        blocks.append(Words([LEGEND]))
    blocks += [_drawn(area) for area in areas]
    yield Part("Läget", blocks)


def _drawn(area):
    done = f"{area.name}: {area.done} av {area.total} {'klar' if area.total == 1 else 'klara'}"
    alt = ". ".join([done, *(f"{words}: {number}" for words, number in area.counts if number)])
    kinds = [told.pane for told in area.activities]
    return Picture(drawing.svg_of(kinds), f"{alt}.", done, drawing.width_of(kinds))


def _final(report):
    if not report.final:
        return
    final = report.final
    blocks = [Facts([(str(sign.label), str(number)) for sign, number in final["judged"]])] if final["judged"] else []
    yield Part("Så blev året", [Words(["Om löftena är uppfyllda är en annan sak än om de är genomförda."]), *blocks])
    if final["lessons"]:
        yield Part("Vad vi har lärt oss", _paragraphs(final["lessons"]), level=2)
    if final["carried_over"]:
        items = [f"{told.label} {told.title}" for told in final["carried_over"]]
        yield Part("Det här går vidare till nästa år", [Items(items)], level=2)


def _needs(report):
    needs = list(report.needs)
    heading = "Det här behöver rådet ta ställning till"
    if not needs:
        yield Part(heading, [Words(["Ingen aktivitet är sen, tyst eller utan underlag."])])
        return
    items = [f"{told.label} {told.title}: {_listed(told.warnings)}\n{' '.join(why)}" for told, why in needs]
    yield Part(heading, [Items(items, is_numbered=True)])


def _listed(signs):
    """försenad, saknar underlag."""
    return ", ".join(str(sign.label).lower() for sign in signs)


# --- What is new ---
def _news(report):
    heading = "Det här har ändrats sedan sist"
    if report.is_first:
        yield Part(heading, [Words([FIRST])])
        return
    if not report.news:
        yield Part(heading, [Words([f"Inget har ändrats sedan den {day_year(report.since)}."])])
        return
    known = f"Jämfört med det som rådet visste den {day_year(report.since)}."
    yield Part(heading, [Words([known]), *(_changes(group) for group in report.news)])


def _changes(group):
    if group.key == "which":
        rows = [[row.label, row.title, before_and_after(row)[1]] for row in group.rows]
        return Table(str(group.heading), ["Nr", "Aktivitet", "Vad som hänt"], rows, [2, 15, 17])
    head, rows = ["Nr", "Aktivitet", "Förut", "Nu", "Varför"], [_changed(row) for row in group.rows]
    if any(row[-1] for row in rows):
        return Table(str(group.heading), head, rows, [2, 9, 7, 7, 9])
    return Table(str(group.heading), head[:-1], [row[:-1] for row in rows], [2, 14, 9, 9])


def _changed(row):
    who = f"{row.party}: " if row.party else ""
    before, after = before_and_after(row)
    why = " ".join(filter(None, [row.reason, f"({day_year(row.on)})" if row.on else ""]))
    return [row.label, row.title, who + before, who + after, why]


def before_and_after(row):
    """From what to what, also where a warning came or went."""
    match row.kind:
        case "flag":
            return "Ingen varning", row.after
        case "flag_gone":
            return row.before, "Gäller inte längre"
        case "new":
            return "", "Ny i planen"
        case "gone":
            return "", "Inte med längre"
    return row.before, row.after


def _questions(report):
    rows = [
        [
            f"{told['label']} {told['title']}",
            f"Till {asked.to}, {day_year(asked.asked_on)}: {asked.text}",
            f"{day_year(asked.answered_on)}: {asked.answer}" if asked.answered_on else _awaited(asked, report.day),
        ]
        for asked, told in zip(report.questions, report.content["questions"], strict=True)
    ]
    if rows:
        table = Table("Det rådet har frågat, och svaren", ["Om", "Fråga", "Svar"], rows, [4, 8, 8])
        yield Part("Frågor från tidigare möten", [table])


def _awaited(asked, day):
    words = "Inget svar än. Svaret skulle ha kommit senast" if asked.answer_by < day else "Inget svar än. Svar senast"
    return f"{words} {day_year(asked.answer_by)}."


# --- Activity by activity ---
def _areas(report):
    if not report.areas:
        return
    yield Part("Aktivitet för aktivitet", [])
    for area in report.areas:
        blocks = _paragraphs(area.summary)
        if area.fulfilment:
            blocks.append(Facts([("Målet", f"{area.fulfilment.label}. {area.fulfilment_note}")]))
        if area.activities:
            rows = [_row(told) for told in area.activities]
            blocks.append(Table(f"Aktiviteter i {area.name}", HEAD, rows, WIDTHS, numeric=[4, 5]))
        else:
            blocks.append(Words(["Fokusområdet har inga aktiviteter än."]))
        yield Part(area.title, [*blocks, *_done(area), *_judged(area)], level=2)


def _row(told):
    review = told.review
    return [
        told.label,
        told.title,
        "\n".join(f"{party.name}: {party.sign.label}" for party in told.parties),
        target_words(told),
        str(told.done_in_period),
        str(told.outcome),
        day_year(told.due_on),
        "\n".join([told.stage_label, *(str(sign.label) for sign in told.warnings)]),
        "\n".join(filter(None, [review.sign.label, review.fulfilment.label if review.fulfilment else ""]))
        if review
        else "",
    ]


def target_words(told):
    return f"minst {told.target} {told.unit}" if told.target else "inget i siffror"


def _done(area):
    rows = [
        [told.label, day_year(row["on"]), str(row["count"]), row["place"], _about(row)]
        for told in area.activities
        for row in told.done
    ]
    if rows:
        head = ["Nr", "Dag", "Antal", "Plats", "Om det"]
        yield Table(f"Gjort i perioden i {area.name}", head, rows, [2, 6, 3, 6, 17], numeric=[2])


def _about(row):
    return f"{row['note']} (Berättat i efterhand.)".strip() if row["is_late"] else row["note"]


def _judged(area):
    rows = []
    for told in area.judged:
        if told.review and told.review.note:
            rows.append([told.label, str(told.review.sign.label), told.review.note])
        rows += [
            [told.label, f"Fråga till {asked.to}", f"{asked.text} Svar senast {day_year(asked.answer_by)}."]
            for asked in told.questions
        ]
    if rows:
        yield Table(f"Det här sa rådet om {area.name}", ["Nr", "Vad", "Rådets ord"], rows, [2, 8, 24])


# --- What the council arrived at ---
def _decisions(report):
    rows = [
        [
            each["number"],
            each["text"],
            f"{each['about'].label} {each['about'].title}" if each["about"] else "",
            each["registry_number"],
        ]
        for each in report.decisions
    ]
    if rows:
        head = ["Nr", "Ställningstagande", "Om", "Diarienummer"]
        yield Part("Rådets ställningstaganden", [Table("Vad rådet kom fram till", head, rows, [2, 10, 6, 4])])


# --- What people said, and what was measured ---
def _voices(report):
    voices = report.voices
    facts = [
        ("Kom in", str(voices["received"])),
        ("Fick svar", str(voices["answered"])),
        ("Väntar på svar", str(voices["waiting"])),
        ("Väntar längre än lovat", str(voices["overdue"])),
    ]
    rows = [[each["title"], str(each["received"]), str(each["answered"])] for each in voices["dialogues"]]
    blocks = [Facts(facts)]
    if rows:
        blocks.append(
            Table("Synpunkter i varje dialog", ["Dialog", "Kom in", "Fick svar"], rows, [6, 1, 1], numeric=[1, 2])
        )
    yield Part("Det ni sa", blocks)


def _indicators(report):
    rows, caveats = [], []
    for each in report.indicators:
        where = f" ({each['where']})" if each["where"] else ""
        rows += [
            [f"{each['name']}{where}", value["period"], value_words(each, value), value["source"]]
            for value in each["values"]
        ]
        caveats += [f"{each['name']}: {each['caveat']}"] if each["caveat"] else []
    if rows:
        table = Table("Det som mäts", ["Mått", "Period", "Värde", "Källa"], rows, [8, 4, 4, 8])
        yield Part("Mått", [table, *([Items(caveats)] if caveats else [])])


def value_words(indicator, value):
    """12,5 km/tim (preliminärt)."""
    said = f"{value['value']} {indicator['unit']}" if value["value"] is not None else "uppgift saknas"
    return f"{said} (preliminärt)" if value["is_preliminary"] else said


# --- The meeting ---
def _meeting(report):
    if report.meeting["agenda"]:
        yield Part("Dagordning", [Items(report.meeting["agenda"], is_numbered=True)])
    rows = [[seat["who"], seat["said"]] for seat in report.seats]
    if rows:
        yield Part("Vilka som var med", [Table("De som var kallade", ["Funktion", "Närvaro"], rows, [2, 1])])


def _paragraphs(text):
    found = [" ".join(part.split()) for part in text.split("\n") if part.strip()]
    return [Words(found)] if found else []
