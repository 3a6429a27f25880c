"""What lies at a position: every border held in memory, read again only when one changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from common import clock
from common.geo import ShapeIndex
from neighbourhoods.figures.changes import stamp
from neighbourhoods.models import Area, BorderChange, District, Municipality

_HELD_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Locator:
    """Every border at one moment: answers thousands of positions without a query."""

    municipality: ShapeIndex | None
    districts: ShapeIndex
    areas: ShapeIndex
    district_of_area: dict[int, int]

    @classmethod
    def build(cls) -> Locator:
        """Read every border. Closed areas have none."""
        border = Municipality.objects.filter(boundary__isnull=False).values_list("pk", "boundary")
        areas = Area.objects.open().filter(boundary__isnull=False).order_by("pk")
        return cls(
            ShapeIndex.build(dict(border)) if border else None,
            ShapeIndex.build(dict(District.objects.filter(boundary__isnull=False).values_list("pk", "boundary"))),
            ShapeIndex.build(dict(areas.values_list("pk", "boundary"))),
            dict(areas.values_list("pk", "district_id")),
        )

    def area_id_at(self, lon: float, lat: float) -> int | None:
        """Return the area that holds the position; on a shared border the one entered first."""
        found = self.areas.containing(lon, lat)
        return found[0] if found else None

    def district_id_at(self, lon: float, lat: float) -> int | None:
        """Return the district that holds the position, else the district of the area that does."""
        found = self.districts.containing(lon, lat)
        if found:
            return found[0]
        area = self.area_id_at(lon, lat)
        return None if area is None else self.district_of_area[area]

    def is_in_municipality(self, lon: float, lat: float) -> bool:
        """Tell whether the position is in the municipality; everywhere is, until a border has been imported."""
        return self.municipality is None or bool(self.municipality.containing(lon, lat))


_held: tuple[tuple[Any, ...], datetime, Locator] | None = None


def locator() -> Locator:
    """Return every border as it is now. One small query; the shapes are read again only when they changed."""
    global _held
    newest, now = stamp(BorderChange), clock.now()
    if _held is None or _held[0] != newest or not _held[1] <= now < _held[1] + _HELD_FOR:
        _held = (newest, now, Locator.build())
    return _held[2]


def area_at(lon: float, lat: float) -> Area | None:
    """Return the area that holds a position (WGS84), closed ones left out."""
    pk = locator().area_id_at(lon, lat)
    try:
        return None if pk is None else Area.objects.select_related("district").get(pk=pk)
    except Area.DoesNotExist:  # deleted since the borders were read
        return None


def district_at(lon: float, lat: float) -> District | None:
    """Return the district that holds a position (WGS84)."""
    pk = locator().district_id_at(lon, lat)
    return None if pk is None else District.objects.filter(pk=pk).first()


def is_in_municipality(lon: float, lat: float) -> bool:
    """Tell whether a position (WGS84) is in the municipality; True when no border has been imported."""
    return locator().is_in_municipality(lon, lat)
