"""A schedule as the leader looks at it: shift by shift, who is there, who is proposed and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common import clock
from grannstod.figures.schedule import SECONDS, gap_words, progress_words, reason_words
from grannstod.figures.schedule.gathering import shifts_of
from grannstod.lifecycle import ScheduleStatus
from grannstod.models import CrewMember, ProposedSeat, Schedule, Shift

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True)
class DraftSeat:
    """One seat of a shift: taken already, proposed (by hand or with reasons), or empty."""

    seat: str
    words: str | Promise
    name: str = ""
    proposed_id: int | None = None
    by_hand: bool = False
    reasons: tuple[str, ...] = ()
    is_taken: bool = False


@dataclass(frozen=True)
class DraftShift:
    """A shift with its two seats, and why one stayed empty."""

    shift: Shift
    seats: tuple[DraftSeat, ...]
    gap: tuple[str, ...]


@dataclass(frozen=True)
class Underway:
    """How a schedule's working out goes: in words, and the seconds so far of those it may take at most."""

    words: list[str]
    seconds: int
    most: int


def underway(schedule: Schedule) -> Underway:
    """Return how a schedule's working out goes."""
    begun = schedule.status == ScheduleStatus.SOLVING
    seconds = max(0, int((clock.now() - schedule.moved_at).total_seconds())) if begun else 0
    return Underway(progress_words(schedule.progress), seconds, int(SECONDS))


def draft(schedule: Schedule) -> list[DraftShift]:
    """Return every shift of a schedule's weeks, in three queries whatever their number."""
    proposed = {(seat.shift_id, seat.seat): seat for seat in schedule.seats.select_related("volunteer__user")}
    gaps = dict(schedule.gaps)
    shifts = shifts_of(schedule).select_related("car", "route").prefetch_related("crew__volunteer__user")
    return [_shift(shift, proposed, gaps.get(shift.pk, [])) for shift in shifts]


def _shift(
    shift: Shift, proposed: dict[tuple[int, str], ProposedSeat], gap: list[tuple[str, dict[str, object]]]
) -> DraftShift:
    taken = {member.seat: member for member in shift.crew.all()}
    seats = tuple(_seat(seat, taken.get(seat), proposed.get((shift.pk, seat))) for seat in CrewMember.Seat)
    is_empty = any(not one.name for one in seats)
    return DraftShift(shift, seats, tuple(gap_words(gap)) if is_empty else ())


def _seat(seat: CrewMember.Seat, taken: CrewMember | None, proposed: ProposedSeat | None) -> DraftSeat:
    if taken is not None:
        return DraftSeat(seat.value, seat.label, str(taken.volunteer), is_taken=True)
    if proposed is None:
        return DraftSeat(seat.value, seat.label)
    return DraftSeat(
        seat.value,
        seat.label,
        str(proposed.volunteer),
        proposed.pk,
        proposed.by_hand,
        tuple(reason_words(proposed.reasons)),
    )
