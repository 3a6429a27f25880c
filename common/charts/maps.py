"""Sketches of places as SVG: a border, its neighbours and some points; and where it lies in a larger shape."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from shapely import box, make_valid
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry

from common.charts.svg import INK, SOFT, THIS, WHITE, Drawing, drawing, joined, text

WIDTH, HEIGHT, MARGIN = 470, 250, 0.22
GROUND, PARCEL, EDGE, INSIDE = "#f7f5ef", "#e9e5da", "#8b9189", "#e1eee6"


@dataclass(frozen=True)
class MapPoint:
    """A point to mark. `mark` is `triangle`, `ring` or `dot`; the words may be empty."""

    longitude: float
    latitude: float
    mark: str = "dot"
    words: str = ""


@dataclass(frozen=True)
class _View:
    """From longitude and latitude to the sheet: equirectangular, true in the middle, north up."""

    west: float
    north: float
    units_per_degree: float
    squeeze: float

    @classmethod
    def over(cls, shape_: BaseGeometry, width: float, height: float, margin: float) -> _View:
        west, south, east, north = shape_.bounds
        squeeze = math.cos(math.radians((south + north) / 2))
        across, down = max((east - west) * squeeze, 1e-5), max(north - south, 1e-5)
        scale = min(width / across, height / down) * (1 - margin)
        left = (west + east) / 2 - width / 2 / scale / squeeze
        return cls(left, (south + north) / 2 + height / 2 / scale, scale, squeeze)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        x = (lon - self.west) * self.squeeze * self.units_per_degree
        return x, (self.north - lat) * self.units_per_degree

    def window(self, width: float, height: float) -> Polygon:
        east = self.west + width / self.units_per_degree / self.squeeze
        return box(self.west, self.north - height / self.units_per_degree, east, self.north)

    def path(self, geometry: BaseGeometry) -> str:
        """Return the outline as path data, without detail finer than half a unit."""
        plain = geometry.simplify(0.5 / self.units_per_degree)
        rings = [ring for part in _polygons(plain) for ring in (part.exterior, *part.interiors)]
        return "".join(self._ring(ring.coords) for ring in rings)

    def _ring(self, coords: Any) -> str:
        corners = (self.at(corner[0], corner[1]) for corner in coords)
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    if isinstance(geometry, Polygon):
        return [] if geometry.is_empty else [geometry]
    if isinstance(geometry, MultiPolygon) or hasattr(geometry, "geoms"):
        return [part for held in geometry.geoms for part in _polygons(held)]
    return []


def map_sketch(
    boundary: dict[str, Any],
    neighbours: Sequence[tuple[str, dict[str, Any]]],
    points: Sequence[MapPoint],
    title: str,
    *,
    name: str = "",
    description: str = "",
) -> Drawing:
    """Draw a border (GeoJSON, WGS84) dashed, its neighbours as (name, GeoJSON) pale, and points on top.

    Not to scale and without roads: a sketch says where, a map would need somebody's leave.
    """
    own = make_valid(shape(boundary))
    view = _View.over(own, WIDTH, HEIGHT, 2 * MARGIN)
    window = view.window(WIDTH, HEIGHT)
    parts = [format_html('<rect width="{}" height="{}" fill="{}"/>', WIDTH, HEIGHT, GROUND)]
    seen = [(words, make_valid(shape(other)).intersection(window)) for words, other in neighbours]
    seen = [(words, other) for words, other in seen if not other.is_empty]
    parts += [_outline(view, other, PARCEL, EDGE, 1, "none") for _words, other in seen]
    parts.append(_outline(view, own.intersection(window), INSIDE, THIS, 3.5, "9 4"))
    parts += [_name(view, other.difference(own), words) for words, other in seen if words]
    if name:
        x, y = view.at(own.centroid.x, own.bounds[1])
        parts.append(text(x, min(y + 20, HEIGHT - 6), name, anchor="middle", bold=True, fill="#0d3b2a"))
    parts += [_mark(view, point) for point in points]
    parts += [format_html('<path d="M446 40L452 22L458 40Z" fill="{}"/>', INK)]
    parts += [text(452, 17, "N", anchor="middle", size=12, bold=True, fill=INK)]
    said = description or name or title
    return Drawing(drawing("map", WIDTH, HEIGHT, title, said, joined(parts)), said)


def locator(whole: dict[str, Any], longitude: float, latitude: float, title: str) -> Drawing:
    """Draw a larger shape, the municipality say, with a dot where the place lies."""
    outline = make_valid(shape(whole))
    view = _View.over(outline, 90, 122, 0.06)
    body = [_outline(view, outline, INSIDE, THIS, 1.2, "none"), _mark(view, MapPoint(longitude, latitude), 4.5)]
    return Drawing(drawing("loc", 90, 122, title, title, joined(body)), title)


def _outline(view: _View, geometry: BaseGeometry, fill: str, stroke: str, width: float, dashes: str) -> SafeString:
    return format_html(
        '<path d="{}" fill="{}" fill-rule="evenodd" stroke="{}" stroke-width="{}" stroke-dasharray="{}"'
        ' stroke-linejoin="round"/>',
        *(view.path(geometry) or "M0 0", fill, stroke, width, dashes),
    )


def _name(view: _View, geometry: BaseGeometry, words: str) -> SafeString:
    """Write a neighbour's name where it has most room; leave it out where it has none."""
    biggest = max(_polygons(geometry), key=lambda part: part.area, default=None)
    if biggest is None:
        return joined([])
    west, _south, east, _north = biggest.bounds
    room = (east - west) * view.squeeze * view.units_per_degree
    if room < 7.5 * len(words):
        return joined([])
    spot = biggest.representative_point()
    x, y = view.at(spot.x, spot.y)
    half, y = 3.6 * len(words), min(max(y, 16), HEIGHT - 6)
    # The north arrow has the upper right corner.
    rightmost = WIDTH - half - (36 if y < 56 else 4)
    return text(min(max(x, half + 4), rightmost), y, words, anchor="middle", size=13)


def _mark(view: _View, point: MapPoint, radius: float = 7) -> SafeString:
    x, y = view.at(point.longitude, point.latitude)
    if point.mark == "triangle":
        drawn = format_html(
            '<path d="M{} {}l10 17h-20Z" fill="{}" stroke="{}" stroke-width="1.5"/>',
            f"{x:.1f}",
            f"{y - 9:.1f}",
            INK,
            WHITE,
        )
    else:
        fill, stroke, width = (WHITE, INK, 3) if point.mark == "ring" else (INK, WHITE, 1.5)
        drawn = format_html(
            '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="{}"/>',
            *(f"{x:.1f}", f"{y:.1f}", radius, fill, stroke, width),
        )
    return drawn + text(x + 13, y + 5, point.words, size=13, fill=SOFT) if point.words else drawn
