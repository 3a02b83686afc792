"""Rows to test with: public from the start of the promise's year, linked as the chain asks, each made with one call.

Every function takes the model's own fields as keyword arguments, and gives the rest sensible words. What a row hangs on
is made when it isn't given: `make_activity()` alone gives a plan, a promise of 2024 and a focus area to hang in.
`published=False` makes a draft and `publish_on=` a row whose day may not have come.
"""

from datetime import date
from itertools import count

from django.utils.text import slugify

from actionplan.models import ActionPlan, Activity, Commitment, CouncilMeeting, Seat
from actionplan.periods import periods_of
from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation.models import Source
from dialogs.models import Answer, Decision, Dialogue, Finding, Place, Submission, Theme, Viewpoint
from focusareas.models import (
    CooperationAgreement,
    FocusArea,
    Indicator,
    Milestone,
    Promise,
    SituationReport,
    SituationSection,
)

YEAR = 2024
LONG_AGO = date(2015, 1, 1)
NAMES = {
    "municipality": ("kommunen", "Arboga kommun", "Kommunen", 1),
    "police": ("polisen", "Polisen, lokalpolisområde Västra Mälardalen", "Polisen", 2),
    "housing": ("rådhuset", "Rådhuset i Arboga AB", "Rådhuset", 100),
    "authority": ("trafikverket", "Trafikverket", "Trafikverket", 100),
}

_numbers = count(1)


def _next():
    return next(_numbers)


def _publish(row, published, publish_on):
    if published:
        row.publish(on=publish_on or LONG_AGO)
    row.save()
    return row


def _link(row, **links):
    for name, related in links.items():
        if related:
            getattr(row, name).set(related)
    return row


# --- The ground ---
def organisation(kind="municipality", **fields):
    """The organisation of a kind: the same one each time that it is asked for."""
    slug, name, short_name, order = NAMES.get(kind, (kind, kind.title(), kind.title(), 100))
    defaults = {"name": name, "short_name": short_name, "kind": kind, "order": order, **fields}
    return Organisation.objects.get_or_create(slug=slugify(slug), defaults=defaults)[0]


def make_source(**fields):
    n = _next()
    return Source.objects.create(**{"key": f"kalla-{n}", "title": f"Källa {n}", "publisher": "Arboga kommun", **fields})


def make_theme(name="Trafik", **fields):
    return Theme.objects.get_or_create(slug=slugify(name), defaults={"name": name, **fields})[0]


def make_place(name="Nytorget", **fields):
    found = Place.objects.filter(slug=slugify(name)).first()
    return found or Place.objects.create(slug=slugify(name), name=name, **fields)


# --- Voices ---
def make_dialogue(
    *, published=True, publish_on=None, hosts=("municipality", "police"), places=(), sources=(), **fields
):
    n = _next()
    words = {"slug": f"dialog-{n}", "title": f"Trygghetsdialog {n}", "starts_on": date(2024, 3, 6), **fields}
    dialogue = _publish(Dialogue(**words), published, publish_on)
    return _link(dialogue, hosts=[organisation(kind) for kind in hosts], places=places, sources=sources)


def open_dialogue(**fields):
    """A dialogue that takes viewpoints on the website on the tests' day, and has promised answers by 30 November."""
    days = {"opens_on": date(2024, 10, 1), "closes_on": date(2024, 10, 31), "answer_promised_on": date(2024, 11, 30)}
    return make_dialogue(**{"starts_on": date(2024, 10, 1), "ends_on": date(2024, 10, 31), **days, **fields})


def make_submission(*, dialogue=None, **fields):
    """What came in, as a row alone. `intake.receive` is how it comes about on the site."""
    n = _next()
    words = {"key_digest": f"{n:064}", "text": f"Det är mörkt vid gångbron ({n}).", **fields}
    return Submission.objects.create(dialogue=dialogue or open_dialogue(), **words)


