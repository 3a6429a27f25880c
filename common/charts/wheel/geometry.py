"""Where things stand on the wheel: degrees clockwise from the top, and places that do not collide."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from common.charts.svg import at

WIDTH, HEIGHT = 1400, 970
CENTRE_X, CENTRE_Y = 700.0, 485.0
# How far from the middle labels begin at most.
REACH = 478.0
# Labels stand a little further out than their marks.
LABELS_FROM = 1.08

NAME_SPAN = 34.0  # degrees of a ring that its name may take


def degrees(day: date, first: date, last: date) -> float:
    """Return how far round the beginning of a day stands, 0 at the top, days outside the year at its edge."""
    days = (last - first).days + 1
    return 360 * min(max((day - first).days, 0), days) / days


def point(radius: float, angle: float) -> tuple[float, float]:
    """Return the place on the sheet at a radius and an angle in degrees."""
    turn = math.radians(angle)
    return CENTRE_X + radius * math.sin(turn), CENTRE_Y - radius * math.cos(turn)


def _to(radius: float, angle: float) -> str:
    x, y = point(radius, angle)
    return f"{at(x)} {at(y)}"


def sector(inner: float, outer: float, start: float, end: float) -> str:
    """Return the path of a piece of a ring. A whole turn is drawn a hair short, as an arc must have two ends."""
    end = min(end, start + 359.99)
    large = int(end - start > 180)
    return (
        f"M{_to(outer, start)}A{at(outer)} {at(outer)} 0 {large} 1 {_to(outer, end)}"
        f"L{_to(inner, end)}A{at(inner)} {at(inner)} 0 {large} 0 {_to(inner, start)}Z"
    )


def upright(angle: float) -> float:
    """Return the turn of a text that lies along the ring: never upside down."""
    return angle - 180 if 90 < angle % 360 < 270 else angle


def fitting(name: str, radius: float, *, wide: float) -> tuple[str, float]:
    """Return a ring's name as far as it fits at the end of the year, and the angle where it begins.

    A name is a straight line: it may leave the ring's middle by a few units only, so the inner rings hold less.
    """
    letters = int(2 * radius * math.sin(math.radians(NAME_SPAN / 2)) / wide)
    shown = name if len(name) <= letters else name[: letters - 1].rstrip() + "…"
    return shown, 360 - 2 * math.degrees(math.asin(len(shown) * wide / 2 / radius)) - 1


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Return places in the same order, at least `gap` apart and as near the wanted ones as can be (least squares).

    Pool-adjacent-violators on the wanted places less their share of the gaps. `wanted` is sorted, lowest first.
    """
    blocks: list[tuple[float, int]] = []
    for number, place in enumerate(wanted):
        mean, size = place - number * gap, 1
        while blocks and blocks[-1][0] > mean:
            before, count = blocks.pop()
            mean, size = (mean * size + before * count) / (size + count), size + count
        blocks.append((mean, size))
    flat = [mean for mean, size in blocks for _each in range(size)]
    return [place + number * gap for number, place in enumerate(flat)]


def within(places: Sequence[float], low: float, high: float, gap: float) -> list[float]:
    """Return spread places moved inside an interval, their gaps kept. Raises ValueError if it is too short."""
    if not places:
        return []
    if (len(places) - 1) * gap > high - low + 1e-6:
        raise ValueError("more places than the interval holds")
    held = list(places)
    held[0] = max(held[0], low)
    for number in range(1, len(held)):
        held[number] = max(held[number], held[number - 1] + gap)
    held[-1] = min(held[-1], high)
    for number in range(len(held) - 2, -1, -1):
        held[number] = min(held[number], held[number + 1] - gap)
    return held


def lanes(spans: Sequence[tuple[float, float]], most: int) -> list[int | None]:
    """Return a lane for each (start, end), sorted by start, so that none overlap in a lane; None where all are full."""
    ends = [-math.inf] * most
    found: list[int | None] = []
    for start, end in spans:
        lane = next((number for number, free in enumerate(ends) if free <= start), None)
        if lane is not None:
            ends[lane] = end
        found.append(lane)
    return found


@dataclass(frozen=True)
class Label:
    """Where an outside label stands, and the line that leads to it."""

    x: float
    y: float
    anchor: str
    leader: str


def labels(marks: Sequence[tuple[float, float]], *, gap: float) -> list[Label | None]:
    """Return a place for the label of each (angle, radius), right and left of the wheel; None for what does not fit.

    Earlier ones go first: the caller sorts by weight.
    """
    most = int((HEIGHT - 60) / gap)
    right = [number for number, (angle, _radius) in enumerate(marks) if angle % 360 < 180][:most]
    left = [number for number, (angle, _radius) in enumerate(marks) if angle % 360 >= 180][:most]
    found: list[Label | None] = [None] * len(marks)
    for side, chosen in ((1, right), (-1, left)):
        tips = {number: point(marks[number][1], marks[number][0]) for number in chosen}
        chosen.sort(key=lambda number: tips[number][1])
        heights = [LABELS_FROM * (tips[number][1] - CENTRE_Y) + CENTRE_Y for number in chosen]
        for number, y in zip(chosen, within(spread(heights, gap), 30, HEIGHT - 30, gap), strict=True):
            found[number] = _label(side, y, tips[number])
    return found


def frame(words: Sequence[str], *, wide: float) -> tuple[int, int]:
    """Return where the sheet begins and how wide it is: no wider than its longest words, each letter so wide, need."""
    half = min(CENTRE_X, REACH + 14 + wide * max(map(len, words), default=0))
    return int(CENTRE_X - half), 2 * int(half)


def _label(side: int, y: float, mark: tuple[float, float]) -> Label:
    """Follow the wheel's outline at a distance, as near as the row allows."""
    across = math.sqrt(max(REACH**2 - (y - CENTRE_Y) ** 2, 190.0**2))
    x = CENTRE_X + side * across
    bend = x - side * 14
    leader = f"M{at(mark[0])} {at(mark[1])}L{at(bend)} {at(y - 5)}L{at(x - side * 4)} {at(y - 5)}"
    return Label(x, y, "start" if side == 1 else "end", leader)
