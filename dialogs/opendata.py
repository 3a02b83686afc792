"""What everybody may take and use: the public viewpoints and dialogues, with nothing in them of those who wrote.

The files are made while they are sent, in as many queries however much there is.
"""

import csv
import io
import json
from hashlib import sha256

from django.conf import settings
from django.db.models import Count, F, Max, OuterRef, Subquery
from django.http import StreamingHttpResponse
from django.utils import translation
from django.views.decorators.http import condition, require_safe

from arboga_loften.foundation import clock
from arboga_loften.foundation.models import Municipality
from arboga_loften.foundation.publishing import public
from arboga_loften.foundation.sheets import harmless
from dialogs.models import Answer, Channel, Decision, Dialogue, Finding, Place, Theme, Viewpoint, with_activities
from dialogs.small_numbers import FEW

LICENCE = {"name": "CC0 1.0", "url": "https://creativecommons.org/publicdomain/zero/1.0/deed.sv"}
CHUNK = 500
KEPT_SECONDS = 300

# Each field of a viewpoint and what it means, in the order of the columns.
VIEWPOINT = {
    "beteckning": "Synpunktens bestående namn.",
    "dialog": "Adressnamnet på dialogen där den sades; samma som i dialoger.json.",
    "dialogens_rubrik": "Dialogens rubrik.",
    "text": "Synpunkten så som den visas, granskad av en människa och utan personuppgifter.",
    "tema": "Tema, om det är angivet.",
    "plats": "Platsens namn i kommunens register. Tomt för känsliga teman, om platsen inte är ett helt område.",
    "kanal": "Hur den kom in.",
    "roster": "Hur många som sa det. Tomt om det inte är känt, och för känsliga teman när de är färre än fem.",
    "besked": "Vad den fick för besked. Tomt om den väntar på svar.",
    "svar": "Svaret i ord.",
    "besvarad": "Dagen för svaret.",
    "svarar": "Organisationen som svarade.",
    "overlamnat_till": "Organisationen som den är överlämnad till, om den är det.",
    "aktiviteter": "Adresser till de aktiviteter som den ledde till.",
    "adress": "Där den kan läsas.",
    "exempel": "Om den är påhittad för att visa hur webbplatsen fungerar.",
}
DIALOGUE = {
    "adressnamn": "Dialogens bestående namn.",
    "rubrik": "Dialogens rubrik.",
    "slag": "Slag av dialog.",
    "borjar": "Första dagen.",
    "slutar": "Sista dagen, om den är en annan.",
    "platser": "Platsernas namn.",
    "vardar": "De som höll i den.",
    "malgrupp": "För vem den var.",
    "deltagare": "Hur många som kom, om det är känt.",
    "synpunkter": "Hur många synpunkter som visas.",
    "besvarade": "Hur många av dem som har fått svar.",
    "svar_lovat": "Dagen då svar var lovat senast.",
    "alla_besvarade": "Dagen då alla hade fått svar.",
    "adress": "Där den kan läsas.",
    "exempel": "Om den är påhittad för att visa hur webbplatsen fungerar.",
}


# --- The rows ---
def viewpoints(on=None):
    """The public viewpoints, one at a time."""
    day = on or clock.today()
    led_to = _led_to(day)
    answer = Answer.objects.visible(day).filter(viewpoint=OuterRef("pk")).order_by("-answered_on", "-pk")
    rows = (
        Viewpoint.objects.visible(day)
        .order_by("-dialogue__starts_on", "-dialogue_id", "pk")
        .annotate(
            decision=Subquery(answer.values("decision")[:1]),
            answer=Subquery(answer.values("text")[:1]),
            answered_on=Subquery(answer.values("answered_on")[:1]),
            answered_by=Subquery(answer.values("organisation__name")[:1]),
            forwarded_to=Subquery(answer.values("forwarded_to__name")[:1]),
            dialogue_slug=F("dialogue__slug"),
            dialogue_title=F("dialogue__title"),
            theme_name=F("theme__name"),
            is_sensitive=F("theme__is_sensitive"),
            place_name=F("place__name"),
            place_kind=F("place__kind"),
        )
    )
    fields = ["pk", "reference", "text", "channel", "voices", "is_example", *rows.query.annotations]
    for row in rows.values(*fields).iterator(chunk_size=CHUNK):
        yield _viewpoint(row, led_to.get(row["pk"], []))


