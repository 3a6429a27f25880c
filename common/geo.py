"""Positions and shapes. Stored as WGS84 GeoJSON; read from WGS84 or SWEREF 99 (TM and 18 00)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from shapely import STRtree, force_2d, get_coordinates, make_valid, prepare, total_bounds, transform
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Point, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

if TYPE_CHECKING:
    from pyproj import Transformer

WGS84, SWEREF99_TM, SWEREF99_1800 = 4326, 3006, 3011
EARTH_RADIUS_M = 6_371_008.8
# A box round Sweden: what falls outside was read in the wrong system or swapped.
SWEDEN = (10.5, 55.0, 24.5, 69.2)
# More than any municipality's border has, few enough to be looked at in a moment.
MOST_CORNERS = 50_000
# SWEREF 99 counts north from the equator (m); TM counts east from 500 km west of 15° E, 18 00 from 150 km west
# of 18° E.
NORTHINGS = (6_100_000, 7_700_000)
EASTINGS = {SWEREF99_TM: (260_000, 930_000), SWEREF99_1800: (-50_000, 260_000)}


@lru_cache(maxsize=4)
def _to_wgs84(epsg: int) -> Transformer:
    from pyproj import Transformer  # here: 0.2 s and 25 MB of each process that never reads SWEREF 99

    return Transformer.from_crs(epsg, WGS84, always_xy=True)


def point_to_wgs84(x: float, y: float, epsg: int) -> tuple[float, float]:
    """Return (longitude, latitude). For SWEREF, x is easting and y is northing."""
    if epsg == WGS84:
        return x, y
    lon, lat = _to_wgs84(epsg).transform(x, y)
    return float(lon), float(lat)


def epsg_of_name(name: str) -> int:
    """Return the system that a GeoJSON `crs` member names. Raises ValidationError `unknown_crs`."""
    if re.search(r"CRS:?84", name, re.IGNORECASE):
        return WGS84
    numbers = re.findall(r"\d+", name)
    if numbers and int(numbers[-1]) in (WGS84, SWEREF99_TM, SWEREF99_1800):
        return int(numbers[-1])
    raise ValidationError(
        _("The coordinate system %(name)s can't be read. Use WGS84 (4326), SWEREF 99 TM (3006) or 18 00 (3011)."),
        code="unknown_crs",
        params={"name": name[:80]},
    )


def guess_epsg(x: float, y: float) -> int:
    """Return the system a position in Sweden must be in, by its size. Raises ValidationError `unknown_crs`.

    x is easting or longitude. SWEREF 99 TM and 18 00 don't overlap east of 11° E.
    """
    if abs(x) <= 180 and abs(y) <= 90:
        return WGS84
    for epsg, (west, east) in EASTINGS.items():
        if west <= x <= east and NORTHINGS[0] <= y <= NORTHINGS[1]:
            return epsg
    raise ValidationError(
        _("It can't be told which coordinate system the positions are in. Say which: 4326, 3006 or 3011."),
        code="unknown_crs",
    )


def shape_to_wgs84(geometry: BaseGeometry, epsg: int) -> BaseGeometry:
    """Return the shape in WGS84."""
    return geometry if epsg == WGS84 else transform(geometry, _to_wgs84(epsg).transform, interleaved=False)


def polygon_from_geojson(data: Any, *, epsg: int = WGS84) -> MultiPolygon:
    """Read a Polygon or MultiPolygon.

    Raises ValidationError with code `not_geojson`, `not_a_polygon`, `too_many_corners`, `crosses_itself` or
    `outside_sweden`.
    """
    geometry = _flat_polygon(data)
    if not geometry.is_valid:
        where = explain_validity(geometry)
        raise ValidationError(
            _("The border crosses itself (%(where)s). Draw it again without crossing lines."),
            code="crosses_itself",
            params={"where": where},
        )
    wgs84 = shape_to_wgs84(geometry, epsg)
    require_in_sweden(*wgs84.bounds[:2])
    require_in_sweden(*wgs84.bounds[2:])
    return wgs84 if isinstance(wgs84, MultiPolygon) else MultiPolygon([cast(Polygon, wgs84)])


def _flat_polygon(data: Any) -> Polygon | MultiPolygon:
    try:
        geometry = shape(data)
    except (ShapelyError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise ValidationError(_("This is not a GeoJSON shape."), code="not_geojson") from error
    if not isinstance(geometry, Polygon | MultiPolygon) or geometry.is_empty:
        raise ValidationError(_("The shape must be a polygon: an area with a border."), code="not_a_polygon")
    geometry = force_2d(geometry)
    corners = get_coordinates(geometry)
    if len(corners) > MOST_CORNERS:
        raise ValidationError(
            _("The border has %(count)d corners; at most %(most)d can be used. Simplify it first."),
            code="too_many_corners",
            params={"count": len(corners), "most": MOST_CORNERS},
        )
    if not all(math.isfinite(number) for corner in corners for number in corner):
        raise ValidationError(_("The shape holds coordinates that are not numbers."), code="not_geojson")
    return geometry


def require_in_sweden(lon: float, lat: float) -> None:
    """Raise ValidationError (`not_a_number`, `swapped`, `outside_sweden`) unless the point is in Sweden's box."""
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise ValidationError(_("The position is not a number."), code="not_a_number")
    west, south, east, north = SWEDEN
    if west <= lon <= east and south <= lat <= north:
        return
    if west <= lat <= east and south <= lon <= north:
        raise ValidationError(_("Longitude and latitude are swapped: longitude comes first."), code="swapped")
    raise ValidationError(
        _("The position lies outside Sweden. Check which coordinate system it is in."), code="outside_sweden"
    )


