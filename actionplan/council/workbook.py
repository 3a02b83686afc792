"""The report as tables for whoever counts: numbers as numbers, days as days. From the content alone, as the document is."""

from datetime import date
from decimal import Decimal

from django.conf import settings

from actionplan.council.document import before_and_after, facts_of, title_of
from actionplan.council.reading import Reading
from actionplan.status import Stage
from arboga_loften.foundation.sheets import Sheet

ACTIVITIES = {
    "Fokusområde": 30,
    "Nr": 6,
    "Aktivitet": 40,
    "Det vi lovar": 50,
    "Vem lovar": 24,
    "Vad de säger": 36,
    "Mål minst": 10,
    "Enhet": 16,
    "Först lovat": 11,
    "Gjort i perioden": 15,
    "Gjort hittills": 13,
    "Börjar": 12,
    "Klart senast": 13,
    "Först lovat datum": 16,
    "Läge": 26,
    "Kontroll": 26,
    "Varför": 50,
    "Rådet": 14,
    "Rådets anteckning": 40,
    "Löftet": 18,
    "Exempeldata": 12,
    "Adress": 40,
}


def sheets_of(content, sha256=""):
    """The workbook's sheets. `sha256` is "" for a draft, which says so."""
    report = Reading(content, sha256, is_draft=not sha256)
    return [
        _about(report),
        Sheet("aktiviteter", "Aktiviteter", ACTIVITIES, _activities(report)),
        Sheet("andrat", "Ändrat sedan sist", CHANGES, _changes(report)),
        Sheet("tillfallen", "Tillfällen i perioden", OCCURRENCES, _occurrences(report)),
        Sheet("fragor", "Frågor och svar", QUESTIONS, _questions(report)),
        Sheet("stallningstaganden", "Ställningstaganden", DECISIONS, _decisions(report)),
        Sheet("fokusomraden", "Fokusområden", AREAS, _areas(report)),
        Sheet("matt", "Mått", INDICATORS, _indicators(report)),
    ]


def _about(report):
    rows = [("Rapport", title_of(report)), *facts_of(report)]
    # The whole sum as it is, so that it can be looked for; and days as days.
    known = {
        "Kontrollsumma": report.sha256,
        "Uppgifterna gäller": report.day,
        "Version": report.version,
    }
    rows = [(name, known.get(name, value)) for name, value in rows]
    if previous := report.content.get("previous"):
        rows += [("Föregående rapport", previous["key"]), ("Föregående kontrollsumma", previous["sha256"])]
    rows += [("Sammanfattning", report.summary)] if report.summary else []
    rows += [(f"Aktiviteter: {words}", number) for _pane, words, number in report.figures]
    rows += [("Aktiviteter i planen", report.tally["total"]), ("Aktiviteter med varning", report.tally["warned"])]
    return Sheet("om", "Om rapporten", {"Uppgift": 34, "Innehåll": 80}, rows)


def _activities(report):
    names = {area.number: area.title for area in report.areas}
    for told, raw in zip(report.activities, report.content["activities"], strict=True):
        review = told.review
        yield [
            names.get(told.area, ""),
            told.label,
            told.title,
            told.goal,
            "; ".join(party.name for party in told.parties),
            "; ".join(f"{party.name}: {party.sign.label}" for party in told.parties),
            told.target,
            told.unit if told.target else "",
            told.first_target,
            told.done_in_period,
            told.outcome,
            told.starts_on,
            told.due_on,
            told.first_due_on,
            told.stage_label,
            "; ".join(str(sign.label) for sign in told.warnings),
            " ".join(reason["text"] for reason in raw["reasons"]),
            review.sign.label if review else "",
            review.note if review else "",
            review.fulfilment.label if review and review.fulfilment else "",
            raw["is_example"],
            settings.SITE_URL + told.url,
        ]


CHANGES = {"Vad": 24, "Nr": 6, "Aktivitet": 40, "Vem": 20, "Förut": 30, "Nu": 30, "Varför": 50, "Dag": 12}


def _changes(report):
    for group in report.news:
        for row in group.rows:
            told = before_and_after(row)
            before, after = map(int, told) if row.kind == "outcome" else told
            yield [str(group.heading), row.label, row.title, row.party, before, after, row.reason, row.on]


OCCURRENCES = {"Nr": 6, "Aktivitet": 40, "Dag": 12, "Antal": 8, "Plats": 24, "Om det": 50}


def _occurrences(report):
    for told in report.activities:
        for row in told.done:
            yield [told.label, told.title, row["on"], row["count"], row["place"], row["note"]]


QUESTIONS = {
    "Nr": 6,
    "Aktivitet": 40,
    "Ställd på mötet": 16,
    "Dag": 12,
    "Till": 20,
    "Fråga": 50,
    "Svar senast": 13,
    "Svarade": 12,
    "Svar": 50,
}


def _questions(report):
    """Those of earlier meetings with their answers, then those of this one."""
    asked_now = (each for told in report.content["activities"] for each in told["questions"])
    for each in [*report.content["questions"], *asked_now]:
        yield [
            each["label"],
            each["title"],
            each["asked_at"],
            _day(each["asked_on"]),
            each["to"],
            each["text"],
            _day(each["answer_by"]),
            _day(each["answered_on"]),
            each["answer"],
        ]


DECISIONS = {"Nr": 9, "Ställningstagande": 60, "Om aktivitet": 40, "Diarienummer": 20}


def _decisions(report):
    for each in report.decisions:
        about = each["about"]
        yield [each["number"], each["text"], f"{about.label} {about.title}" if about else "", each["registry_number"]]


AREAS = {
    "Nr": 6,
    "Fokusområde": 36,
    "Klart": 10,
    "På gång": 10,
    "Inte börjat": 12,
    "Pausat, flyttat eller avbrutet": 28,
    "Aktiviteter": 12,
    "Med varning": 13,
    "Sammanfattning": 60,
    "Mål": 40,
    "Målet": 18,
    "Hur vi vet det": 40,
}


def _areas(report):
    for area in report.areas:
        counts = [*(area.tally.get(stage.value, 0) for stage in Stage), area.total, area.tally["warned"]]
        judged = area.fulfilment.label if area.fulfilment else ""
        yield [area.number, area.title, *counts, area.summary, area.goal, judged, area.fulfilment_note]


INDICATORS = {"Fokusområde": 30, "Mått": 36, "Var": 24, "Period": 16, "Värde": 10, "Enhet": 14, "Preliminärt": 12}
INDICATORS |= {"Nytt sedan sist": 16, "Källa": 36, "Förbehåll": 50, "Anteckning": 40}


def _indicators(report):
    for each in report.indicators:
        for value in each["values"]:
            yield [
                each["area_name"],
                each["name"],
                each["where"],
                value["period"],
                _number(value["value"]),
                each["unit"],
                value["is_preliminary"],
                value["is_new"],
                value["source"],
                each["caveat"],
                value["note"],
            ]


def _number(text):
    return Decimal(text.replace(",", ".")) if text is not None else None


def _day(text):
    return date.fromisoformat(text) if text else None
