"""Borders from a GeoJSON file: what each feature is, and whether it may stand beside the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon, shape
from shapely.geometry.base import BaseGeometry

from common.geo import guess_epsg, polygon_from_geojson, to_geojson
from neighbourhoods.figures.borders import TOLERANCE, place_words
from neighbourhoods.importing.reading import first_position, properties_of, read_features, text_of
from neighbourhoods.models import Area, District, Municipality

NAME_KEYS = ("name", "namn", "omrade", "område", "områdesnamn", "kommundel", "distrikt", "kommunnamn")
DISTRICT_KEYS = ("kommundel", "district", "kommundelsnamn")


class What(Enum):
    """Which borders a file holds."""

    MUNICIPALITY = "municipality"
    DISTRICTS = "districts"
    AREAS = "areas"


@dataclass(frozen=True)
class Found:
    """One feature of the file: either a border to save, or the reason it is refused. `remark` may say more."""

    number: int
    name: str
    boundary: dict[str, Any] | None = None
    district: District | None = None
    properties: dict[str, Any] = field(default_factory=dict)
    refusal: str = ""
    remark: str = ""


@dataclass
class _Ground:
    """What a new border must fit into: the municipality, and its neighbours by name."""

    municipality: BaseGeometry | None
    districts: dict[District, BaseGeometry]
    neighbours: dict[tuple[int | None, str], tuple[str, BaseGeometry]]

    @classmethod
    def now(cls, what: What) -> _Ground:
        border = Municipality.objects.filter(boundary__isnull=False).first()
        inside = shape(border.boundary) if border and border.boundary and what is not What.MUNICIPALITY else None
        districts = {d: shape(d.boundary) for d in District.objects.all() if d.boundary}
        neighbours: dict[tuple[int | None, str], tuple[str, BaseGeometry]] = {}
        if what is What.DISTRICTS:
            neighbours = {(None, d.name.lower()): (d.name, held) for d, held in districts.items()}
        elif what is What.AREAS:
            for area in Area.objects.open():
                if area.boundary:
                    neighbours[(area.district_id, area.name.lower())] = (area.name, shape(area.boundary))
        return cls(inside, districts, neighbours)


class BorderJudge:
    """Judges features one after the other: each must fit beside what is held, and beside those before it."""

    def __init__(self, what: What) -> None:
        self.what, self.ground = what, _Ground.now(what)
        self.seen = set[tuple[int | None, str]]()

    def judge(self, number: int, feature: dict[str, Any], epsg: int | None) -> Found:
        """Return what a feature is; `epsg` None means: what the size of its numbers says."""
        found = _judge(number, feature, self.what, epsg, self.ground)
        key = (found.district.pk if found.district else None, found.name.lower())
        if not found.refusal and key in self.seen:
            found = _refused(found, _("The name stands earlier in the file."))
        if found.boundary is not None:
            self.seen.add(key)
            self.ground.neighbours[key] = (found.name, shape(found.boundary))
        return found


def read_boundaries(path: Path, what: What, epsg: int | None) -> Iterator[Found]:
    """Go through a file's features and judge each one. Raises ValidationError when the file can't be read at all.

    `epsg` None means: the system the file names, else what the size of the numbers says.
    """
    features, named = read_features(path)
    judge = BorderJudge(what)
    for number, feature in enumerate(features, start=1):
        found = judge.judge(number, feature, epsg or named)
        if what is What.MUNICIPALITY and len(features) > 1 and not found.refusal:
            found = _refused(found, _("The file holds several features; the municipality has one border."))
        yield found


def _refused(found: Found, why: str) -> Found:
    return Found(found.number, found.name, refusal=why)


def _judge(number: int, feature: dict[str, Any], what: What, epsg: int | None, ground: _Ground) -> Found:
    properties = properties_of(feature)
    name = text_of(properties, *NAME_KEYS) or (settings.MUNICIPALITY if what is What.MUNICIPALITY else "")
    try:
        polygon = _polygon(feature, epsg)
        if not name:
            raise ValidationError(_("It has no name: none of the properties name, namn or område is filled in."))
        if len(name) > 80:
            raise ValidationError(_("The name is longer than 80 characters."))
        remark = _inside(polygon, ground)
        district = _district(properties, polygon, ground) if what is What.AREAS else None
        _require_room(name, district, polygon, ground)
    except ValidationError as error:
        return Found(number, name, refusal=" ".join(error.messages))
    return Found(number, name, to_geojson(polygon), district, properties, remark=remark)


def _polygon(feature: dict[str, Any], epsg: int | None) -> MultiPolygon:
    geometry = feature.get("geometry")
    if not geometry:
        raise ValidationError(_("It has no shape."))
    if isinstance(geometry, dict) and geometry.get("type") in ("Point", "MultiPoint"):
        raise ValidationError(_("It is a point, not an area with a border."))
    position = first_position(geometry)
    if position is None:
        raise ValidationError(_("This is not a GeoJSON shape."))
    return polygon_from_geojson(geometry, epsg=epsg or guess_epsg(*position))


def _inside(polygon: MultiPolygon, ground: _Ground) -> str:
    """Return a remark for what sticks out a little. Raises ValidationError for what sticks out much."""
    if ground.municipality is None or not polygon.area:
        return ""
    beyond = polygon.difference(ground.municipality)
    outside = float(beyond.area / polygon.area)
    if outside > 0.999:
        raise ValidationError(_("It lies outside the municipality %(place)s.") % {"place": _place(beyond)})
    if outside < 0.001:
        return ""
    share = _("%(percent)s %% of it sticks out of the municipality %(place)s.") % {
        "percent": f"{outside * 100:.1f}",
        "place": _place(beyond),
    }
    if outside > TOLERANCE:
        raise ValidationError(share)
    return share


def _place(shared: BaseGeometry) -> str:
    at = shared.representative_point()
    return place_words(at.x, at.y)


def _district(properties: dict[str, Any], polygon: MultiPolygon, ground: _Ground) -> District:
    wanted = text_of(properties, *DISTRICT_KEYS)
    if wanted:
        named: District | None = District.objects.filter(name__iexact=wanted).first()
        if named is None:
            raise ValidationError(_("There is no district named %(name)s.") % {"name": wanted[:80]})
        return named
    shares = {district: held.intersection(polygon).area for district, held in ground.districts.items()}
    best = max(shares, key=lambda district: shares[district], default=None)
    if best is None or not shares[best]:
        raise ValidationError(
            _("It lies in no district. Import the districts' borders first, or fill in the property kommundel.")
        )
    return best


def _require_room(name: str, district: District | None, polygon: MultiPolygon, ground: _Ground) -> None:
    own = (district.pk if district else None, name.lower())
    for key, (neighbour, held) in ground.neighbours.items():
        if key == own or not polygon.intersects(held):
            continue
        shared = polygon.intersection(held)
        share = shared.area / min(polygon.area, held.area)
        if share > TOLERANCE:
            raise ValidationError(
                _("It overlaps with %(name)s %(place)s (%(percent)d %% of the smaller one).")
                % {"name": neighbour, "place": _place(shared), "percent": round(share * 100)}
            )
