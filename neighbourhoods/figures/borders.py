"""What is wrong with a border, and where; and what a moved border leaves outside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from shapely import make_valid, unary_union
from shapely.geometry import Point, box, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from common.charts import Drawing, MapPoint, map_sketch
from common.geo import box_around, count_outside, distance_m
from neighbourhoods.figures.locating import locator
from neighbourhoods.models import Address, Area, Sign
from neighbourhoods.slots import AREA_DEPENDENTS

# Two drawings of the same line never agree to the metre: this share (of the smaller surface) is forgiven.
TOLERANCE = 0.02
NEAR_M = 400
FAR_DEGREES = 1.0  # some 60 to 110 kilometres


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a border: a sentence, and the place (WGS84) where it is."""

    code: str
    sentence: str
    longitude: float
    latitude: float


def place_words(lon: float, lat: float) -> str:
    """Return a position in words, to follow on a sentence: near which address, and as latitude and longitude."""
    numbers = f"{lat:.4f}, {lon:.4f}"
    west, south, east, north = box_around(lon, lat, NEAR_M)
    around = Address.objects.filter(longitude__range=(west, east), latitude__range=(south, north))[:500]
    near = min(around, key=lambda held: distance_m(lon, lat, held.longitude, held.latitude), default=None)
    if near is None:
        return _("at %(numbers)s") % {"numbers": numbers}
    return _("near %(address)s (%(numbers)s)") % {"address": f"{near.street} {near.number}".strip(), "numbers": numbers}


def border_problems(boundary: dict[str, Any], area: Area | None = None) -> list[Problem]:
    """Return everything that forbids a border (GeoJSON, WGS84), each with its place; empty when it may stand.

    `area` is whose border it is: it may overlap its own old one.
    """
    border = shape(boundary)
    crossing = None if border.is_valid else _crossing(border)
    if crossing is not None:
        return [crossing]
    outside = _outside(border)
    return ([outside] if outside else []) + _overlaps(border, area)


def _problem(code: str, sentence: str, at: Point, **words: str) -> Problem:
    return Problem(code, sentence % {"place": place_words(at.x, at.y), **words}, at.x, at.y)


def _crossing(border: BaseGeometry) -> Problem:
    found = re.search(r"\[(-?[\d.]+) (-?[\d.]+)", explain_validity(border))
    at = Point(float(found[1]), float(found[2])) if found else border.representative_point()
    return _problem("crosses_itself", _("The border crosses itself %(place)s. Draw it without crossing lines."), at)


def _outside(border: BaseGeometry) -> Problem | None:
    ground = locator().municipality
    if ground is None or not border.area:
        return None
    beyond = border.difference(ground.tree.geometries[0])
    if beyond.area / border.area <= TOLERANCE:
        return None
    said = _("The border reaches outside the municipality %(place)s. Keep it inside.")
    return _problem("outside", said, beyond.representative_point())


def _overlaps(border: BaseGeometry, area: Area | None) -> list[Problem]:
    held = locator().areas
    others = {held.keys[at]: held.tree.geometries[at] for at in held.tree.query(border, predicate="intersects")}
    shared = {pk: border.intersection(other) for pk, other in others.items() if area is None or pk != area.pk}
    much = {pk: s for pk, s in shared.items() if s.area > TOLERANCE * min(border.area, others[pk].area)}
    names = Area.objects.filter(pk__in=much).order_by("name", "pk").values_list("pk", "name")
    said = _("The border overlaps with %(area)s %(place)s. Move the line so that each home is in one area.")
    return [_problem("overlaps", said, much[pk].representative_point(), area=name) for pk, name in names]


def orphans(area: Area, boundary: dict[str, Any] | None) -> list[str]:
    """Return a sentence for each kind of thing that belongs to the area and a new border, or none, leaves outside."""
    said = [_signs_outside(area, boundary), *(filling(area, boundary) for filling in AREA_DEPENDENTS)]
    return [sentence for sentence in said if sentence]


def _signs_outside(area: Area, boundary: dict[str, Any] | None) -> str:
    signs = Sign.objects.filter(area=area, latitude__isnull=False).standing()
    if boundary is None:
        return _signs_without_border(signs.count() if area.boundary else 0)
    count = count_outside(boundary, signs.values_list("longitude", "latitude"))
    words = ngettext(
        "%(count)d sign stands outside the new border. It stays with the area.",
        "%(count)d signs stand outside the new border. They stay with the area.",
        count,
    )
    return words % {"count": count} if count else ""


def _signs_without_border(count: int) -> str:
    words = ngettext(
        "Without a border %(count)d sign lies in no area on the map. It stays with the area.",
        "Without a border %(count)d signs lie in no area on the map. They stay with the area.",
        count,
    )
    return words % {"count": count} if count else ""


def sketch_of_border(boundary: dict[str, Any], problems: list[Problem], area: Area) -> Drawing:
    """Draw a border that was tried among its neighbours, with a numbered mark where each problem is."""
    border = make_valid(shape(boundary))
    held = locator().areas
    near = sorted(held.keys[index] for index in held.tree.query(border.buffer(0.003)))
    rows = Area.objects.filter(pk__in=near[:40]).exclude(pk=area.pk).values_list("name", "boundary")
    points = [
        MapPoint(problem.longitude, problem.latitude, "triangle", str(number))
        for number, problem in enumerate(problems, start=1)
    ]
    neighbours = [(name, drawn) for name, drawn in rows if drawn]
    return map_sketch(boundary, neighbours, points, _("The border as it was drawn"), name=area.name)


def sketch_outside(lon: float, lat: float) -> Drawing | None:
    """Draw where a position lies beside the municipality; None far away, where a drawing would say nothing."""
    ground = locator().municipality
    at = Point(lon, lat)
    if ground is None or ground.tree.geometries[0].distance(at) > FAR_DEGREES:
        return None
    whole = mapping(unary_union([ground.tree.geometries[0], at.buffer(0.0005)]))
    return map_sketch(whole, [], [MapPoint(lon, lat, "triangle")], _("Where the position lies"))


_FEATURES = """
SELECT json_build_object('type', 'FeatureCollection', 'features', coalesce(json_agg(json_build_object(
         'type', 'Feature', 'geometry', boundary,
         'properties', json_build_object('id', id, 'name', name, 'slug', slug, 'status', status)) ORDER BY id),
       '[]'))::text
  FROM neighbourhoods_area WHERE id = ANY(%s)
"""


def borders_in(west: float, south: float, east: float, north: float, *, most: int) -> str:
    """Return the borders of areas in a box as a GeoJSON collection for a map: at most so many, named, with status.

    The database writes the text: a border is not taken apart on its way to the map.
    """
    held = locator().areas
    # The keys are held in order, so the first of the places are the first of the keys.
    places = held.tree.query(box(west, south, east, north))
    places.sort()
    with connection.cursor() as cursor:
        cursor.execute(_FEATURES, [[held.keys[place] for place in places[:most]]])
        return str(cursor.fetchone()[0])


def areas_around(latitude: float, longitude: float, *, metres: int) -> list[int]:
    """Return the keys of the areas whose border comes so near to a place, by a box around it."""
    held = locator().areas
    around = box(*box_around(longitude, latitude, metres))
    return sorted(held.keys[index] for index in held.tree.query(around, predicate="intersects"))
