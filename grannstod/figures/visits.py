"""Which areas a patrol has been in."""

from __future__ import annotations

from django.db.models import QuerySet

from grannstod.models import Patrol, StepKind
from neighbourhoods.figures import locator
from neighbourhoods.models import Area


def visited_areas(patrol: Patrol) -> QuerySet[Area]:
    """Return the areas where a patrol ticked off a place or wrote something with a position."""
    steps = patrol.steps.filter(kind=StepKind.PLACE, done_at__isnull=False, area__isnull=False)
    been = set(steps.values_list("area_id", flat=True))
    borders = locator()
    seen = patrol.observations.filter(latitude__isnull=False).values_list("longitude", "latitude")
    found = [borders.area_id_at(lon or 0.0, lat or 0.0) for lon, lat in seen]
    been |= {pk for pk in found if pk is not None}
    return Area.objects.filter(pk__in=been).select_related("district").order_by("name")
