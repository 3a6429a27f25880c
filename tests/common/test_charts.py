"""Charts and sketches: well-formed, without style or script, named, with their figures as a table."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.charts import Drawing, MapPoint, Span, bars, difference, locator, map_sketch, trend_line
from common.charts.trends import scale

SVG = "{http://www.w3.org/2000/svg}"
PRESENTATION = {
    "viewBox", "width", "height", "role", "aria-label", "class", "d", "x", "y", "cx", "cy", "r", "fill", "fill-rule",
    "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "font-family", "font-size", "font-weight",
    "text-anchor",
}  # fmt: skip
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=30)
COUNTS = st.integers(0, 100_000)
CORNERS = [[17.8, 59.2], [17.82, 59.2], [17.82, 59.21], [17.8, 59.21], [17.8, 59.2]]
SQUARE = {"type": "Polygon", "coordinates": [CORNERS]}
FAR = {"type": "Polygon", "coordinates": [[[11, 57], [11.1, 57], [11.1, 57.1], [11, 57]]]}


def checked(drawing: Drawing) -> ElementTree.Element:
    """Return the drawing's root after what holds for every drawing was tried."""
    root = ElementTree.fromstring(drawing.svg)
    assert root.get("role") == "img"
    assert root.get("aria-label")
    assert [child.tag for child in root][:2] == [SVG + "title", SVG + "desc"]
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "path", "circle", "rect", "text"}
        assert set(element.attrib) <= PRESENTATION
        for value in element.attrib.values():
            assert "nan" not in value.split()
    return root


@given(st.integers(1, 14).flatmap(lambda n: st.tuples(
    st.lists(COUNTS, max_size=n), st.lists(st.none() | COUNTS, min_size=n, max_size=n),
    st.lists(WORDS, min_size=n, max_size=n),
)), WORDS, st.booleans())  # fmt: skip
def test_any_trend_can_be_drawn(
    series: tuple[list[int], list[int | None], list[str]], title: str, unfinished: bool
) -> None:  # fmt: skip
    this_year, last_year, labels = series
    drawing = trend_line(this_year, last_year, labels, title, unfinished=unfinished and bool(this_year))
    checked(drawing)
    assert drawing.table is not None
    assert len(drawing.table.rows) == len(this_year)


def test_an_unfinished_month_is_an_open_point_and_compared_so_far() -> None:
    with translation.override("en"):
        drawing = trend_line([5, 3], [7, 4, 9], ["a", "b", "c"], "T", unfinished=True, spans=[Span(0, 1, "effort")])
    points = list(checked(drawing).iter(SVG + "circle"))
    assert [point.get("fill") for point in points] == ["#17573f", "#ffffff"]
    assert drawing.description == "this year 8, last year 11 in the same time."
    assert drawing.table is not None
    assert drawing.table.total[1:] == ("8", "11", "−3")


def test_what_is_not_known_of_last_year_is_no_zero() -> None:
    with translation.override("en"):
        drawing = trend_line([5, 3], [None, 4, 9], ["a", "b", "c"], "T")
    assert drawing.description == "this year 3, last year 4 in the same time."
    assert drawing.table is not None
    assert drawing.table.rows[0][1:] == ("5", "–", "–") and drawing.table.total[1:] == ("8", "–", "–")
    (last,) = [path.get("d") for path in checked(drawing).iter(SVG + "path") if path.get("class") == "chart-last"]
    assert last is not None and last.startswith("M325.0 ")


@pytest.mark.parametrize(("this", "last", "labels"), [([1], [1, 2], ["a"]), ([1, 2], [1], ["a"]), ([], [], [])])
def test_figures_without_a_label_are_refused(this: list[int], last: list[int], labels: list[str]) -> None:
    with pytest.raises(ValueError, match="one label"):
        trend_line(this, last, labels, "T")


@given(st.floats(0, 1e9))
def test_an_axis_has_few_round_marks_and_holds_everything(most: float) -> None:
    top, marks = scale(most)
    assert top >= most
    assert marks[0] == 0
    assert 2 <= len(marks) <= 5
    assert len({b - a for a, b in pairwise(marks)}) == 1


@given(st.lists(st.tuples(WORDS, COUNTS, COUNTS), max_size=8), st.booleans())
def test_any_bars_can_be_drawn(rows: list[tuple[str, int, int]], compared: bool) -> None:
    labels, values, before = [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]
    drawing = bars(values, labels, "T", before=before if compared else None)
    checked(drawing)
    assert drawing.table is not None
    assert len(drawing.table.rows) == len(rows)


@pytest.mark.parametrize(("now", "before", "said"), [(3, 3, "0"), (5, 2, "+3"), (2, 5, "−3")])
def test_a_difference_has_a_true_minus(now: int, before: int, said: str) -> None:
    assert difference(now, before) == said


def test_words_are_escaped_in_every_drawing() -> None:
    evil = "</title><script>alert(1)</script>&\"'"
    for drawing in (
        trend_line([1], [1], [evil], evil, names=(evil, evil), spans=[Span(0, 0, evil)]),
        bars([1], [evil], evil),
        map_sketch(SQUARE, [(evil, SQUARE)], [MapPoint(17.81, 59.205, "ring", evil)], evil, name=evil),
        locator(SQUARE, 17.81, 59.205, evil),
    ):
        checked(drawing)
        assert "<script" not in drawing.svg


def test_a_sketch_shows_near_neighbours_and_leaves_out_far_ones() -> None:
    beside = {"type": "Polygon", "coordinates": [[[lon + 0.02, lat] for lon, lat in CORNERS]]}
    alone = map_sketch(SQUARE, [("Borta", FAR)], [], "T", name="Här")
    assert "Borta" not in alone.svg
    assert alone.svg.count("<path") == map_sketch(SQUARE, [], [], "T", name="Här").svg.count("<path")
    assert map_sketch(SQUARE, [("Nära", beside)], [], "T").svg.count("<path") == alone.svg.count("<path") + 1


@pytest.mark.parametrize(
    "boundary",
    [
        {"type": "MultiPolygon", "coordinates": [[CORNERS], [[[lon + 0.05, lat] for lon, lat in CORNERS]]]},
        {
            "type": "Polygon",
            "coordinates": [[[17.8, 59.2], [17.82, 59.21], [17.82, 59.2], [17.8, 59.21], [17.8, 59.2]]],
        },
        {"type": "Polygon", "coordinates": [[[17.8, 59.2], [17.8000001, 59.2], [17.8, 59.2000001], [17.8, 59.2]]]},
    ],
    ids=["two parts", "crosses itself", "tiny"],
)
def test_odd_borders_are_drawn_too(boundary: dict[str, object]) -> None:
    checked(map_sketch(boundary, [], [], "T", name="Här"))
    checked(locator(boundary, 17.8, 59.2, "T"))
