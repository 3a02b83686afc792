"""Every component in every state, for those who build: the first place to look, and the page that axe reads hardest."""

from datetime import date
from types import SimpleNamespace

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.board import tally
from actionplan.progress import Facts, Said, judge
from actionplan.status import Flag, Stage, Status
from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation import qr
from arboga_loften.foundation.bars import draw_bars
from arboga_loften.foundation.houses import KINDS, draw_house, in_rows
from arboga_loften.foundation.mapping import Map, Mark, parse_shape
from arboga_loften.foundation.models import Source
from dialogs.models import Answer, Decision, Dialogue, Review, Viewpoint, WalkStop

DAY = date(2024, 10, 15)
TOKENS = ["page", "surface", "sunken", "ink", "thread", "field", "link", "done", "wait", "error"]
KNOTS = ["voice", "finding", "area", "activity", "result"]
HAPPENED = ["start", "occurrence", "follow_up", "moved", "target", "goal", "withdrawn", "cancelled", "planned", "due"]


@require_safe
def gallery(request):
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    municipality = Organisation(short_name="Kommunen", kind=Organisation.Kind.MUNICIPALITY)
    police = Organisation(short_name="Polisen", kind=Organisation.Kind.POLICE)
    viewpoint = _viewpoint()
    context = {
        "tokens": TOKENS,
        "statuses": Status,
        "decisions": Decision,
        "flags": Flag,
        "stages": Stage,
        "senders": [[municipality], [police], [municipality, police]],
        "goals": [_progress(outcome, target, municipality) for outcome, target in GOALS],
        "together": _progress(3, 4, municipality, police, statuses=(Status.COMPLETED, None)),
        "houses": [draw_house(n + 1, _mixed(n * 3)) for n in range(5)],
        "many": [draw_house(n + 1, _mixed(count)) for n, count in enumerate((0, 12, 40, 60, 400))],
        "street": in_rows([_of_area(n) for n in range(1, 8)]),
        "tally": tally([SimpleNamespace(progress=_progress(4, 4, municipality, statuses=(s,))) for s in Status]),
        "knots": KNOTS,
        "happened": HAPPENED,
        "viewpoint": viewpoint,
        "answers": [_answer(decision, municipality) for decision in (Decision.DONE, Decision.DECLINED)],
        "alerts": ["info", "ok", "warn", "error"],
        "sources": [Source(title="Medborgarlöfte", publisher="Arboga kommun", url="https://www.arboga.se/", dated=DAY)],
        "maps": {"said": _map_of_what_was_said(), "choices": [_map_to_mark_on(*each) for each in SHAPES.items()]},
        "form": EveryField({"email": "anna.exempel.se"}),
        "bars": draw_bars(SHARES),
        "qr": qr.draw("https://loften.example.se/synpunkt/"),
        "reviews": Review,
        "stop_signs": WalkStop.Now,
        "page": Paginator(range(200), 10).get_page(7),
        "day": DAY,
    }
    return render(request, "portal/gallery.html", context)


class EveryField(forms.Form):
    """Each kind of field that the form pack draws, sent in with faults."""

    place = forms.CharField(label="Plats", required=False, help_text="Till exempel en gata eller en park.")
    email = forms.EmailField(label="E-post", help_text="Vi svarar hit.")
    who = forms.ChoiceField(label="Vem lovar", choices=[("k", "Kommunen"), ("p", "Polisen")])
    words = forms.CharField(label="Vad har hänt?", widget=forms.Textarea)
    follow = forms.MultipleChoiceField(
        label="Vad vill du följa?", choices=[("t", "Trafik"), ("d", "Dialoger")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="Jag har läst om personuppgifter")
    locked = forms.CharField(label="Diarienummer", disabled=True, required=False, initial="KS 123/2024")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.add_input(Submit("visa", "Visa"))


# A label, its figures now and earlier, and whether its words stay Swedish in English.
SHARES = [
    ("Bättre ljus", [(41, "41 %"), (35, "35 %")], True),
    ("Poliser och ordningsvakter som syns", [(22, "22 %"), (30, "30 %")], True),
    ("Inget tema angivet", [(None, "färre än 5"), (6, "6 %")], False),
    ("Renare och helare", [(0, "0 %"), (0, "0 %")], True),
]
GOALS = [(0, 1), (3, 4), (4, 4), (17, 20), (412, 400), (5, None)]


def _progress(outcome, target, *parties, statuses=(Status.ONGOING,)):
    said = tuple(Said(organisation=party, status=status) for party, status in zip(parties, statuses, strict=False))
    unit = "tillfällen" if target else ""
    facts = Facts(date(2024, 2, 1), date(2024, 11, 30), said, target=target, unit=unit, outcome=outcome)
    return judge(facts, DAY)


def _mixed(count):
    return [KINDS[i % len(KINDS)] for i in range(count)]


def _of_area(number):
    area = SimpleNamespace(name=f"Fokusområde {number}", get_absolute_url="#husen")
    return SimpleNamespace(area=area, house=draw_house(number, _mixed(number)), tally=None)


def _viewpoint():
    dialogue = Dialogue(slug="exempel", title="Trygghetsvandring vid Resecentrum")
    text = "Man ser inte var man sätter fötterna mellan stationen och parkeringen."
    return Viewpoint(dialogue=dialogue, reference="x", text=text, voices=3, is_example=True)


def _answer(decision, organisation):
    text = "Två lampor är lagade och en buske är nedklippt. Tre nya stolpar kommer före jul."
    return Answer(decision=decision, text=text, answered_on=DAY, organisation=organisation)


# Points in a row, laid out to show the drawing. They are no places.
SHAPES = {
    "tom": "",
    "plats": "[[59.3939,15.8388]]",
    "stracka": "[[59.39,15.82],[59.395,15.83],[59.393,15.85]]",
}


def _map_of_what_was_said():
    shapes = {
        "Exempelplatsen": "[[59.3939,15.8388]]",
        "Exempelvägen": SHAPES["stracka"],
        "Långt bort": "[[59.45,15.7]]",
    }
    pins = [
        Mark(label, parse_shape(text), f"#karta-{number}")
        for number, (label, text) in enumerate(shapes.items(), start=1)
    ]
    return Map("Karta över exempel", pins=pins)


def _map_to_mark_on(name, value):
    places = [Mark("Exempelby", [[59.42, 15.75]]), Mark("Exempelköping", [[59.36, 15.9]])]
    return Map("Markera på en karta", places=places, name=name, value=value)
