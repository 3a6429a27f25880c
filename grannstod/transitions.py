"""The only writers of a status in Grannstöd."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from common import clock
from common.moves import require_move
from grannstod.figures.schedule import Solution
from grannstod.lifecycle import (
    APPLICANT_MOVES,
    PATROL_MOVES,
    SCHEDULE_MOVES,
    SUPPORT_MOVES,
    VOLUNTEER_MOVES,
    WAITING_MOVES,
    ApplicantStatus,
    PatrolStatus,
    ScheduleStatus,
    SupportStatus,
    VolunteerStatus,
    WaitingStatus,
)
from grannstod.models import (
    Applicant,
    ApplicantEvent,
    Patrol,
    PatrolEvent,
    ProposedSeat,
    Schedule,
    ScheduleEvent,
    SupportEvent,
    VictimSupportCase,
    Volunteer,
    VolunteerEvent,
    WaitingPlace,
)


@transaction.atomic
def move_applicant(*, applicant_id: int, to: ApplicantStatus, actor: User | None) -> Applicant:
    """Move an applicant on and note who did. Raises MoveRefusedError."""
    applicant = Applicant.objects.select_for_update().get(pk=applicant_id)
    here = ApplicantStatus(applicant.status)
    require_move(APPLICANT_MOVES, here, to)
    applicant.status = to
    applicant.save(update_fields=["status"])
    ApplicantEvent.objects.create(applicant=applicant, moved_from=here, moved_to=to, actor=actor)
    return applicant


@transaction.atomic
def move_volunteer(*, volunteer_id: int, to: VolunteerStatus, actor: User | None, reason: str = "") -> Volunteer:
    """Move a volunteer's status and note who did. Raises MoveRefusedError."""
    volunteer = Volunteer.objects.select_for_update().get(pk=volunteer_id)
    here = VolunteerStatus(volunteer.status)
    require_move(VOLUNTEER_MOVES, here, to)
    volunteer.status = to
    volunteer.left_on = clock.today() if to == VolunteerStatus.LEFT else None
    volunteer.save(update_fields=["status", "left_on"])
    VolunteerEvent.objects.create(volunteer=volunteer, moved_from=here, moved_to=to, actor=actor, reason=reason)
    return volunteer


@transaction.atomic
def move_patrol(
    *,
    patrol_id: int,
    to: PatrolStatus,
    actor: User | None,
    km: int | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Patrol:
    """End a patrol or break it off, and note who did; `at` is when, for what comes late. Raises MoveRefusedError."""
    patrol = Patrol.objects.select_for_update().get(pk=patrol_id)
    here = PatrolStatus(patrol.status)
    require_move(PATROL_MOVES, here, to)
    # A clock that was set back must not hold the patrol open: it ends at the earliest when it began.
    patrol.status, patrol.ended_at, patrol.km = to, max(at or clock.now(), patrol.started_at), km
    patrol.save(update_fields=["status", "ended_at", "km"])
    PatrolEvent.objects.create(patrol=patrol, moved_from=here, moved_to=to, actor=actor, reason=reason)
    return patrol


def correct_patrol(patrol: Patrol, *, ended_at: datetime, km: int | None, actor: User) -> Patrol:
    """Put right when a locked patrol that is over ended, and how far it drove; note who did. The status stays."""
    patrol.ended_at, patrol.km = ended_at, km
    patrol.save(update_fields=["ended_at", "km"])
    PatrolEvent.objects.create(
        patrol=patrol, moved_from=patrol.status, moved_to=patrol.status, actor=actor, reason="corrected"
    )
    return patrol


def move_place(place: WaitingPlace, to: WaitingStatus, *, until: datetime | None = None) -> WaitingPlace:
    """Move a place in line; the caller holds the shift's row. Raises MoveRefusedError."""
    require_move(WAITING_MOVES, WaitingStatus(place.status), to)
    place.status, place.offered_until = to, until
    place.save(update_fields=["status", "offered_until"])
    return place


@transaction.atomic
def move_schedule(*, schedule_id: int, to: ScheduleStatus, actor: User | None) -> Schedule:
    """Move a schedule on and note who did. Raises MoveRefusedError."""
    schedule = Schedule.objects.select_for_update().get(pk=schedule_id)
    here = ScheduleStatus(schedule.status)
    require_move(SCHEDULE_MOVES, here, to)
    schedule.status, schedule.moved_at, schedule.progress = to, clock.now(), {}
    schedule.save(update_fields=["status", "moved_at", "progress"])
    ScheduleEvent.objects.create(schedule=schedule, moved_from=here, moved_to=to, actor=actor)
    return schedule


@transaction.atomic
def store_solution(*, schedule_id: int, solution: Solution, begun_at: datetime) -> None:
    """Write down what was worked out, beside what was chosen by hand.

    Raises MoveRefusedError when it was stopped, or begun anew since this worker began.
    """
    begun = Schedule.objects.select_for_update().filter(pk=schedule_id, moved_at=begun_at).first()
    here = ScheduleStatus(begun.status) if begun else ScheduleStatus.DROPPED
    require_move(SCHEDULE_MOVES, here, ScheduleStatus.DRAFT)
    schedule = move_schedule(schedule_id=schedule_id, to=ScheduleStatus.DRAFT, actor=None)
    schedule.seats.filter(by_hand=False).delete()
    ProposedSeat.objects.bulk_create(
        ProposedSeat(
            schedule=schedule, shift_id=one.slot, seat=one.seat, volunteer_id=one.person, reasons=list(one.reasons)
        )
        for one in solution.choices
    )
    schedule.gaps = [[gap.slot, list(gap.reasons)] for gap in solution.gaps]
    schedule.save(update_fields=["gaps"])


def locked_case(case_id: int) -> VictimSupportCase:
    """Return an open support case with its row locked. Raises MoveRefusedError once it is closed."""
    case = VictimSupportCase.objects.select_for_update(of=("self",)).get(pk=case_id)
    if not SUPPORT_MOVES[SupportStatus(case.status)]:
        require_move(SUPPORT_MOVES, SupportStatus(case.status), SupportStatus.VISITED)
    return case


def move_case(
    case: VictimSupportCase, to: SupportStatus, *, actor: User | None, due_on: date | None = None
) -> VictimSupportCase:
    """Move a locked support case and note who did. Raises MoveRefusedError."""
    require_move(SUPPORT_MOVES, SupportStatus(case.status), to)
    # With a new day the case is not late any more, and is said to be so anew if that passes too.
    case.status, case.due_on, case.escalated_on = to, due_on, None
    case.closed_at = None if SUPPORT_MOVES[to] else clock.now()
    case.save(update_fields=["status", "due_on", "escalated_on", "closed_at", "first_contact_at"])
    SupportEvent.objects.create(case=case, what=to, actor=actor)
    return case
