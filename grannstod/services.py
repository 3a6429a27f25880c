"""What can be done in Grannstöd: plan shifts, drive a patrol, write an observation."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock, form_tokens, pictures, sensitive_text
from grannstod import transitions
from grannstod.lifecycle import MAY_DRIVE_OUT, PatrolStatus, VolunteerStatus
from grannstod.mail import reminder
from grannstod.models import (
    Car,
    ChecklistLine,
    CrewMember,
    Observation,
    Patrol,
    PatrolEvent,
    PatrolStep,
    Route,
    Shift,
    StepKind,
    Volunteer,
)
from incidents.models import Category, Report
from incidents.services import Position, Told, report_incident
from post.services import send_sms

logger = logging.getLogger(__name__)

LONGEST_SHIFT = timedelta(hours=12)
# How long before its shift a patrol may be started.
EARLY_START = timedelta(hours=1)

_TAKEN = {
    "nobody_in_two_shifts_at_once": "person_taken",
    "no_car_in_two_shifts_at_once": "car_taken",
    "one_person_per_seat": "seat_taken",
}


@contextmanager
def _refusals() -> Iterator[None]:
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


def check_crew(*, driver: Volunteer, companion: Volunteer) -> None:
    """Raise ValidationError unless two may share a car.

    Codes: `lone_driver`, `not_a_driver`, `may_not_drive_out`, `two_newcomers`.
    """
    if driver.pk == companion.pk:
        raise ValidationError(_("There are always two in the car. Choose two people."), code="lone_driver")
    if not driver.is_driver:
        raise ValidationError(_("%(name)s does not drive."), code="not_a_driver", params={"name": driver})
    for person in (driver, companion):
        if person.status not in MAY_DRIVE_OUT:
            raise ValidationError(
                _("%(name)s is not active in Grannstöd now. Choose someone else."),
                code="may_not_drive_out",
                params={"name": person},
            )
    if driver.status == companion.status == VolunteerStatus.TRAINING:
        raise ValidationError(
            _("Both are new. Let a newcomer drive out with someone experienced."), code="two_newcomers"
        )


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
) -> Shift:
    """Plan a shift with both its people. Raises ValidationError; nothing is half saved."""
    check_times(starts_at=starts_at, ends_at=ends_at)
    check_crew(driver=driver, companion=companion)
    with _refusals():
        shift = Shift.objects.create(starts_at=starts_at, ends_at=ends_at, car=car, route=route)
        _seat(shift, driver, companion)
    return shift


def _seat(shift: Shift, driver: Volunteer, companion: Volunteer) -> None:
    for seat, person in ((CrewMember.Seat.DRIVER, driver), (CrewMember.Seat.COMPANION, companion)):
        CrewMember.objects.create(
            shift=shift, volunteer=person, seat=seat, starts_at=shift.starts_at, ends_at=shift.ends_at
        )


def change_shift(
    *,
    shift_id: int,
    starts_at: datetime,
    ends_at: datetime,
    car: Car,
    driver: Volunteer,
    companion: Volunteer,
    route: Route | None = None,
) -> Shift:
    """Change time, car or people of a shift that nobody has started. Raises ValidationError (`has_started` too)."""
    check_times(starts_at=starts_at, ends_at=ends_at)
    check_crew(driver=driver, companion=companion)
    with _refusals():
        shift = Shift.objects.select_for_update().get(pk=shift_id)
        require_not_started(shift)
        same_time = shift.starts_at == starts_at
        told = {seat.volunteer_id: seat.reminded_at for seat in shift.crew.all()} if same_time else {}
        shift.crew.all().delete()
        shift.starts_at, shift.ends_at, shift.car, shift.route = starts_at, ends_at, car, route
        shift.save()
        _seat(shift, driver, companion)
        for volunteer_id, at in told.items():
            shift.crew.filter(volunteer=volunteer_id).update(reminded_at=at)
    return shift


@transaction.atomic
def remind(*, seat_id: int) -> bool:
    """Send the text message about a shift to one who wants it, once; during quiet hours it waits for morning.

    Returns whether one was sent: not where somebody got there first, and not (logged) where none can be.
    """
    if not CrewMember.objects.filter(pk=seat_id, reminded_at=None).update(reminded_at=clock.now()):
        return False
    seat = CrewMember.objects.select_related("shift__car", "volunteer__user").get(pk=seat_id)
    phone, thread = seat.volunteer.user.phone, f"grannstod:shift:{seat.shift_id}"
    try:
        send_sms(text=reminder(seat.shift), recipients=[phone], thread=thread, expires_at=seat.starts_at)
    except ValidationError as error:
        logger.warning("no reminder sent", extra={"seat": seat_id, "code": error.code})
        return False
    return True


def choose_texts(*, volunteer: Volunteer, wants: bool) -> None:
    """Note whether a volunteer wants a text message the day before each shift."""
    volunteer.wants_texts = wants
    volunteer.save(update_fields=["wants_texts"])


@transaction.atomic
def remove_shift(*, shift_id: int) -> None:
    """Remove a shift that nobody has started. Raises ValidationError (`has_started`)."""
    shift = Shift.objects.select_for_update().get(pk=shift_id)
    require_not_started(shift)
    shift.delete()


def require_not_started(shift: Shift) -> None:
    """Raise ValidationError (`has_started`) if the shift has a patrol."""
    if Patrol.objects.filter(shift=shift).exists():
        raise ValidationError(_("The patrol has started; the shift can't be changed any more."), code="has_started")


@transaction.atomic
def start_patrol(*, shift_id: int, actor: User) -> Patrol:
    """Start the patrol of a shift, with copies of its route and checklist. Started twice, it is one patrol.

    Raises ValidationError with code `too_early`, `too_late` or `lone_driver`.
    """
    shift = Shift.objects.select_for_update(of=("self",)).select_related("route").get(pk=shift_id)
    started = Patrol.objects.filter(shift=shift).first()
    if started is not None:
        return started
    now = clock.now()
    if now < shift.starts_at - EARLY_START:
        raise ValidationError(_("It is too early: a patrol can start an hour before its shift."), code="too_early")
    if now >= shift.ends_at:
        raise ValidationError(_("The shift is over. Call the leader if you drove anyway."), code="too_late")
    if shift.crew.count() != 2:
        raise ValidationError(_("There are always two in the car. Call the leader."), code="lone_driver")
    patrol = Patrol.objects.create(shift=shift, started_at=now)
    PatrolEvent.objects.create(patrol=patrol, moved_to=PatrolStatus.UNDERWAY, actor=actor, reason="started")
    PatrolStep.objects.bulk_create(_steps(patrol))
    return patrol


def _steps(patrol: Patrol) -> Iterator[PatrolStep]:
    for line in ChecklistLine.objects.filter(is_active=True):
        yield PatrolStep(patrol=patrol, kind=line.kind, position=line.position, name=line.text)
    if patrol.shift.route is not None:
        for stop in patrol.shift.route.stops.all():
            yield PatrolStep(patrol=patrol, kind=StepKind.PLACE, position=stop.position, name=stop.name, hint=stop.hint)


@transaction.atomic
def mark_step(*, patrol_id: int, step_id: int, is_done: bool) -> PatrolStep:
    """Tick a step of a patrol that is under way, or take the tick back. Raises ValidationError (`has_ended`)."""
    _locked_underway(patrol_id)
    step = PatrolStep.objects.select_for_update().get(pk=step_id, patrol_id=patrol_id)
    if is_done != (step.done_at is not None):
        step.done_at = clock.now() if is_done else None
        step.save(update_fields=["done_at"])
    return step


def _locked_underway(patrol_id: int) -> Patrol:
    patrol = Patrol.objects.select_for_update().get(pk=patrol_id)
    if patrol.status != PatrolStatus.UNDERWAY:
        raise ValidationError(_("The patrol has ended. Call the leader to add something."), code="has_ended")
    return patrol


def end_patrol(*, patrol_id: int, km: int | None, actor: User) -> Patrol:
    """End a patrol. Kilometres may be left out. Raises MoveRefusedError if it has ended already."""
    if km is not None and not 0 <= km <= 1000:
        raise ValidationError(_("Kilometres must be between 0 and 1,000."), code="km")
    return transitions.move_patrol(patrol_id=patrol_id, to=PatrolStatus.ENDED, actor=actor, km=km, reason="ended")


def break_off_patrol(*, patrol_id: int, actor: User) -> Patrol:
    """Break a patrol off: the car fails, someone falls ill. What was written is kept. Raises MoveRefusedError."""
    return transitions.move_patrol(patrol_id=patrol_id, to=PatrolStatus.BROKEN_OFF, actor=actor, reason="broken_off")


def move_volunteer(*, volunteer_id: int, to: VolunteerStatus, actor: User) -> Volunteer:
    """Move a volunteer on: training, active, paused, left. Raises MoveRefusedError."""
    return transitions.move_volunteer(volunteer_id=volunteer_id, to=to, actor=actor, reason="by_leader")


@dataclass(frozen=True)
class Seen:
    """What a patrol saw: a kind, a place, words; never a person."""

    category: Category
    text: str
    outcome: Observation.Outcome
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    photo: UploadedFile[Any] | None = None


def check_text(*, text: str, category: Category) -> None:
    """Raise ValidationError (`personal_data`) if the words hold what looks like personal data.

    A plate may stand there only where the kind is about a vehicle: abandoned or stolen.
    """
    found = [f for f in sensitive_text.find(text) if not (f.kind == sensitive_text.PLATE and category.is_plate_kind)]
    if found:
        words = ", ".join(f"“{finding.words}”" for finding in found[:3])
        raise ValidationError(
            _("Take out %(words)s: write about the place and what happens, not about who."),
            code="personal_data",
            params={"words": words},
        )


@transaction.atomic
def record_observation(*, patrol_id: int, seen: Seen, form_token: str, author: User) -> Observation:
    """Write down what a patrol saw. Sent twice with the same token, it is one observation.

    What goes to the police or to the fault reports becomes a report in `incidents`; the rest stays in the
    patrol's log. Raises ValidationError with code `form_token`, `has_ended`, `personal_data` or a picture's code.
    """
    if not form_tokens.is_well_formed(form_token):
        raise ValidationError(_("The form is too old. Reload the page and try again."), code="form_token")
    patrol = _locked_underway(patrol_id)
    written = Observation.objects.filter(form_token=form_token, patrol=patrol).first()
    if written is not None:
        return written
    check_text(text=seen.text, category=seen.category)
    observation = Observation(
        patrol=patrol,
        author=author,
        category=seen.category,
        text=seen.text,
        place=seen.place,
        latitude=seen.latitude,
        longitude=seen.longitude,
        outcome=seen.outcome,
        form_token=form_token,
    )
    photo = None if seen.photo is None else pictures.clean_photo(cast(BinaryIO, seen.photo), seen.photo.size or 0)
    observation.report = _hand_over(observation, photo)
    if photo is not None:
        observation.photo.save("photo.jpg", ContentFile(photo), save=False)
    observation.save()
    return observation


def _hand_over(observation: Observation, photo: bytes | None) -> Report | None:
    """Let what somebody must act on become a report; the log keeps the rest.

    The report gets a token of its own made from the observation's, so that neither is written twice.
    """
    if observation.outcome == Observation.Outcome.LOG_ONLY:
        return None
    told = Told(
        category=observation.category,
        text=observation.text,
        place=Position(observation.place, observation.latitude, observation.longitude),
        photos=[photo] if photo is not None else [],
        occurred_when=Report.Occurred.TODAY,
        occurred_at=observation.observed_at,
        channel=Report.Channel.PATROL,
    )
    token = hashlib.sha256(f"observation:{observation.form_token}".encode()).hexdigest()[:32]
    report, _follow = report_incident(told, form_token=token)
    return report


@transaction.atomic
def erase_person(email: str) -> int:
    """Forget a person: coming shifts, the volunteer's row and the authorship of observations. Returns changed rows.

    A place on a crew of the past is kept without a name only as a count of patrols: the rows go with the volunteer.
    """
    volunteer = Volunteer.objects.filter(user__email__iexact=email).first()
    changed = Observation.objects.filter(author__email__iexact=email).update(author=None)
    if volunteer is None:
        return changed
    changed += CrewMember.objects.filter(volunteer=volunteer).delete()[0]
    Volunteer.history.filter(id=volunteer.pk).delete()
    volunteer.delete()
    return changed + 1


def export_person(email: str) -> list[dict[str, object]]:
    """Return what Grannstöd holds about a person."""
    rows: list[dict[str, object]] = []
    for volunteer in Volunteer.objects.filter(user__email__iexact=email):
        rows.append(
            {
                "volunteer": volunteer.get_status_display(),
                "is_driver": volunteer.is_driver,
                "clearance_until": volunteer.clearance_until,
                "joined_on": volunteer.joined_on,
            }
        )
        seats = CrewMember.objects.filter(volunteer=volunteer).order_by("starts_at")
        rows += [{"shift": seat.starts_at, "seat": seat.get_seat_display()} for seat in seats]
    for observation in Observation.objects.filter(author__email__iexact=email):
        rows.append({"observation": observation.text, "at": observation.observed_at})
    return rows
