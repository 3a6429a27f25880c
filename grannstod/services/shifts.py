"""Planning shifts: always two, at least one drives, nobody and no car twice at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common import clock
from grannstod import transitions
from grannstod.lifecycle import IN_LINE, MAY_DRIVE_OUT, VolunteerStatus, WaitingStatus
from grannstod.mail import shifts as mail
from grannstod.models import (
    Car,
    CrewMember,
    Patrol,
    PatrolArea,
    Route,
    Shift,
    Volunteer,
    WaitingPlace,
)

LONGEST_SHIFT = timedelta(hours=12)
# When a seat's text and its two mails went.
REMINDED = ("reminded_at", "week_mail_at", "day_mail_at")

_TAKEN = {
    "nobody_in_two_shifts_at_once": "person_taken",
    "no_car_in_two_shifts_at_once": "car_taken",
    "one_person_per_seat": "seat_taken",
}


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what the database's own constraints refuse into a sentence that says what to do."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        code = _TAKEN.get(name)
        if code is None:
            raise
        raise _taken(code) from error


def _taken(code: str) -> ValidationError:
    sentences = {
        "person_taken": _("One of the two is already on another shift at that time. Choose someone else."),
        "car_taken": _("The car is already out at that time. Choose another car or time."),
        "seat_taken": _("Somebody has just taken that seat. Reload the page and look again."),
    }
    return ValidationError(sentences[code], code=code)


def check_times(*, starts_at: datetime, ends_at: datetime) -> None:
    """Raise ValidationError (`ends_before_start`, `too_long`) unless the shift has a likely length."""
    if ends_at <= starts_at:
        raise ValidationError(_("The shift must end after it begins."), code="ends_before_start")
    if ends_at - starts_at > LONGEST_SHIFT:
        raise ValidationError(_("A shift is at most twelve hours. Check the times."), code="too_long")


def check_person(person: Volunteer) -> None:
    """Raise ValidationError (`may_not_drive_out`) unless somebody may stand on a shift."""
    if person.status not in MAY_DRIVE_OUT:
        raise ValidationError(
            _("%(name)s is not active in Grannstöd now. Choose someone else."),
            code="may_not_drive_out",
            params={"name": person},
        )


def check_driver(person: Volunteer, day: date) -> None:
    """Raise ValidationError (`not_a_driver`, `licence_expired`) unless somebody may drive that day."""
    if not person.is_driver:
        raise ValidationError(_("%(name)s does not drive."), code="not_a_driver", params={"name": person})
    if not person.drives_on(day):
        raise ValidationError(
            _("The driving licence of %(name)s that was looked at has run out by then. Look at the new one first."),
            code="licence_expired",
            params={"name": person},
        )


def check_pair(one: Volunteer, other: Volunteer) -> None:
    """Raise ValidationError (`lone_driver`, `two_newcomers`) unless two may share a car."""
    if one.pk == other.pk:
        raise ValidationError(_("There are always two in the car. Choose two people."), code="lone_driver")
    if one.status == other.status == VolunteerStatus.TRAINING:
        raise ValidationError(
            _("Both are new. Let a newcomer drive out with someone experienced."), code="two_newcomers"
        )


def check_crew(*, driver: Volunteer, companion: Volunteer, day: date) -> None:
    """Raise ValidationError unless two may share a car that day; the codes are those of the three checks above."""
    if driver.pk == companion.pk:
        check_pair(driver, companion)
    check_driver(driver, day)
    for person in (driver, companion):
        check_person(person)
    check_pair(driver, companion)


def check_free(
    *,
    starts_at: datetime,
    ends_at: datetime,
    car: Car,
    driver: Volunteer,
    companion: Volunteer,
    but_shift_id: int | None = None,
) -> None:
    """Raise ValidationError (`person_taken`, `car_taken`) if someone or the car is out already at that time.

    For a form that wants to say so early; the database's constraints decide.
    """
    meanwhile = Shift.objects.between(starts_at, ends_at)
    if but_shift_id is not None:
        meanwhile = meanwhile.exclude(pk=but_shift_id)
    if meanwhile.filter(car=car).exists():
        raise _taken("car_taken")
    if meanwhile.filter(crew__volunteer__in=[driver, companion]).exists():
        raise _taken("person_taken")


def plan_shift(
    *,
    starts_at: datetime,
    ends_at: datetime,
    car: Car,
    driver: Volunteer,
    companion: Volunteer,
    route: Route | None = None,
    patrol_area: PatrolArea | None = None,
    is_told: bool = True,
) -> Shift:
    """Plan a shift with both its people, who get a mail if it is to come. Raises ValidationError; nothing is half
    saved."""
    check_times(starts_at=starts_at, ends_at=ends_at)
    check_crew(driver=driver, companion=companion, day=clock.local(starts_at).date())
    with refusals():
        area = area_of(route, patrol_area)
        shift = Shift.objects.create(starts_at=starts_at, ends_at=ends_at, car=car, route=route, patrol_area=area)
        _seat(shift, driver, companion)
        if is_told and starts_at > clock.now():
            for person in (driver, companion):
                mail.placed(shift, person).send()
    return shift


def area_of(route: Route | None, chosen: PatrolArea | None) -> PatrolArea | None:
    """Return the patrol area that was chosen, else the route's."""
    return chosen or (route.patrol_area if route else None)


