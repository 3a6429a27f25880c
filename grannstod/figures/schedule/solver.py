"""The schedule as a mixed-integer programme for HiGHS (https://highs.dev).

A shift gets both its people or is left as a gap. Rules and binding wishes are constraints; what is left is a sum of
points, where one more full shift outweighs everything else.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from grannstod.figures.schedule.problem import (
    SEATS,
    Choice,
    Person,
    Phase,
    Problem,
    Progress,
    Slot,
    Solution,
    StoppedError,
    Tell,
    blocked,
)
from grannstod.figures.schedule.reasons import gaps_of, reasons_of

if TYPE_CHECKING:
    import highspy

FULL_SHIFT = 1000.0
GLADLY, SEAT_AS_WISHED, TOGETHER, TWICE_A_WEEK = 6.0, 3.0, 4.0, -5.0
# The first shift of everybody counts most, each one after it less: so they are spread.
FIRST, EACH_LESS = 40.0, 4.0
# Good enough is within a thousandth of the best there can be.
GAP, SECONDS = 0.001, 100.0
TELL_EVERY = 0.5  # seconds
Key = tuple[int, int, str]


class _Programme:
    """Columns and rows, handed to HiGHS at once: one call each takes longer than the solving."""

    def __init__(self) -> None:
        self.costs: list[float] = []
        self.uppers: list[float] = []
        self.whole: list[int] = []
        self.rows: list[tuple[float, float, list[int], list[float]]] = []

    def column(self, points: float, *, most: float = 1.0, is_whole: bool = False) -> int:
        """Add a variable from nothing up to `most`; returns its number."""
        self.costs.append(points)
        self.uppers.append(most)
        if is_whole:
            self.whole.append(len(self.costs) - 1)
        return len(self.costs) - 1

    def row(self, low: float, high: float, parts: Iterable[tuple[int, float]]) -> None:
        """Hold a sum of variables between two numbers."""
        held = list(parts)
        if held:
            self.rows.append((low, high, [number for number, _factor in held], [factor for _number, factor in held]))

    def solve(self, watch: _Watch) -> list[float]:
        """Return each variable's value. Raises StoppedError when the watch says so."""
        import highspy
        import numpy

        model = highspy.Highs()  # type: ignore[no-untyped-call]  # the package leaves __init__ untyped
        for option, value in (("output_flag", False), ("mip_rel_gap", GAP), ("time_limit", SECONDS), ("threads", 1)):
            model.setOptionValue(option, value)
        count = len(self.costs)
        none = numpy.array([], dtype=numpy.int32)
        model.addCols(
            count, numpy.array(self.costs), numpy.zeros(count), numpy.array(self.uppers), 0, none, none, numpy.array([])
        )
        kinds = numpy.full(len(self.whole), 1, dtype=numpy.uint8)
        model.changeColsIntegrality(len(self.whole), numpy.array(self.whole, dtype=numpy.int32), kinds)
        self._add_rows(model)
        model.changeObjectiveSense(highspy.ObjSense.kMaximize)
        watch.over(model)
        model.run()
        watch.settle()
        if model.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            raise RuntimeError(f"HiGHS found no schedule: {model.modelStatusToString(model.getModelStatus())}")
        return list(model.getSolution().col_value)

    def _add_rows(self, model: highspy.Highs) -> None:
        import numpy

        starts, total = [], 0
        for _low, _high, numbers, _factors in self.rows:
            starts.append(total)
            total += len(numbers)
        model.addRows(
            len(self.rows),
            numpy.array([row[0] for row in self.rows], dtype=float),
            numpy.array([row[1] for row in self.rows], dtype=float),
            total,
            numpy.array(starts, dtype=numpy.int32),
            numpy.array([number for row in self.rows for number in row[2]], dtype=numpy.int32),
            numpy.array([factor for row in self.rows for factor in row[3]], dtype=float),
        )


