"""A border drawn or pasted by a person: refused with the place shown, and never moved away from reports unasked."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.geo import polygon_from_geojson, to_geojson
from neighbourhoods import figures
from neighbourhoods.models import Area
from neighbourhoods.services.areas import change_boundary


class BorderRefusedError(ValidationError):
    """The border may not stand. `problems` holds each fault with its place."""

    def __init__(self, problems: list[figures.Problem]) -> None:
        super().__init__([ValidationError(held.sentence, code=held.code) for held in problems])
        self.problems = problems


@transaction.atomic
def draw_boundary(
    *, area: Area, boundary: dict[str, Any] | None, by: User | None, orphans_confirmed: bool = False
) -> Area:
    """Give an area the border that somebody drew (GeoJSON, WGS84), or none.

    Raises BorderRefusedError for crossings, overlaps and what lies outside the municipality; ValidationError for
    what is no border at all; and `orphans` when reports or signs would lie outside and nobody has said yes to it.
    """
    if boundary is not None:
        problems = figures.border_problems(boundary, area)
        if problems:
            raise BorderRefusedError(problems)
        boundary = to_geojson(polygon_from_geojson(boundary))
    left = [] if orphans_confirmed else figures.orphans(area, boundary)
    if left:
        left.append(_("Tick the box below to move the border all the same."))
        raise ValidationError([ValidationError(sentence, code="orphans") for sentence in left])
    return change_boundary(area=area, boundary=boundary, by=by)
