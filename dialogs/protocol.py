"""The protocol of a dialogue: what it was, what was said, what was answered, and what it led to.

One content, told once here in words; `foundation/document_files.py` makes it a PDF and a Word file. It holds what is
public and nothing else, so it can be handed to anybody.
"""

from django.utils import translation
from django.utils.translation import ngettext

from arboga_loften.foundation import clock
from arboga_loften.foundation.documents import Document, Items, Part, Table, Words
from arboga_loften.foundation.letters import shown
from arboga_loften.foundation.models import Municipality
from arboga_loften.foundation.templatetags.look import day_year
from dialogs import tallies
from dialogs.exports import with_all_links
from dialogs.models import Review, with_activities


def protocol_of(dialogue, on=None) -> Document:
    """The protocol as of a day, in Swedish whatever language the page is in, in as many queries however much was said."""
    day = on or clock.today()
    with translation.override("sv"):
        viewpoints = _viewpoints(dialogue, day)
        findings = with_all_links(dialogue.findings.visible(day), day)
        parts = [
            _about(dialogue, day),
            *_minutes(dialogue),
            *_occasions(dialogue),
            *_stops(dialogue),
            *_found(findings),
            *_said(dialogue, viewpoints),
            *_counted(dialogue, day),
            *_led_to(viewpoints, findings),
        ]
        lead = f"{dialogue.get_kind_display()}. Protokollet visar det som är offentligt den {day_year(day)}."
        author = Municipality.objects.current().name
        return Document(shown(dialogue.title), lead, author, parts)


# --- What it is made of ---
def _viewpoints(dialogue, day):
    return with_activities(dialogue.viewpoints.visible(day).with_answers(day).order_by("pk"), day)


# --- Its parts ---
def _about(dialogue, day):
    days = day_year(dialogue.starts_on)
    if dialogue.ends_on and dialogue.ends_on != dialogue.starts_on:
        days = f"{days} – {day_year(dialogue.ends_on)}"
    facts = {
        "När": " ".join(filter(None, [dialogue.when_text or days, dialogue.time_text])),
        "Var": ", ".join(place.name for place in dialogue.places.all()),
        "Värdar": ", ".join(host.name for host in dialogue.hosts.all()),
        "För vem": dialogue.target_group,
        "Antal deltagare": "" if dialogue.head_count is None else str(dialogue.head_count),
        "Öppen på webbplatsen": _period(dialogue.opens_on, dialogue.closes_on),
        "Svar lovat senast": _day(dialogue.answer_promised_on),
        "Svar först lovat": _day(dialogue.answer_first_promised_on) if dialogue.promise_was_moved else "",
        "Alla besvarade": _day(dialogue.answered_on),
    }
    rows = [(name, shown(value)) for name, value in facts.items() if value]
    blocks = [Table("Uppgifter om dialogen", ["Uppgift", "Innehåll"], rows, [1, 3])]
    return Part("Om dialogen", [*_paragraphs(dialogue.summary), *blocks])


def _minutes(dialogue):
    if dialogue.minutes:
        yield Part("Minnesanteckningar", _paragraphs(dialogue.minutes))


def _occasions(dialogue):
    rows = [
        (day_year(each.on), each.get_kind_display(), _clock(each), shown(each.where), shown(each.note))
        for each in dialogue.occasions.all()
    ]
    if rows:
        yield Part(
            "Dagar", [Table("Dialogens dagar", ["Dag", "Vad", "Tid", "Samling", "Om dagen"], rows, [2, 2, 2, 3, 4])]
        )


def _stops(dialogue):
    stops = list(dialogue.stops.select_related("owner").order_by("number"))
    if stops:
        yield Part("Stopp på vandringen", [])
    for stop in stops:
        facts = {
            "Det vi såg": stop.seen,
            "Vem äger frågan": stop.owner.name if stop.owner else "",
            "Det som ska göras": stop.measure,
            "Ska vara gjort": _day(stop.measure_by),
            "Gjort": _day(stop.done_on),
            "Sett igen": _day(stop.again_on),
            "Det vi såg då": stop.again,
            "Jämfört med förut": stop.get_now_display() if stop.now else "",
        }
        rows = [(name, shown(value)) for name, value in facts.items() if value]
        title = shown(str(stop))
        yield Part(
            title, [Table(f"Stopp {stop.number}", ["Uppgift", "Innehåll"], rows, [1, 3])] if rows else [], level=2
        )