def to_geojson(geometry: BaseGeometry) -> dict[str, Any]:
    """Return a GeoJSON geometry as plain lists, ready for jsonb."""
    data: dict[str, Any] = mapping(geometry)
    return {"type": data["type"], "coordinates": _lists(data["coordinates"])}


def _lists(value: Any) -> Any:
    # Seven decimals are a centimetre.
    return [_lists(item) for item in value] if isinstance(value, list | tuple) else round(float(value), 7)


def distance_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the great-circle distance in metres (haversine)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    d_phi, d_lambda = phi2 - phi1, math.radians(lon2 - lon1)
    h = math.sin(d_phi / 2) ** 2 + math.cos(phi1) * math.cos(phi2) * math.sin(d_lambda / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(h))


def box_around(lon: float, lat: float, metres: float) -> tuple[float, float, float, float]:
    """Return (west, south, east, north) round a point, for a query that an index can answer."""
    d_lat = math.degrees(metres / EARTH_RADIUS_M)
    d_lon = d_lat / max(math.cos(math.radians(lat)), 1e-6)
    return lon - d_lon, lat - d_lat, lon + d_lon, lat + d_lat


def coarse(lon: float, lat: float) -> tuple[float, float]:
    """Return the position rounded to about 200 m, for what may be shown before release."""
    return round(lon / 0.004) * 0.004, round(lat / 0.002) * 0.002


def hectares(boundary: dict[str, Any]) -> float:
    """Return the surface of a border (GeoJSON, WGS84) in hectares, as if the ground were flat and level."""
    outline = make_valid(shape(boundary))
    metres_a_degree = math.radians(1) * EARTH_RADIUS_M
    return float(outline.area * metres_a_degree**2 * math.cos(math.radians(outline.centroid.y)) / 10_000)


def count_outside(boundary: dict[str, Any], positions: Iterable[tuple[float | None, float | None]]) -> int:
    """Return how many positions (longitude, latitude) lie outside a border (GeoJSON); on the line is inside."""
    border = make_valid(shape(boundary))
    prepare(border)
    known = ((lon, lat) for lon, lat in positions if lon is not None and lat is not None)
    return sum(not border.intersects(Point(lon, lat)) for lon, lat in known)


@dataclass(frozen=True)
class ShapeIndex:
    """Answers which of many shapes hold a point, in microseconds (STRtree)."""

    keys: tuple[int, ...]
    tree: STRtree

    @classmethod
    def build(cls, shapes: dict[int, Any]) -> ShapeIndex:
        """Build from {key: GeoJSON geometry}."""
        keys = tuple(shapes)
        return cls(keys, STRtree([make_valid(shape(shapes[key])) for key in keys]))

    def containing(self, lon: float, lat: float) -> list[int]:
        """Return the keys of the shapes that hold the point, border included, lowest key first."""
        return sorted(self.keys[i] for i in self.tree.query(Point(lon, lat), predicate="intersects"))

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Return the box around all the shapes: west, south, east, north."""
        west, south, east, north = total_bounds(self.tree.geometries)
        return float(west), float(south), float(east), float(north)
