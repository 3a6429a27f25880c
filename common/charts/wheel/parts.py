"""What a wheel is made of, before anybody decides where on the sheet it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

MOST_IN_RING = 52
SHAPES = ("circle", "square", "diamond", "hexagon")


@dataclass(frozen=True)
class Mark:
    """One thing that happens. Inside the months it is a shape with a short code, outside an arc or a dot with a name.

    `count` over 1 stands for several things of one week, when there are too many to draw each.
    """

    first_day: date
    last_day: date
    name: str
    code: str = ""
    shape: str = "circle"
    when: str = ""
    url: str = ""
    is_done: bool = False
    needs_you: bool = False
    count: int = 1
    owner: str = ""


@dataclass(frozen=True)
class Ring:
    """A ring inside the months: its name and its marks."""

    name: str
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Band:
    """A stretch of the school year: a break (hatched), the summer (dotted) or a single day (black)."""

    first_day: date
    last_day: date
    name: str
    kind: str
    when: str = ""
    url: str = ""


@dataclass(frozen=True)
class Wheel:
    """A whole wheel: the days it covers, what stands where, and the words in its middle."""

    first_day: date
    last_day: date
    title: str
    description: str
    bands: Sequence[Band]
    rings: Sequence[Ring]
    outside: Sequence[Mark]
    middle: Sequence[str]
    today: date | None = None
    today_words: str = ""


def crowded(marks: Sequence[Mark], most: int = MOST_IN_RING) -> list[Mark]:
    """Return the marks, those of one week as one with a number where there are more than a ring can hold."""
    if len(marks) <= most:
        return sorted(marks, key=lambda mark: mark.first_day)
    weeks: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        weeks.setdefault(mark.first_day.isocalendar()[:2], []).append(mark)
    return [_together(weeks[week]) for week in sorted(weeks)]


def _together(marks: list[Mark]) -> Mark:
    """Return one mark for several: it begins with the first and says how many they are."""
    if len(marks) == 1:
        return marks[0]
    first = min(marks, key=lambda mark: mark.first_day)
    count = sum(mark.count for mark in marks)
    names = ", ".join(mark.name for mark in marks[:3])
    return replace(
        first,
        name=names + (" …" if len(marks) > 3 else ""),
        code=f"{count}",
        last_day=max(mark.last_day for mark in marks),
        needs_you=any(mark.needs_you for mark in marks),
        is_done=all(mark.is_done for mark in marks),
        count=count,
    )