def _viewpoint(row, led_to):
    careful = row["is_sensitive"]
    near = careful and row["place_kind"] != Place.Kind.AREA
    few = careful and (row["voices"] or 0) < FEW
    slug, reference = row["dialogue_slug"], row["reference"]
    values = [
        reference,
        slug,
        row["dialogue_title"],
        row["text"],
        row["theme_name"],
        None if near else row["place_name"],
        str(Channel(row["channel"]).label),
        None if few else row["voices"],
        str(Decision(row["decision"]).label) if row["decision"] else None,
        row["answer"],
        _iso(row["answered_on"]),
        row["answered_by"],
        row["forwarded_to"],
        led_to,
        f"{_address(Dialogue(slug=slug))}#synpunkt-{reference}",
        row["is_example"],
    ]
    return dict(zip(VIEWPOINT, values, strict=True))


def _led_to(day):
    """Viewpoint → the addresses of the public activities that it led to."""
    rows = Viewpoint.objects.visible(day).filter(activities__isnull=False).distinct().only("pk")
    return {row.pk: [_address(activity) for activity in row.led_to] for row in with_activities(rows, day)}


def dialogues(on=None):
    """The public dialogues, the latest first."""
    day = on or clock.today()
    for row in Dialogue.objects.visible(day).with_counts(day).order_by("-starts_on", "-pk"):
        values = [
            row.slug,
            row.title,
            row.get_kind_display(),
            _iso(row.starts_on),
            _iso(row.ends_on),
            [place.name for place in row.places.all()],
            [host.name for host in row.hosts.all()],
            row.target_group or None,
            row.head_count,
            row.said,
            row.answered,
            _iso(row.answer_promised_on),
            _iso(row.answered_on),
            _address(row),
            row.is_example,
        ]
        yield dict(zip(DIALOGUE, values, strict=True))


def _address(row):
    return settings.SITE_URL + row.get_absolute_url()


def _iso(day):
    return day.isoformat() if day else None


# --- The files ---
def version(request):
    """Changes when anything that the files tell of has changed; the day counts, since rows have days of their own."""
    day = clock.today()
    activities = Viewpoint.activities.rel.related_model
    tracked = [Viewpoint, Answer, Dialogue, Place, Finding, activities]
    parts = [model.history.model.objects.aggregate(last=Max("history_id"))["last"] for model in tracked]
    parts += [Viewpoint.activities.through.objects.aggregate(n=Count("pk"), last=Max("pk"))]
    parts += [Viewpoint.objects.filter(public(on=day)).aggregate(n=Count("pk"), last=Max("pk"))]
    parts += [list(Theme.objects.order_by("pk").values_list("pk", "name", "is_sensitive")), day, settings.SITE_URL]
    return f'W/"{sha256(str(parts).encode()).hexdigest()[:32]}"'


def open_to_all(view):
    """Any site's script may fetch it (CORS), and a cache may keep it for a while."""

    def opened(request):
        # The data is in Swedish whatever the browser asks for, since programs read it.
        with translation.override("sv"):
            response = view(request)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return require_safe(opened)


@open_to_all
@condition(etag_func=version)
def viewpoints_csv(request):
    return _file(_in_swedish(_csv(viewpoints())), "text/csv; charset=utf-8", "synpunkter.csv")


@open_to_all
@condition(etag_func=version)
def viewpoints_json(request):
    return _file(_in_swedish(_json("synpunkter", VIEWPOINT, viewpoints())), "application/json", "synpunkter.json")


@open_to_all
@condition(etag_func=version)
def dialogues_json(request):
    return _file(_in_swedish(_json("dialoger", DIALOGUE, dialogues())), "application/json", "dialoger.json")


def _file(pieces, kind, name):
    response = StreamingHttpResponse(pieces, content_type=kind)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _in_swedish(pieces):
    """The pieces are made after the view has returned, so the language is set for each."""
    pieces = iter(pieces)
    while True:
        with translation.override("sv"):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def _csv(rows):
    yield _line(VIEWPOINT)
    for row in rows:
        yield _line(_flat(value) for value in row.values())


def _line(values):
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(values)
    return out.getvalue()


def _flat(value):
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return harmless(" ".join(value) if isinstance(value, list) else value)


def _json(key, fields, rows):
    """One object: what it is (`meta`), and the rows, one a line."""
    meta = {
        "beskrivning": "Det som invånare har sagt i dialoger med kommun och polis, och vad de fick för svar.",
        "utgivare": Municipality.objects.current().name,
        "licens": LICENCE,
        "hamtad": clock.today().isoformat(),
        "falt": fields,
    }
    yield f'{{"meta": {_dumped(meta)},\n"{key}": ['
    for place, row in enumerate(rows):
        yield (",\n" if place else "\n") + _dumped(row)
    yield "\n]}\n"


def _dumped(value):
    return json.dumps(value, ensure_ascii=False)
