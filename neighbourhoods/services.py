"""What can be done with areas and the people who answer for them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from common.geo import polygon_from_geojson, to_geojson
from neighbourhoods import transitions
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, AreaEvent, ContactAgent, District, Organisation

ONE_DAY = timedelta(days=1)


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
    held.boundary = None if boundary is None else to_geojson(polygon_from_geojson(boundary))
    held._history_user = by  # type: ignore[attr-defined]  # simple-history's own way to say who did it
    held.save(update_fields=["boundary"])
    area.boundary = held.boundary
    return area


@transaction.atomic
def move_area(*, area: Area, to: AreaStatus, by: User | None, reason: str = "") -> AreaEvent:
    """Move an area in its life. Raises MoveRefusedError, or ValidationError `no_agent` for an active one without agent.

    Closing an area ends its appointments today.
    """
    if to is AreaStatus.ACTIVE and not area.agents.current().exists():
        raise ValidationError(
            _("An area needs a contact agent before it can be active. Appoint one first."), code="no_agent"
        )
    event = transitions.move_area(area, to, by=by, reason=reason)
    if to is AreaStatus.CLOSED:
        for appointment in area.agents.current():
            end_appointment(appointment=appointment, last_day=clock.today(), by=by)
    return event


@transaction.atomic
def appoint_agent(
    *,
    user: User,
    area: Area,
    by: User | None,
    starts_on: date | None = None,
    last_day: date | None = None,
    is_head: bool = False,
    agrees_to_be_shown: bool = False,
    trained_on: date | None = None,
) -> ContactAgent:
    """Appoint a person contact agent from a day (today) until a last day, if one is known.

    Raises ValidationError: `ends_before_start`, `area_closed`, `inactive_person`, `already_appointed`, `head_taken`.
    """
    period = _period(starts_on or clock.today(), last_day)
    if area.status == AreaStatus.CLOSED:
        raise ValidationError(_("The area is closed. Open it again first."), code="area_closed")
    if not user.is_active:
        raise ValidationError(_("This person's account is closed."), code="inactive_person")
    _require_free(user, area, period, is_head=is_head)
    try:
        with transaction.atomic():
            return ContactAgent.objects.create(
                user=user,
                area=area,
                period=period,
                is_head=is_head,
                agrees_to_be_shown=agrees_to_be_shown,
                trained_on=trained_on,
            )
    except IntegrityError as error:
        raise _already_appointed() from error


def _period(starts_on: date, last_day: date | None) -> DateRange:
    if last_day is not None and last_day < starts_on:
        raise ValidationError(_("The last day comes before the first."), code="ends_before_start")
    return DateRange(starts_on, None if last_day is None else last_day + ONE_DAY)


def _require_free(user: User, area: Area, period: DateRange, *, is_head: bool) -> None:
    overlapping = ContactAgent.objects.filter(area=area, period__overlap=period)
    if overlapping.filter(user=user).exists():
        raise _already_appointed()
    if is_head and overlapping.filter(is_head=True).exists():
        raise ValidationError(
            _("The area has a head contact agent in this period. Let that one hand over first."), code="head_taken"
        )


def _already_appointed() -> ValidationError:
    return ValidationError(_("This person is contact agent here in this period already."), code="already_appointed")


@transaction.atomic
def end_appointment(*, appointment: ContactAgent, by: User | None, last_day: date | None = None) -> ContactAgent:
    """Let an appointment end after a last day (today). One that has not begun is taken away whole.

    Raises ValidationError `ended_already` if it ends on that day or before.
    """
    held = ContactAgent.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    after = (last_day or clock.today()) + ONE_DAY
    if held.ends_on is not None and held.ends_on < after:
        raise ValidationError(_("This appointment has ended already."), code="ended_already")
    starts = held.starts_on
    if starts is not None and after <= starts:
        held.delete()
        appointment.period = DateRange(starts, starts)
        return appointment
    held.period = appointment.period = DateRange(starts, after)
    held._history_user = by  # type: ignore[attr-defined]  # simple-history's own way to say who did it
    held.save(update_fields=["period"])
    return appointment


@transaction.atomic
def hand_over(*, appointment: ContactAgent, to: User, by: User | None, on: date | None = None) -> ContactAgent:
    """Hand the role to a neighbour from a day (tomorrow); the old appointment ends the day before.

    Returns the new appointment. Raises ValidationError as `end_appointment` and `appoint_agent` do.
    """
    first = on or clock.today() + ONE_DAY
    end_appointment(appointment=appointment, last_day=first - ONE_DAY, by=by)
    return appoint_agent(user=to, area=appointment.area, starts_on=first, is_head=appointment.is_head, by=by)
