"""Shapes and positions: what is read, what is refused, and that there and back again is the same place."""

from __future__ import annotations

import math
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from common import geo

LON = st.floats(11.2, 24.0)
LAT = st.floats(55.3, 69.0)


def polygon(*corners: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in (*corners, corners[0])]]}


@given(LON, LAT, st.sampled_from([geo.SWEREF99_TM, geo.SWEREF99_1800]))
def test_sweref_there_and_back_is_the_same_place(lon: float, lat: float, epsg: int) -> None:
    x, y = Transformer.from_crs(geo.WGS84, epsg, always_xy=True).transform(lon, lat)
    back = geo.point_to_wgs84(x, y, epsg)
    assert geo.distance_m(lon, lat, *back) < 0.01


@given(st.floats(17.66, 17.99), st.floats(59.04, 59.27), st.sampled_from([4326, 3006, 3011]))
def test_the_system_is_told_by_the_numbers_in_and_round_the_municipality(lon: float, lat: float, epsg: int) -> None:
    x, y = Transformer.from_crs(4326, epsg, always_xy=True).transform(lon, lat)
    assert geo.guess_epsg(x, y) == epsg


@pytest.mark.parametrize(("x", "y"), [(1e9, 1e9), (6_500_000, 150_000), (math.nan, 1)])
def test_numbers_of_no_system_are_refused(x: float, y: float) -> None:
    with pytest.raises(ValidationError) as refused:
        geo.guess_epsg(x, y)
    assert refused.value.code == "unknown_crs"


@pytest.mark.parametrize(
    ("name", "epsg"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
        ("urn:ogc:def:crs:EPSG::3006", 3006),
        ("EPSG:3011", 3011),
        ("http://www.opengis.net/def/crs/EPSG/0/4326", 4326),
    ],
)
def test_named_systems(name: str, epsg: int) -> None:
    assert geo.epsg_of_name(name) == epsg


@pytest.mark.parametrize("name", ["EPSG:2400", "", "RT90"])
def test_other_named_systems_are_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        geo.epsg_of_name(name)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "not_geojson"),
        ([], "not_geojson"),
        ({"type": "Polygon"}, "not_geojson"),
        ({"type": "Polygon", "coordinates": "x"}, "not_geojson"),
        ({"type": "Polygon", "coordinates": []}, "not_a_polygon"),
        ({"type": "Point", "coordinates": [17, 59]}, "not_a_polygon"),
        (polygon((17, 59), (18, 60), (18, 59), (17, 60)), "crosses_itself"),
        (polygon((17, 59), (18, 59), (18, math.nan)), "not_geojson"),
        (polygon((17, 59), (18, 59), (18, math.inf)), "not_geojson"),
        (polygon((59, 17), (60, 17), (60, 18)), "swapped"),
        (polygon((0, 0), (1, 0), (1, 1)), "outside_sweden"),
    ],
)
def test_shapes_that_are_refused(data: Any, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        geo.polygon_from_geojson(data)
    assert refused.value.code == code


def test_too_many_corners_are_refused() -> None:
    corners = [(17 + math.cos(i / 1e4), 59 + math.sin(i / 1e4)) for i in range(geo.MOST_CORNERS + 1)]
    with pytest.raises(ValidationError) as refused:
        geo.polygon_from_geojson(polygon(*corners))
    assert refused.value.code == "too_many_corners"


def test_height_is_left_out_and_a_polygon_becomes_many() -> None:
    flat = geo.polygon_from_geojson(
        {"type": "Polygon", "coordinates": [[[17, 59, 8], [18, 59, 8], [18, 60, 8], [17, 59, 8]]]}
    )
    assert geo.to_geojson(flat) == {
        "type": "MultiPolygon",
        "coordinates": [[[[17.0, 59.0], [18.0, 59.0], [18.0, 60.0], [17.0, 59.0]]]],
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.sampled_from(["Polygon", "MultiPolygon"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "coordinates", "x"]), inner),
    max_leaves=20,
)


@given(JSON)
def test_whatever_is_sent_is_a_polygon_or_a_sentence(data: Any) -> None:
    try:
        assert not geo.polygon_from_geojson(data).is_empty
    except ValidationError as refused:
        assert refused.messages[0]


@given(LON, LAT, st.floats(1, 50_000))
def test_a_box_holds_every_point_within_the_radius(lon: float, lat: float, metres: float) -> None:
    west, south, east, north = geo.box_around(lon, lat, metres)
    for bearing in range(0, 360, 45):
        d_lat = math.degrees(metres * 0.999 / geo.EARTH_RADIUS_M) * math.cos(math.radians(bearing))
        assert south <= lat + d_lat <= north
    assert west <= lon <= east


def test_the_index_answers_with_borders_included_lowest_key_first() -> None:
    left, right = (
        polygon((17, 59), (17.5, 59), (17.5, 60), (17, 60)),
        polygon((17.5, 59), (18, 59), (18, 60), (17.5, 60)),
    )
    index = geo.ShapeIndex.build({2: left, 1: right})
    assert index.containing(17.2, 59.5) == [2]
    assert index.containing(17.5, 59.5) == [1, 2]
    assert index.containing(10, 59.5) == []
    assert geo.ShapeIndex.build({}).containing(17, 59) == []
