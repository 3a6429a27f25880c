"""Which reports a border leaves outside."""

from __future__ import annotations

from typing import Any

from common.geo import count_outside
from incidents.models import Report
from neighbourhoods.models import Area


def outside(area: Area, boundary: dict[str, Any] | None) -> int:
    """Return how many of an area's reports with a position lie outside a border (GeoJSON, WGS84); all without one."""
    held = Report.objects.filter(area=area, latitude__isnull=False)
    if boundary is None:
        return held.count()
    return count_outside(boundary, held.values_list("longitude", "latitude"))
