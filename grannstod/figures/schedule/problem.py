"""The schedule as a problem: people with rules and wishes, shifts with seats. Plain data, no database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

DRIVER, COMPANION = "driver", "companion"
SEATS = (DRIVER, COMPANION)
# A reason: its code, and the numbers and days its sentence needs.
Reason = tuple[str, dict[str, int | str]]


@dataclass(frozen=True)
class Person:
    """Somebody who may drive out, with what binds and what is wished."""

    pk: int
    is_newcomer: bool = False
    is_driver: bool = True
    licence_until: date | None = None
    gladly: frozenset[int] = frozenset()
    never: frozenset[int] = frozenset()
    part: str = "any"
    seat: str = "either"
    most: int = 4
    partner: int | None = None
    away: tuple[date, date] | None = None
    last_drove: date | None = None
    busy: tuple[tuple[datetime, datetime], ...] = ()  # on shifts that are not part of the problem
    taken_off: frozenset[int] = frozenset()  # slots that somebody said no to for this person

    def drives_on(self, day: date) -> bool:
        """Tell whether this person may drive that day; the licence's last day is included."""
        return self.is_driver and (self.licence_until is None or day <= self.licence_until)


@dataclass(frozen=True)
class Slot:
    """A shift: local start and end, and who sits there whatever the solver says."""

    pk: int
    starts_at: datetime
    ends_at: datetime
    taken: Mapping[str, int] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """Return the day on which the shift begins."""
        return self.starts_at.date()

    def touches(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Tell whether the shift overlaps a time.

        Compared in UTC: Python compares two local moments by the clock on the wall, which strikes two twice in October.
        """
        mine, theirs = (
            (begins.astimezone(UTC), ends.astimezone(UTC))
            for begins, ends in ((self.starts_at, self.ends_at), (starts_at, ends_at))
        )
        return mine[0] < theirs[1] and theirs[0] < mine[1]


@dataclass(frozen=True)
class Problem:
    """Everything that the solver knows."""

    people: tuple[Person, ...]
    slots: tuple[Slot, ...]

    def person(self, pk: int) -> Person | None:
        """Return somebody, or None for one who may not drive out any more."""
        return next((one for one in self.people if one.pk == pk), None)


@dataclass(frozen=True)
class Choice:
    """Somebody for a seat, and why."""

    slot: int
    seat: str
    person: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Gap:
    """A shift that could not be filled, and why."""

    slot: int
    reasons: tuple[Reason, ...]


class Phase(StrEnum):
    """What the worker is at."""

    READING = "reading"
    SIMPLIFYING = "simplifying"
    SEARCHING = "searching"
    EXPLAINING = "explaining"


@dataclass(frozen=True)
class Progress:
    """How far the worker has come."""

    phase: Phase
    people: int = 0
    shifts: int = 0  # that have a free seat
    filled: int | None = None  # of them, in the best proposal so far; None before the first
    gap: float | None = None  # how much better, as a share of its points, a proposal can be at most


class StoppedError(Exception):
    """Nobody waits for the schedule any more."""


# Told of progress; answers whether to go on.
Tell = Callable[[Progress], bool]


@dataclass(frozen=True)
class Solution:
    """What the solver proposes."""

    choices: tuple[Choice, ...]
    gaps: tuple[Gap, ...]


def blocked(person: Person, slot: Slot, seat: str) -> str:
    """Return the code of the rule or the binding wish that keeps somebody from a seat, or nothing."""
    if slot.pk in person.taken_off:
        return "taken_off"
    if seat == DRIVER and not person.is_driver:
        return "no_driver"
    if seat == DRIVER and not person.drives_on(slot.day):
        return "licence"
    if slot.day.weekday() in person.never:
        return "weekday"
    if person.away and person.away[0] <= slot.day <= person.away[1]:
        return "away"
    if (person.part == "morning" and slot.starts_at.hour >= 12) or (
        person.part == "afternoon" and slot.starts_at.hour < 12
    ):
        return "part"
    if any(slot.touches(starts, ends) for starts, ends in person.busy):
        return "busy"
    return ""
