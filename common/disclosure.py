"""Which cells of a table with totals are left out, so that no small count can be read or worked out.

A table with its totals is a flow: a cell runs from its row to its column, a row's total from the source to the row, a
column's total from the column to the sink, the grand total back from the sink to the source. What is published is
fixed; what is hidden can vary as far as the sums allow. How far each hidden count can vary is thus a question of flows
in a small graph, and it is answered exactly. Cells are hidden until every hidden one has room enough.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings

from common.small_numbers import is_small

_ENDLESS = 1 << 40


@dataclass(frozen=True)
class Arc:
    """A count of the table: from where to where it runs. A lower `level` is hidden sooner.

    `may_hide` False is shown whatever it is; `never_told` is part of the sums but not of what is published.
    """

    name: Hashable
    tail: Hashable
    head: Hashable
    count: int
    level: int = 0
    may_hide: bool = True
    never_told: bool = False

    @property
    def slack(self) -> int:
        """How much smaller it could be: a reader knows that what is hidden is not zero, for zeros are shown."""
        return self.count - (0 if self.never_told else 1)


def hidden_in(arcs: Iterable[Arc]) -> frozenset[Hashable]:
    """Return the names of the counts to leave out: small ones, and as many others as it takes to protect them."""
    table = list(arcs)
    hidden = {arc.name for arc in table if arc.never_told or (arc.may_hide and is_small(arc.count))}
    waiting = deque(arc for arc in table if arc.name in hidden and not arc.never_told)
    while waiting:
        arc = waiting.popleft()
        # Hiding more only gives more room, so what has room enough once has it for good.
        while room(table, hidden, arc) < settings.SMALL_NUMBER_THRESHOLD:
            other = _next(table, hidden, arc)
            if other is None:
                break
            hidden.add(other.name)
            waiting.append(other)
    return frozenset(arc.name for arc in table if arc.name in hidden and not arc.never_told)


def _next(table: list[Arc], hidden: set[Hashable], arc: Arc) -> Arc | None:
    """Return what to hide next for a count's sake: near it, low, closing a ring of hidden ones, small."""
    touched = {end for held in table if held.name in hidden and held is not arc for end in (held.tail, held.head)}

    def worth(other: Arc) -> tuple[bool, int, bool, int]:
        ends = {other.tail, other.head}
        far = ends - {arc.tail, arc.head}
        return len(far) == 2, other.level, bool(far) and not far <= touched, other.count

    free = [held for held in table if held.may_hide and held.count and held.name not in hidden]
    return min(free, key=worth, default=None)


def room(table: list[Arc], hidden: Iterable[Hashable], arc: Arc) -> int:
    """Return how many other values a hidden count could have, as far as the threshold and no further."""
    out = set(hidden)
    others = [held for held in table if held.name in out and held is not arc]
    most = int(settings.SMALL_NUMBER_THRESHOLD)
    up = _flow(others, arc.head, arc.tail, most)
    return up + _flow(others, arc.tail, arc.head, min(arc.slack, most - up))


def _flow(arcs: list[Arc], start: Hashable, end: Hashable, most: int) -> int:
    """Return how much more can run from one place to another, at most `most`: shortest ways first (Edmonds-Karp)."""
    left: dict[tuple[int, bool], int] = {}
    ways: dict[Hashable, list[tuple[Hashable, tuple[int, bool]]]] = {}
    for index, arc in enumerate(arcs):
        left[index, True], left[index, False] = _ENDLESS, arc.slack
        ways.setdefault(arc.tail, []).append((arc.head, (index, True)))
        ways.setdefault(arc.head, []).append((arc.tail, (index, False)))
    total = 0
    while total < most and (path := _shortest(ways, left, start, end)) is not None:
        more = min([most - total, *(left[step] for step in path)])
        for index, forward in path:
            left[index, forward] -= more
            left[index, not forward] += more
        total += more
    return total


def _shortest(
    ways: dict[Hashable, list[tuple[Hashable, tuple[int, bool]]]],
    left: dict[tuple[int, bool], int],
    start: Hashable,
    end: Hashable,
) -> list[tuple[int, bool]] | None:
    came: dict[Hashable, tuple[Hashable, tuple[int, bool]] | None] = {start: None}
    queue = deque([start])
    while queue and end not in came:
        here = queue.popleft()
        for there, step in ways.get(here, ()):
            if there not in came and left[step] > 0:
                came[there] = (here, step)
                queue.append(there)
    return list(_back(came, end)) if end in came else None


def _back(came: dict[Hashable, tuple[Hashable, tuple[int, bool]] | None], end: Hashable) -> Iterator[tuple[int, bool]]:
    at = came[end]
    while at is not None:
        yield at[1]
        at = came[at[0]]
