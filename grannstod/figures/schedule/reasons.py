"""Why a person was chosen for a seat, and why a shift stayed empty: as codes, put into words where they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from grannstod.figures.schedule.problem import DRIVER, SEATS, Choice, Gap, Person, Problem, Reason, Slot, blocked


def reasons_of(problem: Problem, choices: Sequence[Choice], one: Choice) -> tuple[Reason, ...]:
    """Return the reasons of a choice, the weightiest first."""
    person = problem.person(one.person)
    slot = next(shift for shift in problem.slots if shift.pk == one.slot)
    assert person is not None
    beside = {choice.person for choice in choices if choice.slot == one.slot and choice.person != one.person}
    beside |= set(slot.taken.values())
    found = [*_wishes(person, slot, one.seat), *_company(problem, person, beside)]
    return (*found, *_turn(problem, choices, person, one), _others(problem, slot, one))


def _wishes(person: Person, slot: Slot, seat: str) -> list[Reason]:
    day = slot.day.weekday()
    found: list[Reason] = [("gladly" if day in person.gladly else "possible", {"weekday": day})]
    if seat == person.seat:
        found.append(("seat", {"seat": seat}))
    elif person.seat != "either":
        found.append(("other_seat", {"seat": seat}))
    if seat == DRIVER and person.licence_until is not None:
        found.append(("licence_until", {"day": person.licence_until.isoformat()}))
    return found


def _company(problem: Problem, person: Person, beside: set[int]) -> list[Reason]:
    found: list[Reason] = []
    if person.is_newcomer:
        found.append(("accompanied", {}))
    others = [other for pk in beside if (other := problem.person(pk))]
    if any(other.is_newcomer for other in others):
        found.append(("accompanies", {}))
    if person.partner in beside or any(other.partner == person.pk for other in others):
        found.append(("together", {}))
    return found


def _turn(problem: Problem, choices: Sequence[Choice], person: Person, one: Choice) -> list[Reason]:
    """Say which in order this shift is of the person's, and when they last drove."""
    days = {slot.pk: slot.starts_at for slot in problem.slots}
    own = [slot.pk for slot in problem.slots if person.pk in slot.taken.values()]
    own += [choice.slot for choice in choices if choice.person == person.pk]
    nth = sorted(own, key=lambda pk: days[pk]).index(one.slot) + 1
    found: list[Reason] = [("nth", {"nth": nth, "most": person.most})]
    if nth == 1 and person.last_drove is not None:
        found.append(("last_drove", {"day": person.last_drove.isoformat()}))
    elif nth == 1:
        found.append(("never_drove", {}))
    return found


def _others(problem: Problem, slot: Slot, one: Choice) -> Reason:
    count = sum(other.pk != one.person and not blocked(other, slot, one.seat) for other in problem.people)
    return ("others", {"count": count})


def gaps_of(problem: Problem, choices: Sequence[Choice]) -> tuple[Gap, ...]:
    """Return the shifts with a seat that nobody could take, with what stood in the way of how many."""
    filled = {(choice.slot, choice.seat) for choice in choices}
    gaps = []
    for slot in problem.slots:
        free = [seat for seat in SEATS if seat not in slot.taken and (slot.pk, seat) not in filled]
        if free:
            gaps.append(Gap(slot.pk, _hindrances(problem, slot, free[0])))
    return tuple(gaps)


def _hindrances(problem: Problem, slot: Slot, seat: str) -> tuple[Reason, ...]:
    codes = Counter(blocked(one, slot, seat) or "taken" for one in problem.people)
    found: list[Reason] = [("missing", {"seat": seat})]
    found += [(code, {"count": count}) for code, count in sorted(codes.items())]
    return tuple(found)