def _seat(shift: Shift, driver: Volunteer, companion: Volunteer) -> None:
    for seat, person in ((CrewMember.Seat.DRIVER, driver), (CrewMember.Seat.COMPANION, companion)):
        CrewMember.objects.create(
            shift=shift, volunteer=person, seat=seat, starts_at=shift.starts_at, ends_at=shift.ends_at
        )
    for place in shift.line.filter(volunteer__in=(driver, companion), status__in=IN_LINE):
        transitions.move_place(place, WaitingStatus.TAKEN)


def change_shift(
    *,
    shift_id: int,
    starts_at: datetime,
    ends_at: datetime,
    car: Car,
    driver: Volunteer,
    companion: Volunteer,
    route: Route | None = None,
    patrol_area: PatrolArea | None = None,
) -> Shift:
    """Change time, car or people of a coming shift that nobody has started. Whoever is new, or drives at another time
    or in another car, gets a mail, and so does whoever does not drive any more, or stands in line for what has another
    time now.

    Raises ValidationError (`has_started`, `is_over` too)."""
    check_times(starts_at=starts_at, ends_at=ends_at)
    check_crew(driver=driver, companion=companion, day=clock.local(starts_at).date())
    with refusals():
        shift = Shift.objects.select_for_update().get(pk=shift_id)
        require_to_come(shift)
        before = copy(shift)
        crew = list(shift.crew.select_related("volunteer__user"))
        shift.crew.all().delete()
        shift.starts_at, shift.ends_at, shift.car, shift.route = starts_at, ends_at, car, route
        shift.patrol_area = area_of(route, patrol_area)
        shift.save()
        _seat(shift, driver, companion)
        _tell(before, shift, crew)
    return shift


def _tell(before: Shift, shift: Shift, crew: list[CrewMember]) -> None:
    """Write to those whom a change concerns; marks of what was sent stay where the time does."""
    had = {seat.volunteer_id: seat for seat in crew}
    same_time = (before.starts_at, before.ends_at) == (shift.starts_at, shift.ends_at)
    for seat in shift.crew.select_related("volunteer__user"):
        old = had.pop(seat.volunteer_id, None)
        if old and same_time:
            marks = {name: getattr(old, name) for name in ("placed_at", *REMINDED)}
            CrewMember.objects.filter(pk=seat.pk).update(**marks)
        if not (old and same_time and before.car_id == shift.car_id):
            mail.placed(shift, seat.volunteer).send()
    for old in had.values():
        mail.removed(before, old.volunteer, moment=clock.now()).send()
    for place in () if same_time else _in_line(shift):
        mail.line_moved(place).send()


def _in_line(shift: Shift) -> list[WaitingPlace]:
    return list(shift.line.filter(status__in=IN_LINE).select_related("shift__car", "volunteer__user"))


@transaction.atomic
def remove_shift(*, shift_id: int) -> None:
    """Remove a coming shift that nobody has started; its people are told, and whoever stands in line. Raises
    ValidationError (`has_started`, `is_over`)."""
    shift = Shift.objects.select_for_update(of=("self",)).select_related("car").get(pk=shift_id)
    require_to_come(shift)
    for seat in shift.crew.select_related("volunteer__user"):
        mail.removed(shift, seat.volunteer, moment=clock.now()).send()
    for place in _in_line(shift):
        mail.line_gone(place).send()
    shift.delete()


def require_to_come(shift: Shift) -> None:
    """Raise ValidationError (`has_started`, `is_over`) unless the shift is still to come."""
    require_not_started(shift)
    if shift.starts_at <= clock.now():
        raise ValidationError(_("That shift has begun already."), code="is_over")


def require_not_started(shift: Shift) -> None:
    """Raise ValidationError (`has_started`) if the shift has a patrol."""
    if Patrol.objects.filter(shift=shift).exists():
        raise ValidationError(_("The patrol has started; the shift can't be changed any more."), code="has_started")
