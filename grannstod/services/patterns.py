"""Laying out coming weeks from what an ordinary week looks like."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common import clock
from grannstod.models import Shift, ShiftPattern
from grannstod.services.shifts import area_of, refusals

MOST_WEEKS = 26


@dataclass
class LaidOut:
    """What came of it: shifts made, days left out because offices are closed, shifts whose car was out already."""

    made: list[Shift] = field(default_factory=list)
    holidays: list[date] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    there_already: int = 0


def lay_out(*, first: date, weeks: int) -> LaidOut:
    """Make empty shifts for so many weeks from a day on, for volunteers to sign up to. Run again it adds none twice.

    Public holidays and eves are left out. Raises ValidationError (`weeks`, `past`, `no_pattern`).
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise ValidationError(_("Choose between 1 and 26 weeks."), code="weeks")
    if first < clock.today():
        raise ValidationError(_("Choose a day that has not been."), code="past")
    patterns = list(
        ShiftPattern.objects.filter(is_active=True, car__is_active=True).select_related(
            "car", "route__patrol_area", "patrol_area"
        )
    )
    if not patterns:
        raise ValidationError(_("Say first what an ordinary week looks like."), code="no_pattern")
    result = LaidOut()
    for number in range(weeks * 7):
        day = first + timedelta(days=number)
        todays = [pattern for pattern in patterns if pattern.weekday == day.weekday()]
        if todays and day.weekday() < 5 and not clock.is_working_day(day):
            result.holidays.append(day)
            continue
        for pattern in todays:
            _lay(pattern, day, result)
    return result


def _lay(pattern: ShiftPattern, day: date, result: LaidOut) -> None:
    starts_at = datetime.combine(day, pattern.begins, tzinfo=clock.STOCKHOLM)
    ends_at = datetime.combine(day, pattern.ends, tzinfo=clock.STOCKHOLM)
    if starts_at <= clock.now():
        return
    if Shift.objects.filter(car=pattern.car, starts_at=starts_at, ends_at=ends_at).exists():
        result.there_already += 1
        return
    try:
        with refusals():
            shift = Shift.objects.create(
                starts_at=starts_at,
                ends_at=ends_at,
                car=pattern.car,
                route=pattern.route,
                patrol_area=area_of(pattern.route, pattern.patrol_area),
            )
    except ValidationError:
        result.taken.append(f"{day:%Y-%m-%d} {pattern.begins:%H.%M}, {pattern.car}")
        return
    result.made.append(shift)
