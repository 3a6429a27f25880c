"""Which reports a border leaves outside."""

from __future__ import annotations

from typing import Any

from shapely import make_valid, points
from shapely.geometry import shape

from incidents.models import Report
from neighbourhoods.models import Area


def outside(area: Area, boundary: dict[str, Any]) -> int:
    """Return how many of an area's reports with a position lie outside a border (GeoJSON, WGS84)."""
    held = Report.objects.filter(area=area, latitude__isnull=False).values_list("longitude", "latitude")
    places = list(held)
    if not places:
        return 0
    return int((~make_valid(shape(boundary)).intersects(points(places))).sum())
