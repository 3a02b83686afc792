"""The rules of honest status, for everybody to read: "Så bedömer vi". Each has a case that the rules themselves judge.

What the page says of a case is what `judge` answers, so the page can't promise another rule than the one that is used.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from actionplan.progress import Facts, Progress, Said, judge
from actionplan.status import Flag, Status
from arboga_loften.accounts.models import Organisation

STARTS, DUE, ENDS, TODAY = date(2024, 2, 1), date(2024, 11, 30), date(2024, 12, 31), date(2024, 10, 15)
LONG_AGO, LATELY = TODAY - timedelta(days=120), TODAY - timedelta(days=10)


@dataclass(frozen=True)
class Case:
    """Something that could happen, in words, and how it is judged."""

    words: str
    progress: Progress

    @property
    def told(self):
        """What stands beside an activity whose promise has been changed."""
        facts = self.progress.facts
        return [reason.text for reason in self.progress.concerns] if facts.has_moved or facts.was_lowered else []


@dataclass(frozen=True)
class Rule:
    """A rule in words, with the cases that show it; `flag` is what it puts on an activity."""

    key: str
    heading: str
    words: str
    cases: tuple[Case, ...]
    flag: Flag | None = None


def rules():
    """Every rule with its cases, judged now. The activity of the cases lasts from 1 February to 30 November 2024."""
    return [*_of_what_is_said(), *_of_time(), *_of_what_was_promised()]


def _of_what_is_said():
    """When a word counts, and whose."""
    return [
        Rule(
            "klar",
            _("Klart är det som går att visa"),
            _(
                "Att någon säger ”genomförd” räcker inte. Finns ett mål i siffror ska det vara nått. Finns inget mål behövs "
                "ett underlag: ett tillfälle eller en länk som visar att det är gjort."
            ),
            (
                _case(_("4 tillfällen lovade, 4 gjorda, sagt genomförd"), [Status.COMPLETED], target=4, outcome=4),
                _case(
                    _("Inget mål i siffror, sagt genomförd, med ett underlag"), [Status.COMPLETED], has_evidence=True
                ),
                _case(_("4 tillfällen lovade, 4 gjorda, sagt att det pågår"), [Status.ONGOING], target=4, outcome=4),
            ),
        ),
        Rule(
            "underlag",
            _("Det som sägs men inte syns"),
            _("Den som säger ”genomförd” utan att målet är nått, eller utan underlag, får det märkt så att alla ser."),
            (
                _case(_("4 tillfällen lovade, 3 gjorda, sagt genomförd"), [Status.COMPLETED], target=4, outcome=3),
                _case(_("Inget mål i siffror, sagt genomförd, inget underlag"), [Status.COMPLETED]),
            ),
            Flag.NO_EVIDENCE,
        ),
        Rule(
            "tillsammans",
            _("Den som lovar tillsammans svarar tillsammans"),
            _(
                "Kommunen och polisen säger var för sig hur deras del går. En part kan inte göra den gemensamma aktiviteten "
                "klar, och en parts ord täcker inte att den andra är tyst."
            ),
            (
                _case(
                    _("Målet nått, kommunen säger genomförd, polisen säger att det pågår"),
                    [Status.COMPLETED, Status.ONGOING],
                    target=4,
                    outcome=4,
                ),
                _case(_("Båda säger genomförd och målet är nått"), [Status.COMPLETED] * 2, target=4, outcome=4),
                _case(
                    _("Kommunen berättade nyss, polisen har inte sagt något nytt på länge"),
                    [Status.ONGOING] * 2,
                    news=[LATELY, LONG_AGO],
                ),
            ),
        ),
    ]


def _of_time():
    """What the calendar makes of it, whatever anybody says."""
    return [
        Rule(
            "forsenad",
            _("Försenad blir man av sig själv"),
            _(
                "Dagen efter slutdatumet märks det som inte är klart. Ingen skriver in det och ingen kan ta bort det. En paus "
                "stoppar inte almanackan. Det som har avbrutits öppet, med skäl, är inte försenat."
            ),
            (
                _case(_("Slutdatum i går, pågår"), [Status.ONGOING], due_on=TODAY - timedelta(days=1)),
                _case(_("Slutdatum i dag, pågår"), [Status.ONGOING], due_on=TODAY),
                _case(_("Slutdatum i går, pausad"), [Status.PAUSED], due_on=TODAY - timedelta(days=1)),
                _case(_("Slutdatum i går, avbruten med skäl"), [Status.CANCELLED], due_on=TODAY - timedelta(days=1)),
            ),
            Flag.LATE,
        ),
        Rule(
            "efter-plan",
            _("Efter plan: antalet mot tiden"),
            _(
                "Vi räknar hur mycket av tiden som har gått och jämför med hur mycket som är gjort, i jämn takt och avrundat "
                "neråt. Det som är inbokat räcker för att inte märkas."
            ),
            (
                _case(_("10 tillfällen lovade, 4 gjorda, inget inbokat"), [Status.ONGOING], target=10, outcome=4),
                _case(
                    _("10 tillfällen lovade, 4 gjorda, 6 inbokade"), [Status.ONGOING], target=10, outcome=4, booked=6
                ),
            ),
            Flag.BEHIND,
        ),
        Rule(
            "tyst",
            _("Den som tystnar märks"),
            _(
                "Har inget nytt berättats på så länge som planen tillåter, som regel 90 dagar, märks aktiviteten. Att bekräfta "
                "att allt är som förut är bra, men det är inte något nytt."
            ),
            (
                _case(_("Sagt att det pågår för 120 dagar sedan, inget sedan dess"), [Status.ONGOING], news=[LONG_AGO]),
                _case(_("Samma, men bekräftat i går"), [Status.ONGOING], news=[LONG_AGO], confirms=True),
                _case(
                    _("Sagt för 120 dagar sedan, men ett tillfälle för 10 dagar sedan"),
                    [Status.ONGOING],
                    news=[LONG_AGO],
                    last_done_on=LATELY,
                ),
            ),
            Flag.STALE,
        ),
    ]


def _of_what_was_promised():
    """What is changed, given up or left, in the open."""
    return [
        Rule(
            "flyttat",
            _("Det som flyttas eller sänks syns"),
            _(
                "Ett publicerat slutdatum, mål eller löfte ändras aldrig i tysthet. Det gamla står kvar bredvid det nya, med "
                "dag, skäl och vilken funktion som ändrade. Vi räknar mot det som gäller nu, och säger hur det vore mot det "
                "som först lovades."
            ),
            (
                _case(
                    _("Slutdatumet flyttat från 30 september till 30 november"),
                    [Status.ONGOING],
                    first_due_on=date(2024, 9, 30),
                ),
                _case(
                    _("Först lovades 6 tillfällen, sedan 4. Fyra gjorda, sagt genomförd"),
                    [Status.COMPLETED],
                    target=4,
                    outcome=4,
                    first_target=6,
                ),
            ),
        ),
        Rule(
            "skal",
            _("Pausad, avbruten, flyttad och delvis genomförd behöver skäl"),
            _(
                "Den som säger något av det måste skriva varför, så att alla kan läsa. Utan skäl går det inte att spara. Det "
                "räknas inte som klart."
            ),
            (
                _case(_("Pausad, med skäl"), [Status.PAUSED]),
                _case(_("Delvis genomförd, med skäl, 3 av 4 gjorda"), [Status.PARTLY_COMPLETED], target=4, outcome=3),
                _case(_("Flyttad till nästa år, med skäl"), [Status.CARRIED_OVER]),
            ),
        ),
        Rule(
            "slut",
            _("När året är slut"),
            _("Då blir det inte försenat längre. Det som inte blev klart märks så, och står kvar."),
            (_case(_("Pågår när året är slut"), [Status.ONGOING], on=ENDS + timedelta(days=15)),),
            Flag.UNFINISHED,
        ),
        Rule(
            "i-fas",
            _("I fas"),
            _("Det som är på gång och inte har något av det ovanför är i fas."),
            (_case(_("4 tillfällen lovade, 3 gjorda, berättat nyss"), [Status.ONGOING], target=4, outcome=3),),
            Flag.ON_TRACK,
        ),
    ]


def _case(words, statuses, *, on=TODAY, news=None, confirms=False, **facts):
    parties = [
        Organisation(short_name="Kommunen", kind=Organisation.Kind.MUNICIPALITY),
        Organisation(short_name="Polisen", kind=Organisation.Kind.POLICE),
    ]
    news = news or [LATELY] * len(statuses)
    said = tuple(
        Said(parties[n], status=status, on=news[n], news_on=news[n], confirms_only=confirms)
        for n, status in enumerate(statuses)
    )
    given = {"starts_on": STARTS, "due_on": DUE, "first_due_on": facts.get("due_on", DUE), "year_ends_on": ENDS}
    unit = {"unit": str(_("tillfällen"))} if "target" in facts else {}
    return Case(words, judge(Facts(said=said, **(given | unit | facts)), on))