def _found(findings):
    if findings:
        yield Part("Det här kom fram", [])
    for finding in findings:
        links = [
            ("Vilar på synpunkterna", [viewpoint.reference for viewpoint in finding.cited]),
            ("Fokusområden", [str(area) for area in finding.public_areas]),
            ("Ledde till", [activity.title for activity in finding.led_to]),
        ]
        told = [f"{name}: {shown(', '.join(rows))}" for name, rows in links if rows]
        yield Part(shown(finding.title), [*_paragraphs(finding.text), *([Items(told)] if told else [])], level=2)


def _said(dialogue, viewpoints):
    rows = [
        (
            viewpoint.reference,
            shown(viewpoint.text),
            _where(viewpoint),
            viewpoint.get_channel_display() + _voices(viewpoint.voices_told),
            _answered(viewpoint.answer),
        )
        for viewpoint in viewpoints
    ]
    blocks = []
    if rows:
        head = ["Beteckning", "Synpunkt", "Tema och plats", "Hur den kom in", "Besked och svar"]
        blocks.append(Table("Synpunkter och svar", head, rows, [3, 6, 4, 4, 6]))
    known = {viewpoint.pk for viewpoint in viewpoints}
    hidden = dialogue.viewpoints.exclude(review=Review.MERGED).exclude(pk__in=known).count()
    if hidden:
        words = ngettext(
            "%(n)s synpunkt till har kommit in men visas inte här. Den kan vänta på att läsas, eller så får den inte visas.",
            "%(n)s synpunkter till har kommit in men visas inte här. De kan vänta på att läsas, eller så får de inte visas.",
            hidden,
        )
        blocks.append(Words([words % {"n": hidden}]))
    if blocks:
        yield Part("Det ni sa, och vad vi svarade", blocks)


def _where(viewpoint):
    # Where something sensitive was isn't told.
    place = viewpoint.place if not (viewpoint.theme and viewpoint.theme.is_sensitive) else None
    return ", ".join(str(each) for each in (viewpoint.theme, place) if each)


def _voices(count):
    return f", {count} röster" if count and count > 1 else ""


def _answered(answer):
    if answer is None:
        return "Väntar på svar"
    to = f" till {answer.forwarded_to.name}" if answer.forwarded_to else ""
    return shown(
        f"{answer.get_decision_display()}{to}. {answer.text} ({answer.organisation.name}, {day_year(answer.answered_on)})"
    )


def _counted(dialogue, day):
    figures = tallies.of_dialogue(dialogue, day)
    if not figures.voices.total:
        return
    blocks = [Words([f"Antal röster: {figures.voices_words}."])]
    for table in figures.tables:
        if table.rows is None:
            blocks.append(Words([f"{table.heading}: för få för att visas."]))
        elif table.rows:
            rows = [(shown(str(row.label)), str(row.words)) for row in table.rows]
            blocks.append(
                Table(shown(str(table.heading)), [str(table.row_heading), str(table.unit).capitalize()], rows, [3, 1])
            )
    yield Part("I siffror", blocks)


def _led_to(viewpoints, findings):
    activities = {each.pk: each for row in [*viewpoints, *findings] for each in row.led_to}
    if activities:
        items = [shown(f"{each.title} ({each.progress.stage.label})") for each in activities.values()]
        yield Part("Det ledde till", [Items(items)])


# --- Words ---
def _paragraphs(text):
    found = [" ".join(part.split()) for part in shown(text).split("\n") if part.strip()]
    return [Words(found)] if found else []


def _day(day):
    return day_year(day) if day else ""


def _period(first, last):
    return f"{day_year(first)} – {day_year(last)}" if first and last else ""


def _clock(occasion):
    times = [each.strftime("%H.%M") for each in (occasion.start_time, occasion.end_time) if each]
    return "–".join(times)
