"""How the areas are, drawn: a mark an area, or a mark for several where they are very many."""

from __future__ import annotations

import pytest

from botkyrka_trygghet.pages import marks
from neighbourhoods.figures import Vitality
from neighbourhoods.models import District

HOW = {"alive": ("v1", "a5 5"), "quiet": ("v2", "a5 5"), "forming": ("v5", "a5 5"), "dormant": ("v3", "h10")}


def district(**counts: int) -> Vitality:
    return Vitality(District(name="Alby"), **dict.fromkeys((*HOW, "without_agent"), 0) | counts)


def drawn(one: marks.DistrictMarks, kind: str) -> int:
    """Return how many marks of a kind stand there: a ring is two halves."""
    style, stroke = HOW[kind]
    path = dict(one.outlines).get(style, "")
    return path.count("M") if path.count(stroke) in (path.count("M"), 2 * path.count("M")) else -1


@pytest.mark.parametrize(("times", "areas_a_mark"), [(1, 1), (100, 70)])
def test_a_municipality_a_hundred_times_as_large_is_drawn_with_no_more_marks(times: int, areas_a_mark: int) -> None:
    rows = [district(alive=200 * times, quiet=60 * times, dormant=1), district(alive=88 * times, forming=times)]
    drawings, found = marks.drawn(rows)
    assert found == areas_a_mark
    counts = [{kind: drawn(one, kind) for kind in HOW} for one in drawings]
    for row, marked in zip(rows, counts, strict=True):
        assert marked == {kind: -(-getattr(row, kind) // areas_a_mark) for kind in HOW}
    assert sum(sum(marked.values()) for marked in counts) <= marks.MOST_MARKS + len(rows) * len(HOW)
    assert drawings[0].width >= drawings[1].width > marks.drawn([district()])[0][0].width == marks.STEP