def make_viewpoint(
    *, answer=None, published=True, publish_on=None, dialogue=None, sources=(), submissions=(), **fields
):
    """A viewpoint; `answer` is a Decision, or a dict with the answer's fields, and gives it a public answer."""
    n = _next()
    words = {"reference": f"synpunkt-{n}", "text": f"Det är mörkt vid gångbron ({n}).", **fields}
    viewpoint = Viewpoint(dialogue=dialogue or make_dialogue(), **words)
    _link(_publish(viewpoint, published, publish_on), sources=sources, submissions=submissions)
    if answer:
        make_answer(viewpoint, **(answer if isinstance(answer, dict) else {"decision": answer}))
    return viewpoint


def make_answer(viewpoint, *, published=True, publish_on=None, organisation=None, sources=(), **fields):
    words = {"decision": Decision.DONE, "text": "Lampan är lagad.", "answered_on": date(2024, 4, 2), **fields}
    if words["decision"] == Decision.FORWARDED:
        words.setdefault("forwarded_to", _organisation("authority"))
    answer = Answer(viewpoint=viewpoint, organisation=_organisation(organisation or "municipality"), **words)
    return _link(_publish(answer, published, publish_on), sources=sources)


def make_finding(*, viewpoints=(), published=True, publish_on=None, dialogue=None, sources=(), **fields):
    n = _next()
    if dialogue is None:
        dialogue = viewpoints[0].dialogue if viewpoints else make_dialogue()
    words = {"slug": f"fynd-{n}", "title": f"Mörkt på flera ställen ({n})", "text": "Ljuset saknas.", **fields}
    finding = _publish(Finding(dialogue=dialogue, **words), published, publish_on)
    return _link(finding, viewpoints=viewpoints, sources=sources)


# --- The promise ---
def make_promise(
    year=YEAR, *, published=True, publish_on=None, parties=("municipality", "police"), sources=(), **fields
):
    """The promise of a year: the same one each time, if no other field is given. Without a year it is never the same."""
    found = Promise.objects.filter(year=year).first() if year and not fields else None
    if found:
        return found
    of_year = {"valid_from": date(year, 1, 1), "valid_to": date(year, 12, 31)} if year else {}
    words = {
        "slug": str(year or f"tidigt-{_next()}"),
        "title": f"Medborgarlöfte {year}" if year else "Ett tidigt löfte",
        "summary": "Vi lovar att lyssna.",
        **of_year,
        **fields,
    }
    promise = _publish(Promise(year=year, **words), published, publish_on)
    return _link(promise, parties=[organisation(kind) for kind in parties], sources=sources)


def make_area(
    promise=None, *, published=True, publish_on=None, findings=(), themes=(), sources=(), number=None, **fields
):
    promise = promise or make_promise()
    number = number or promise.focus_areas.count() + 1
    words = {"slug": f"omrade-{number}", "title": f"Fokusområde {number}", "problem": "Trafiken går fort.", **fields}
    area = _publish(FocusArea(promise=promise, number=number, **words), published, publish_on)
    return _link(area, findings=findings, themes=themes, sources=sources)


def make_milestone(promise=None, *, published=True, publish_on=None, places=(), sources=(), **fields):
    n = _next()
    words = {
        "slug": f"handelse-{n}",
        "title": f"Försök med ordningsvakter ({n})",
        "text": "Ordningsvakter gick 12 pass.",
        "starts_on": date(2024, 5, 2),
        **fields,
    }
    milestone = _publish(Milestone(promise=promise or make_promise(), **words), published, publish_on)
    return _link(milestone, places=places, sources=sources)


def make_report(promise=None, *, published=True, publish_on=None, sources=(), **fields):
    """A situation report without sections; `make_section(report, …)` adds one."""
    n = _next()
    words = {"slug": f"lagesbild-{n}", "title": f"Gemensam lägesbild ({n})", "dated_on": date(2024, 1, 1), **fields}
    report = SituationReport(promise=promise or make_promise(), **words)
    return _link(_publish(report, published, publish_on), sources=sources)


