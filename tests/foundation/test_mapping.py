"""A mark on a map: read with care, kept within reach, and made coarse where it must not lead to anybody's door."""

import json
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from arboga_loften.foundation.mapping import Map, Mark, coarsened, geojson, is_line, marks_of, parse_shape, written
from arboga_loften.settings import map_server

TOWN = [59.3939, 15.8388]
near = st.tuples(st.floats(58.4, 60.3), st.floats(13.9, 17.8)).map(list)


def test_a_point_and_a_stretch_are_read_to_the_metre():
    assert parse_shape("[[59.39391234,15.83876543]]") == [[59.39391, 15.83877]]
    stretch = parse_shape("[[59.39,15.82],[59.4,15.83]]")
    assert stretch == [[59.39, 15.82], [59.4, 15.83]]
    assert is_line(stretch)
    assert not is_line([TOWN])


@pytest.mark.parametrize("text", [None, "", "  ", "[]"])
def test_nothing_marked_is_nothing_at_all(text):
    assert parse_shape(text) is None
    assert written(parse_shape(text)) == ""


def test_a_double_tap_is_one_point():
    assert parse_shape("[[59.39,15.82],[59.390001,15.820001]]") == [[59.39, 15.82]]


@pytest.mark.parametrize(
    "text",
    [
        "[[59.39,15.82]",
        "null",
        "{}",
        '"[[59,15]]"',
        "[59.39,15.82]",
        "[[59.39]]",
        "[[59.39,15.82,3]]",
        '[["59.39","15.82"]]',
        "[[true,15.82]]",
        "[[null,15.82]]",
        "[[[59.39],[15.82]]]",
        '[{"lat":59.39,"lng":15.82}]',
        "[" * 1_999,
        "[[59.39,15.82]]" + " " * 2_000,
        "[[59.39,15.82],x]",
        "\x00",
    ],
)
def test_what_is_no_shape_is_refused_in_words(text):
    with pytest.raises(ValidationError, match=r"Vi kunde inte läsa markeringen på kartan\."):
        parse_shape(text)


@pytest.mark.parametrize(
    "text",
    [
        "[[NaN,15.82]]",
        "[[59.39,Infinity]]",
        "[[59.39,-Infinity]]",
        "[[59.39,1e999]]",
        f"[[59.39,1{'0' * 1500}]]",
        "[[15.8388,59.3939]]",
        "[[0,0]]",
        "[[59.3939,15.8388],[55.6,13.0]]",
        "[[70.1,15.8]]",
    ],
)
def test_what_is_far_away_or_no_number_is_refused_in_words(text):
    with pytest.raises(ValidationError, match="för långt bort"):
        parse_shape(text)


def test_no_mark_is_made_outside_sweden_though_it_is_near(settings):
    settings.MAP_CENTRE = [55.2, 13.0]
    with pytest.raises(ValidationError, match="för långt bort"):
        parse_shape("[[54.9,13.0]]")
    assert parse_shape("[[55.1,13.0]]")


def test_a_stretch_has_at_most_fifty_points():
    points = [[59.3 + n / 1_000, 15.8] for n in range(51)]
    assert len(parse_shape(json.dumps(points[:50]))) == 50
    with pytest.raises(ValidationError, match="för många punkter"):
        parse_shape(json.dumps(points))


@given(st.lists(near, min_size=1, max_size=50))
def test_what_is_written_is_read_as_the_same(points):
    shape = parse_shape(written([[round(number, 5) for number in point] for point in points]))
    assert parse_shape(written(shape)) == shape


@given(st.text(alphabet='[]{},"0123456789.eE-+NaInfity ', max_size=300))
def test_whatever_is_sent_in_is_a_shape_or_is_refused(text):
    try:
        shape = parse_shape(text)
    except ValidationError:
        return
    assert shape is None or 1 <= len(shape) <= 50


def test_in_geojson_the_longitude_comes_first():
    assert geojson([TOWN]) == {"type": "Point", "coordinates": [15.8388, 59.3939]}
    assert geojson([TOWN, [59.4, 15.9]]) == {"type": "LineString", "coordinates": [[15.8388, 59.3939], [15.9, 59.4]]}