class _Watch:
    """Follows a search and tells how it goes; ends it when nobody waits for it any more.

    HiGHS tells nothing while it simplifies the problem, and can't be stopped then.
    """

    def __init__(self, tell: Tell, begun: Progress, full: list[int]) -> None:
        self._tell, self._now, self._full = tell, begun, full
        self._told_at = 0.0
        self._error: BaseException | None = None

    def over(self, model: highspy.Highs) -> None:
        """Have HiGHS report to this watch."""
        self._say(Phase.SIMPLIFYING)
        model.cbMipImprovingSolution.subscribe(self._improved)
        model.cbMipLogging.subscribe(self._came_closer)
        model.cbMipInterrupt.subscribe(self._goes_on)

    def settle(self) -> None:
        """Raise what went wrong meanwhile, or StoppedError."""
        self._say(Phase.EXPLAINING)
        if self._error is not None:
            raise self._error

    def _improved(self, event: highspy.HighsCallbackEvent) -> None:
        values = event.data_out.mip_solution
        self._now = replace(self._now, filled=sum(bool(values[number] > 0.5) for number in self._full))
        self._say(Phase.SEARCHING)

    def _came_closer(self, event: highspy.HighsCallbackEvent) -> None:
        gap = float(event.data_out.mip_gap)
        self._now = replace(self._now, gap=gap if math.isfinite(gap) else None)
        self._say(Phase.SEARCHING)

    def _goes_on(self, event: highspy.HighsCallbackEvent) -> None:
        if time.monotonic() > self._told_at + TELL_EVERY:
            self._say(Phase.SEARCHING)
        if event.data_in is not None:
            event.data_in.user_interrupt = self._error is not None

    def _say(self, phase: Phase) -> None:
        """Tell how it goes. HiGHS can't be left by an exception: it is raised when the search has ended."""
        self._now, self._told_at = replace(self._now, phase=phase), time.monotonic()
        if self._error is None:
            try:
                if not self._tell(self._now):
                    raise StoppedError
            except BaseException as error:
                self._error = error


def solve(problem: Problem, tell: Tell = lambda _progress: True) -> Solution:
    """Propose who takes which free seat, with the reasons of each choice and each gap.

    Raises StoppedError when whoever is told of the progress answers that it need not go on.
    """
    begun = Progress(Phase.READING, len(problem.people), sum(len(slot.taken) < len(SEATS) for slot in problem.slots))
    tell(begun)
    programme = _Programme()
    seats = dict(_seats(problem, programme))
    if seats:
        full = _fill_shifts(problem, programme, seats)
        _keep_rules_of_people(problem, programme, seats)
        _spread(problem, programme, seats)
        _let_together(problem, programme, seats)
        values = programme.solve(_Watch(tell, begun, full))
        chosen = [key for key, number in seats.items() if values and values[number] > 0.5]
    else:
        chosen = []
    choices = [Choice(slot, seat, person) for person, slot, seat in sorted(chosen, key=lambda key: (key[1], key[2]))]
    explained = tuple(Choice(one.slot, one.seat, one.person, reasons_of(problem, choices, one)) for one in choices)
    return Solution(explained, gaps_of(problem, choices))


def _seats(problem: Problem, programme: _Programme) -> Iterator[tuple[Key, int]]:
    """Make a variable for everybody who may take a free seat."""
    newcomers = {one.pk for one in problem.people if one.is_newcomer}
    for slot in problem.slots:
        seated = set(slot.taken.values())
        for seat in SEATS:
            if seat in slot.taken:
                continue
            for one in problem.people:
                two_new = one.is_newcomer and bool(seated & newcomers)
                if one.pk not in seated and not two_new and not blocked(one, slot, seat):
                    yield (one.pk, slot.pk, seat), programme.column(_points(one, slot, seat), is_whole=True)


def _points(one: Person, slot: Slot, seat: str) -> float:
    points = GLADLY if slot.day.weekday() in one.gladly else 0.0
    if one.seat != "either":
        points += SEAT_AS_WISHED if one.seat == seat else -SEAT_AS_WISHED
    return points


def _fill_shifts(problem: Problem, programme: _Programme, seats: dict[Key, int]) -> list[int]:
    """Let a shift get all its free seats filled or none, and at most one newcomer; return the shifts' variables."""
    all_full = []
    newcomers = {one.pk for one in problem.people if one.is_newcomer}
    by_seat: dict[tuple[int, str], list[int]] = defaultdict(list)
    new: dict[int, list[int]] = defaultdict(list)
    for (person, slot, seat), number in seats.items():
        by_seat[slot, seat].append(number)
        if person in newcomers:
            new[slot].append(number)
    for shift in problem.slots:
        free = [seat for seat in SEATS if seat not in shift.taken]
        if not free:
            continue
        all_full.append(full := programme.column(FULL_SHIFT))
        for seat in free:
            programme.row(0, 0, [*((number, 1.0) for number in by_seat[shift.pk, seat]), (full, -1.0)])
        programme.row(0, 1, ((number, 1.0) for number in new[shift.pk]))
    return all_full


