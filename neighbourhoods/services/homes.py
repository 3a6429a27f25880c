"""People who would like to take part are found anew when a border moves: their homes lie where they lie."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from common.geo import ShapeIndex
from neighbourhoods import figures
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, InterestedPerson


def find_homes(*, area: Area, before: dict[str, Any] | None = None) -> None:
    """Let an area's border, which was another `before`, say who of the people with a position belongs to the area.

    Whoever a coordinator has let belong to it from outside stays. Who falls outside is looked for in other areas.
    """
    here = set(_inside(area.boundary, InterestedPerson.objects.filter(area=area)))
    for person in _inside(before, InterestedPerson.objects.filter(area=area)):
        if person not in here:
            person.area = figures.area_at(person.longitude or 0, person.latitude or 0)
            person.save(update_fields=["area"])
    if area.status != AreaStatus.CLOSED:
        found = _inside(area.boundary, InterestedPerson.objects.filter(area=None))
        InterestedPerson.objects.filter(pk__in=[person.pk for person in found]).update(area=area)


def _inside(boundary: dict[str, Any] | None, people: QuerySet[InterestedPerson]) -> list[InterestedPerson]:
    """Return who of some people has a position inside a border."""
    if boundary is None:
        return []
    index = ShapeIndex.build({0: boundary})
    west, south, east, north = index.bounds
    near = people.filter(longitude__range=(west, east), latitude__range=(south, north))
    return [person for person in near if index.containing(person.longitude or 0, person.latitude or 0)]
