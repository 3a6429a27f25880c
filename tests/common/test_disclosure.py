"""Whatever the table, nobody works a left-out count out: tried by bounds of our own making, not by the code's."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from common.disclosure import Arc, hidden_in

ROWS, COLUMNS = 4, 3


def arcs(counts: list[int]) -> list[Arc]:
    table = [counts[row * COLUMNS : (row + 1) * COLUMNS] for row in range(ROWS)]
    found = [Arc((r, c), f"r{r}", f"c{c}", table[r][c]) for r in range(ROWS) for c in range(COLUMNS)]
    found += [Arc((r, None), "in", f"r{r}", sum(table[r]), 2) for r in range(ROWS)]
    found += [Arc((None, c), f"c{c}", "out", sum(row[c] for row in table), 2) for c in range(COLUMNS)]
    return [*found, Arc((None, None), "out", "in", sum(counts), 3)]


def bounds(equations: list[dict[object, int]], known: dict[object, int]) -> dict[object, list[float]]:
    """Tighten what each unknown can be, sum by sum, until nothing moves. A sum's words add up to zero."""
    unknown = {name for sum_ in equations for name in sum_} - set(known)
    held: dict[object, list[float]] = {name: [1, float("inf")] for name in unknown}
    held |= {name: [count, count] for name, count in known.items()}
    moved = True
    while moved:
        moved = False
        for sum_ in equations:
            for name, sign in sum_.items():
                rest = [sorted(s * edge for edge in held[other]) for other, s in sum_.items() if other != name]
                ends = sorted(-sign * edge for edge in (sum(low for low, _h in rest), sum(high for _l, high in rest)))
                new = [max(held[name][0], ends[0]), min(held[name][1], ends[1])]
                if new != held[name]:
                    held[name], moved = new, True
    return {name: held[name] for name in unknown}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 6), st.integers(0, 90)), min_size=ROWS * COLUMNS, max_size=ROWS * COLUMNS))
def test_no_left_out_count_is_found_from_the_sums(counts: list[int]) -> None:
    table = arcs(counts)
    hidden = hidden_in(table)
    assert all(arc.name in hidden for arc in table if 0 < arc.count < 5)
    ends = {end for arc in table for end in (arc.tail, arc.head)}
    sums = [{arc.name: 1 if arc.head == end else -1 for arc in table if end in (arc.tail, arc.head)} for end in ends]
    found = bounds(sums, {arc.name: arc.count for arc in table if arc.name not in hidden})
    assert all(high - low >= 5 for low, high in found.values()), found


def test_a_table_without_small_counts_is_shown_whole() -> None:
    assert not hidden_in(arcs([9, 0, 12, 5, 7, 8, 0, 0, 30, 6, 6, 6]))


def test_what_may_not_be_hidden_is_shown_and_the_rest_is_protected_all_the_same() -> None:
    table = [
        Arc("one", "row", "a", 2), Arc("two", "row", "b", 40, may_hide=False), Arc("row", "in", "row", 42, 2),
        Arc("a", "a", "out", 2, 2), Arc("b", "b", "out", 40, 2), Arc("all", "out", "in", 42, 3),
    ]  # fmt: skip
    assert {"one", "a", "row"} <= hidden_in(table) and "two" not in hidden_in(table)