@given(st.lists(near, min_size=1, max_size=5))
def test_a_coarse_mark_is_one_point_that_lies_still(shape):
    (point,) = coarse = coarsened(shape)
    assert len(point) == 2
    assert coarsened(coarse) == coarse


def test_neighbours_get_the_same_coarse_mark_and_it_lies_within_a_kilometre():
    home, next_door = [59.3939, 15.8388], [59.3941, 15.8391]
    assert coarsened([home]) == coarsened([next_door]) != [home]
    ((lat, lng),) = coarsened([home])
    assert abs(lat - home[0]) * 111.32 <= 0.5
    assert abs(lng - home[1]) * 111.32 * 0.51 <= 0.51
    assert coarsened([home], km=5) != coarsened([home])


def test_places_without_coordinates_are_no_marks():
    torget = SimpleNamespace(name="Torget", latitude=Decimal("59.39390"), longitude=Decimal("15.83880"))
    parken = SimpleNamespace(name="Parken", latitude=None, longitude=None)
    assert marks_of([torget, parken]) == [Mark("Torget", [TOWN])]


# --- The component ---
def drawn(drawing):
    return render_to_string("components/map.html", {"map": drawing})


def test_without_a_script_the_map_leaves_no_hole():
    for html in (drawn(Map("Karta")), drawn(Map("Markera", name="shape"))):
        assert html.count("data-map=") == 1
        element = html[html.index("<figure" if "<figure" in html else "<details") :].split(">")[0]
        assert " hidden" in element


def test_the_forms_field_holds_what_was_marked():
    assert 'name="shape" value="[[59.3939,15.8388]]"' in drawn(Map("M", name="shape", value="[[59.3939, 15.8388]]"))
    assert 'name="shape" value=""' in drawn(Map("M", name="shape"))


@pytest.mark.parametrize("value", ["[[", "[[0,0]]", '"><script>alert(1)</script>'])
def test_a_mark_that_was_refused_is_made_anew(value):
    html = drawn(Map("Markera", name="shape", value=value))
    assert 'name="shape" value=""' in html
    assert "alert" not in html


def test_what_places_are_called_can_not_become_markup():
    html = drawn(Map("Karta", pins=[Mark('Torg" onload="x"><b>', [TOWN], "#plats-1")]))
    assert "<b>" not in html
    assert 'onload="x"' not in html


def test_without_a_map_server_nobody_is_asked_and_nobody_is_thanked(settings):
    settings.MAP_TILES, settings.MAP_ATTRIBUTION = "", "Kartverket"
    assert Map("Karta").attribution == ""
    assert json.loads(Map("Karta").data)["tiles"] == ""
    settings.MAP_TILES = "https://kartor.example.se/{z}/{x}/{y}.png"
    assert "Karta: Kartverket." in drawn(Map("Karta"))


# --- The map server ---
def test_only_the_map_servers_host_is_let_in():
    assert map_server("") == []
    assert map_server("/kartor/{z}/{x}/{y}.png") == []
    assert map_server("https://kartor.example.se:8443/a/{z}/{x}/{y}.png?k=1") == ["https://kartor.example.se:8443"]


@pytest.mark.parametrize(
    "tiles",
    [
        "http://kartor.example.se/{z}/{x}/{y}.png",
        "//kartor.example.se/{z}/{x}/{y}.png",
        "https://{s}.example.se/{z}/{x}/{y}.png",
        "https://a.se; script-src *//{z}/{x}/{y}",
        "https://kartor.example.se/",
        "https:///{z}/{x}/{y}.png",
    ],
)
def test_a_map_server_that_can_not_be_right_stops_the_start(tiles):
    with pytest.raises(ImproperlyConfigured, match="MAP_TILES"):
        map_server(tiles)


def test_the_border_says_where_it_comes_from(settings):
    border = json.loads((settings.BASE_DIR / "static" / "map" / "base.geojson").read_text(encoding="utf-8"))
    assert "SCB" in border["source"]
    assert border["licence"] == "CC0 1.0"
    own = [each["properties"]["name"] for each in border["features"] if each["properties"].get("own")]
    assert own == ["Arboga"]
