"""Dividing the municipality into patrol areas."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from grannstod.models import PatrolArea, Route
from neighbourhoods.models import District


@transaction.atomic
def save_patrol_area(*, area: PatrolArea, districts: Iterable[District], routes: Iterable[Route]) -> PatrolArea:
    """Save a patrol area with its districts and routes. Shifts that are laid out keep the area they have."""
    area.save()
    area.districts.set(districts)
    area.routes.set(routes)
    return area
