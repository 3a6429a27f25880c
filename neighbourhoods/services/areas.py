"""What can be done with areas."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from common.geo import polygon_from_geojson, to_geojson
from neighbourhoods import transitions
from neighbourhoods.figures import circle_key
from neighbourhoods.lifecycle import AreaStatus, SignOrderStatus
from neighbourhoods.models import Area, AreaEvent, District, Organisation
from neighbourhoods.services.appointments import end_appointment
from neighbourhoods.services.homes import find_homes
from neighbourhoods.services.revival import follow_sleep
from neighbourhoods.services.startup import follow_area
from post import services as post


@transaction.atomic
def create_area(
    *,
    name: str,
    district: District,
    by: User | None,
    housing: str = Area.Housing.MIXED,
    households: int = 0,
    owner: Organisation | None = None,
    boundary: dict[str, Any] | None = None,
) -> Area:
    """Enter a new area as an interest. Raises ValidationError: `name_taken`, or what its border says."""
    name = " ".join(name.split())
    if Area.objects.filter(district=district, name__iexact=name).exists():
        raise ValidationError(_("There is already an area of this name in the district."), code="name_taken")
    area = Area(
        name=name,
        slug=_free_slug(name, district),
        district=district,
        housing=housing,
        households=households,
        owner=owner,
        boundary=boundary and to_geojson(polygon_from_geojson(boundary)),
    )
    area.full_clean(validate_unique=False, validate_constraints=False)
    area.save()
    transitions.begin_area(area, by=by)
    find_homes(area=area)
    return area


def _free_slug(name: str, district: District) -> str:
    base = slugify(name)[:100] or "omrade"
    tries = [base, f"{base}-{district.slug[:30]}", *(f"{base}-{number}" for number in range(2, 1000))]
    taken = set(Area.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in tries if slug not in taken)


@transaction.atomic
def change_boundary(*, area: Area, boundary: dict[str, Any] | None, by: User | None) -> Area:
    """Give an area another border, or none. Raises ValidationError with what is wrong with the border."""
    held = Area.objects.select_for_update(of=("self",)).get(pk=area.pk)
    before = held.boundary
    held.boundary = None if boundary is None else to_geojson(polygon_from_geojson(boundary))
    held._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    held.save(update_fields=["boundary"])
    find_homes(area=held, before=before)
    area.boundary = held.boundary
    return area


@transaction.atomic
def move_area(*, area: Area, to: AreaStatus, by: User | None, reason: str = "") -> AreaEvent:
    """Move an area in its life. Raises MoveRefusedError, or ValidationError `no_agent` for an active one without agent.

    Its start-up and revival cases follow. Closing an area ends its appointments today, takes those to come away,
    cancels its orders of signs, and forgets the neighbours of its circle.
    """
    if to is AreaStatus.ACTIVE and not area.agents.current().exists():
        raise ValidationError(
            _("An area needs a contact agent before it can be active. Appoint one first."), code="no_agent"
        )
    event = transitions.move_area(area, to, by=by, reason=reason)
    follow_area(area=area, to=to, by=by)
    follow_sleep(area=area, to=to, by=by)
    if to is AreaStatus.ACTIVE and area.started_on is None:
        area.started_on = clock.today()
        area.save(update_fields=["started_on"])
    if to is AreaStatus.CLOSED:
        _wind_up(area, by)
    return event


def _wind_up(area: Area, by: User | None) -> None:
    today = clock.today()
    for appointment in area.agents.filter(period__overlap=DateRange(today + timedelta(days=1), None)):
        end_appointment(appointment=appointment, last_day=today, by=by)
    for order in area.sign_orders.open():
        transitions.move_sign_order(order, SignOrderStatus.CANCELLED, by=by, reason="area_closed")
    post.forget_list(list_key=circle_key(area))
