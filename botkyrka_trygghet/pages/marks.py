"""How the areas of each district are, drawn: a mark an area, or a mark for several where there are very many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from neighbourhoods.figures import Vitality

STEP, ROWS = 18, 3  # pixels between marks, rows of marks a district
MOST_MARKS = 500  # of all districts together: more than that nobody counts by eye
KINDS = ("alive", "forming", "quiet", "dormant")


@dataclass(frozen=True)
class DistrictMarks:
    """A district's areas: their counts, and the outlines of its marks as (style, path)."""

    vitality: Vitality
    outlines: list[tuple[str, str]]
    width: int


def drawn(districts: list[Vitality]) -> tuple[list[DistrictMarks], int]:
    """Return each district's marks, and how many areas a mark stands for: the same number in every district."""
    areas_a_mark = max(1, -(-sum(one.total for one in districts) // MOST_MARKS))
    return [_marks(one, areas_a_mark) for one in districts], areas_a_mark


def _marks(vitality: Vitality, areas_a_mark: int) -> DistrictMarks:
    # Rounded up, so that no kind that is there goes unseen.
    kinds = [kind for kind in KINDS for _each in range(-(-getattr(vitality, kind) // areas_a_mark))]
    places = dict[str, list[tuple[int, int]]]()
    for number, kind in enumerate(kinds):
        places.setdefault(kind, []).append((STEP // 2 + STEP * (number // ROWS), STEP // 2 + STEP * (number % ROWS)))
    outlines = [outline for kind, found in places.items() for outline in _outlines(kind, found)]
    return DistrictMarks(vitality, outlines, max(-(-len(kinds) // ROWS), 1) * STEP)


def _outlines(kind: str, places: list[tuple[int, int]]) -> list[tuple[str, str]]:
    """Return one path for all marks of a kind: a dot, a ring, a ring with a dot, a bar."""
    if kind == "dormant":
        return [("v3", "".join(f"M{x - 5} {y}h10" for x, y in places))]
    styles = {"alive": [("v1", 5)], "quiet": [("v2", 5)], "forming": [("v5", 5), ("v5b", 2)]}
    return [(style, _circles(places, radius)) for style, radius in styles[kind]]


def _circles(places: Iterable[tuple[int, int]], r: int) -> str:
    half = f"a{r} {r} 0 1 0"
    return "".join(f"M{x - r} {y}{half} {2 * r} 0{half} {-2 * r} 0z" for x, y in places)