def make_section(report, kind="reported", *, findings=(), sources=(), **fields):
    words = {"heading": "Anmälda brott", "text": "Bedrägerierna ökar.", "order": report.sections.count() + 1, **fields}
    return _link(SituationSection.objects.create(report=report, kind=kind, **words), findings=findings, sources=sources)


# --- The plan ---
def make_plan(promise=None, *, published=True, publish_on=None, sources=(), **fields):
    """The plan of a promise: the same one each time, if no field is given."""
    promise = promise or make_promise()
    found = ActionPlan.objects.filter(promise=promise).first() if not fields else None
    if found:
        return found
    plan = ActionPlan(promise=promise, **{"title": f"Handlingsplan {promise.slug}", **fields})
    return _link(_publish(plan, published, publish_on), sources=sources)


def make_activity(
    area=None,
    *,
    commitments=("municipality",),
    published=True,
    publish_on=None,
    number=None,
    viewpoints=(),
    findings=(),
    places=(),
    themes=(),
    participants=(),
    sources=(),
    **fields,
):
    """An activity with its parties' commitments (kinds of organisation), in a plan, under way all through its year."""
    area = area or FocusArea.objects.filter(promise=make_promise()).first() or make_area()
    if not ActionPlan.objects.filter(promise=area.promise).exists():
        make_plan(area.promise)
    year = area.promise.year or YEAR
    number = number or area.activities.count() + 1
    words = {
        "slug": f"aktivitet-{number}",
        "title": f"Aktivitet {number}",
        "goal": "Vi är ute minst fyra gånger.",
        "starts_on": date(year, 1, 1),
        "due_on": date(year, 12, 31),
        **fields,
    }
    activity = _publish(Activity(focus_area=area, number=number, **words), published, publish_on)
    for kind in commitments:
        Commitment.objects.create(activity=activity, organisation=organisation(kind), responsible=f"Samordnare, {kind}")
    return _link(
        activity,
        viewpoints=viewpoints,
        findings=findings,
        places=places,
        themes=themes,
        participants=[_organisation(each) for each in participants],
        sources=sources,
    )


# --- The council ---
def make_meeting(plan=None, period=3, *, published=True, publish_on=None, seats=(), **fields):
    """The meeting that follows up a quarter (1–4) of a plan's year; held on the proposed day. `seats` are functions."""
    plan = plan or make_plan()
    quarter = list(periods_of(plan.promise.year or YEAR, "quarter"))[period - 1]
    words = {
        "key": quarter.key,
        "period_from": quarter.starts_on,
        "period_to": quarter.ends_on,
        "on": quarter.meets_on,
        "place": "Rådhuset",
        **fields,
    }
    meeting = _publish(CouncilMeeting(plan=plan, **words), published, publish_on)
    for function in seats:
        Seat.objects.create(meeting=meeting, function=function)
    return meeting


def make_indicator(area=None, *, published=True, publish_on=None, **fields):
    """Something that is measured, without values; `IndicatorValue` rows are written as ledgers are."""
    n = _next()
    words = {"name": f"Medelfart ({n})", "unit": "km/tim", "measured_where": "Infarten", **fields}
    return _publish(Indicator(focus_area=area or make_area(), **words), published, publish_on)


def make_agreement(*, published=True, publish_on=None, parties=("municipality", "police"), sources=(), **fields):
    words = {"title": "Samverkansöverenskommelse", "valid_from": date(2022, 1, 1), **fields}
    agreement = _publish(CooperationAgreement(**words), published, publish_on)
    return _link(agreement, parties=[organisation(kind) for kind in parties], sources=sources)


def _organisation(which):
    """An Organisation, from itself or from its kind."""
    return which if isinstance(which, Organisation) else organisation(which)
