"""One border as a person gives it: GeoJSON pasted or in a file, or a corner a line."""

from __future__ import annotations

import json
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from shapely.geometry import shape

from common.geo import epsg_of_name, guess_epsg, shape_to_wgs84, to_geojson
from neighbourhoods.importing.reading import first_position

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
LONGEST = 2_000_000  # characters


def read_border(text: str) -> dict[str, Any]:
    """Return a border as GeoJSON in WGS84; whether it may stand is not asked here.

    Takes a Polygon, MultiPolygon, Feature or a collection of one feature, or a corner a line: latitude and
    longitude (59.20 17.83), or north and east of SWEREF 99. Raises ValidationError: `too_long`, `not_geojson`,
    `one_border`, `not_a_corner`, `few_corners`, `unknown_crs`.
    """
    text = text.lstrip("\ufeff").strip()
    if len(text) > LONGEST:
        raise ValidationError(_("The border is too long. Simplify it first."), code="too_long")
    if text.startswith(("{", "[")):
        return _from_geojson(text)
    return _from_corners(text)


def _from_geojson(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValidationError(_("This is not a GeoJSON shape."), code="not_geojson") from error
    named = _named_epsg(data)
    if isinstance(data, dict) and data.get("type") == "FeatureCollection":
        features = data.get("features")
        if not isinstance(features, list) or len(features) != 1:
            raise ValidationError(_("The file must hold one border, not several."), code="one_border")
        data = features[0]
    if isinstance(data, dict) and data.get("type") == "Feature":
        data = data.get("geometry")
    position = first_position(data) if isinstance(data, dict) else None
    if position is None or data.get("type") not in ("Polygon", "MultiPolygon"):
        raise ValidationError(_("The shape must be a polygon: an area with a border."), code="not_a_polygon")
    return _in_wgs84(data, named or guess_epsg(*position))


def _named_epsg(data: Any) -> int | None:
    crs = data.get("crs") if isinstance(data, dict) else None
    name = crs.get("properties", {}).get("name") if isinstance(crs, dict) else None
    return epsg_of_name(name) if isinstance(name, str) else None


def _from_corners(text: str) -> dict[str, Any]:
    lines = [line for line in text.splitlines() if line.strip()]
    corners = [_corner(number, line) for number, line in enumerate(lines, start=1)]
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if len(corners) < 3:
        raise ValidationError(_("A border needs three corners at least, one a line."), code="few_corners")
    ring = [*corners, corners[0]]
    return _in_wgs84({"type": "Polygon", "coordinates": [ring]}, guess_epsg(*ring[0]))


def _corner(number: int, line: str) -> tuple[float, float]:
    """Return (x, y) of a line that holds latitude and longitude, or north and east."""
    found = NUMBER.findall(line)
    if len(found) != 2:
        raise ValidationError(
            _("Line %(number)d is not a corner. Write latitude and longitude: 59.2012, 17.8301."),
            code="not_a_corner",
            params={"number": number},
        )
    return float(found[1]), float(found[0])


def _in_wgs84(data: dict[str, Any], epsg: int) -> dict[str, Any]:
    try:
        return to_geojson(shape_to_wgs84(shape(data), epsg))
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        raise ValidationError(_("This is not a GeoJSON shape."), code="not_geojson") from error