def _keep_rules_of_people(problem: Problem, programme: _Programme, seats: dict[Key, int]) -> None:
    """Let nobody be in two shifts a day or at once, nor take more than they have said."""
    slots = {slot.pk: slot for slot in problem.slots}
    own: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for (person, slot, _seat), number in seats.items():
        own[person][slot].append(number)
    held: dict[int, list[Slot]] = defaultdict(list)
    for shift in problem.slots:
        for pk in shift.taken.values():
            held[pk].append(shift)
    for one in problem.people:
        mine = own[one.pk]
        room = max(0, one.most - len(held[one.pk]))
        programme.row(0, room, ((number, 1.0) for numbers in mine.values() for number in numbers))
        days: dict[object, list[int]] = defaultdict(list)
        for slot, numbers in mine.items():
            days[slots[slot].day] += numbers
        for day, numbers in days.items():
            is_out = any(shift.day == day for shift in held[one.pk])
            programme.row(0, 0 if is_out else 1, ((number, 1.0) for number in numbers))
        _keep_apart(programme, [slots[slot] for slot in mine], held[one.pk], mine)


def _keep_apart(programme: _Programme, mine: list[Slot], held: list[Slot], numbers: dict[int, list[int]]) -> None:
    """Let nobody be in two shifts at once where they begin on different days: nights."""
    for one, other in combinations(mine, 2):
        if one.day != other.day and one.touches(other.starts_at, other.ends_at):
            programme.row(0, 1, ((number, 1.0) for number in numbers[one.pk] + numbers[other.pk]))
    for one in mine:
        if any(one.touches(other.starts_at, other.ends_at) for other in held):
            programme.row(0, 0, ((number, 1.0) for number in numbers[one.pk]))


def _spread(problem: Problem, programme: _Programme, seats: dict[Key, int]) -> None:
    """Give everybody a first shift before anybody a second, and seldom two in one week."""
    weeks = {slot.pk: slot.day.isocalendar()[:2] for slot in problem.slots}
    own: dict[int, list[int]] = defaultdict(list)
    in_week: dict[tuple[int, tuple[int, int]], list[int]] = defaultdict(list)
    for (person, slot, _seat), number in seats.items():
        own[person].append(number)
        in_week[person, weeks[slot]].append(number)
    for one in problem.people:
        taken = sum(one.pk in slot.taken.values() for slot in problem.slots)
        room = max(0, one.most - taken)
        steps = [programme.column(_step(taken + nth)) for nth in range(1, room + 1)]
        programme.row(0, 0, [*((number, 1.0) for number in own[one.pk]), *((step, -1.0) for step in steps)])
    for numbers in in_week.values():
        if len(numbers) > 2:
            more = programme.column(TWICE_A_WEEK, most=5.0)
            programme.row(-10, 1, [*((number, 1.0) for number in numbers), (more, -1.0)])


def _step(nth: int) -> float:
    """Return what somebody's nth shift is worth; less than the one before."""
    return FIRST if nth == 1 else -EACH_LESS * nth


def _let_together(problem: Problem, programme: _Programme, seats: dict[Key, int]) -> None:
    """Give points for two who wish to share a car."""
    pairs = {(one.pk, one.partner) for one in problem.people if one.partner}
    for one, partner in pairs:
        for slot in problem.slots:
            mine, theirs = (_of_seats(seats, who, slot.pk) for who in (one, partner))
            is_there = [partner in slot.taken.values(), one in slot.taken.values()]
            if not (mine or is_there[1]) or not (theirs or is_there[0]) or not (mine or theirs):
                continue
            both = programme.column(TOGETHER)
            for numbers, is_taken in ((mine, is_there[1]), (theirs, is_there[0])):
                if not is_taken:
                    programme.row(-2, 0, [(both, 1.0), *((number, -1.0) for number in numbers)])


def _of_seats(seats: dict[Key, int], person: int, slot: int) -> list[int]:
    return [seats[person, slot, seat] for seat in SEATS if (person, slot, seat) in seats]
