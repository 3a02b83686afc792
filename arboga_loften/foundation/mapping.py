"""A point or a road stretch on a map: read with care from a form, made coarse where a home must not show, and drawn.

A shape is `[[lat, lng], …]`, with one point for a place and 2–50 for a stretch. The map is an extra beside words that do
the same job, so nothing here is ever required.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, floor, radians

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

MOST_POINTS = 50
DECIMALS = 5  # about a metre
LONGEST_TEXT = 2_000
KM_PER_DEGREE = 111.32
# A mark farther away than this from the middle of the map is a slip of the hand.
REACH = (1.0, 2.0)
SWEDEN = ((55.0, 70.0), (10.0, 25.0))


# --- What comes in ---
def parse_shape(text: str | None) -> list[list[float]] | None:
    """The shape that a form sent in, or None where nothing is marked. Whatever isn't a shape is refused in words."""
    if not text or not text.strip():
        return None
    if len(text) > LONGEST_TEXT:
        raise _unreadable()
    try:
        points = json.loads(text)
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if not isinstance(points, list) or not all(_is_pair(point) for point in points):
        raise _unreadable()
    if len(points) > MOST_POINTS:
        raise ValidationError(
            gettext("Sträckan har för många punkter. Rita den med högst %(most)d.") % {"most": MOST_POINTS}, "too_many"
        )
    if not all(_is_near(point) for point in points):
        raise ValidationError(
            gettext("Markeringen på kartan ligger för långt bort. Flytta den, eller ta bort den och skriv var det är."),
            "too_far",
        )
    return _without_double_taps([[round(float(number), DECIMALS) for number in point] for point in points]) or None


def _unreadable():
    return ValidationError(
        gettext("Vi kunde inte läsa markeringen på kartan. Markera igen, eller skriv var det är."), "unreadable"
    )


def _is_pair(point):
    return isinstance(point, list) and len(point) == 2 and all(type(number) in (int, float) for number in point)


def _is_near(point):
    # Compared as it came: neither "not a number" nor a number that is too large for a float passes.
    return all(
        low <= number <= high and abs(number - middle) <= reach
        for number, (low, high), middle, reach in zip(point, SWEDEN, settings.MAP_CENTRE, REACH, strict=True)
    )


def _without_double_taps(points):
    return [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]


# --- What is done with it ---
def is_line(shape: Sequence[Sequence[float]]) -> bool:
    return len(shape) > 1


def written(shape: Sequence[Sequence[float]] | None) -> str:
    """The shape as the form's hidden field holds it."""
    return json.dumps(shape, separators=(",", ":")) if shape else ""


def geojson(shape: Sequence[Sequence[float]]) -> dict:
    """The shape as a geometry in GeoJSON, where the longitude comes first."""
    turned = [[lng, lat] for lat, lng in shape]
    if is_line(shape):
        return {"type": "LineString", "coordinates": turned}
    return {"type": "Point", "coordinates": turned[0]}


def coarsened(shape: Sequence[Sequence[float]], km: float = 1) -> list[list[float]]:
    """One point in the middle of the square that the shape lies in, for what must not lead to anybody's door.

    Everything within the same square gets the same point, so many marks together tell no more than one.
    """
    lat, lng = (sum(numbers) / len(shape) for numbers in zip(*shape, strict=True))
    row = _middle(lat, km / KM_PER_DEGREE)
    return [[round(row, DECIMALS), round(_middle(lng, km / (KM_PER_DEGREE * cos(radians(row)))), DECIMALS)]]


def _middle(number, step):
    return (floor(number / step) + 0.5) * step


# --- What is drawn ---
@dataclass(frozen=True, slots=True)
class Mark:
    """Something on a map: its name in words, its shape, and where on the page it is told."""

    label: str
    shape: Sequence[Sequence[float]]
    url: str = ""


def marks_of(places: Iterable) -> list[Mark]:
    """The register's places as marks; a place whose coordinates nobody has checked is left out."""
    return [
        Mark(place.name, [[float(place.latitude), float(place.longitude)]])
        for place in places
        if place.latitude is not None
    ]


@dataclass(frozen=True, slots=True)
class Map:
    """What `components/map.html` draws: a map to look at, or one to mark on when `name` is the form's field.

    `pins` are what was said, in the order of the list that tells the same in words. `places` are there to find the way by.
    """

    label: str
    pins: Sequence[Mark] = ()
    places: Sequence[Mark] = ()
    name: str = ""
    value: str = ""

    @property
    def kept(self) -> str:
        """What the field holds when the form is shown again: a mark that was refused can only be made anew."""
        try:
            return written(parse_shape(self.value))
        except ValidationError:
            return ""

    @property
    def has_tiles(self) -> bool:
        return bool(settings.MAP_TILES)

    @property
    def attribution(self) -> str:
        return settings.MAP_ATTRIBUTION if settings.MAP_TILES else ""

    @property
    def data(self) -> str:
        """All that the script needs to know, for one attribute."""
        return json.dumps(
            {
                "centre": settings.MAP_CENTRE,
                "zoom": settings.MAP_ZOOM,
                "tiles": settings.MAP_TILES,
                "most": MOST_POINTS,
                "pins": [_as_data(mark) for mark in self.pins],
                "places": [_as_data(mark) for mark in self.places],
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )


def _as_data(mark):
    return {"label": mark.label, "shape": mark.shape, "url": mark.url}
