"""The wheel as SVG: presentation attributes only; classes let a page's dark theme colour it anew.

Grey paper is enough: the shape says the kind, the code says which, filled is to come, open is done, hatch is
a break, dots are the summer.
"""

from __future__ import annotations

import calendar as months_of_year
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common.charts.svg import FONT, INK, LINE, SOFT, THIS, WHITE, at, joined
from common.charts.wheel import geometry
from common.charts.wheel.geometry import CENTRE_X, CENTRE_Y, HEIGHT, degrees, point, sector
from common.charts.wheel.parts import Band, Mark, Ring, Wheel, crowded

MONTHS_IN, MONTHS_OUT = 338, 370
WEEKS_IN = 314
RINGS_OUT, RINGS_IN = 306, 142
SCHOOL_IN, SCHOOL_OUT = 374, 402
LANES = (410, 422, 434)
GLYPH = 12.5
LABEL_GAP = 36
LONGEST_NAME = 24
LETTER = 9.0  # how wide a letter of a name is at most on average
RING_LETTER = 7.6  # of a ring's name, which is smaller


def year_wheel(wheel: Wheel) -> SafeString:
    """Draw a wheel. The same wheel gives the same bytes."""
    body = [
        _PATTERNS,
        *_spine(wheel),
        *_rings(wheel),
        *_school(wheel),
        *_outside(wheel),
        *_today(wheel),
        *_middle(wheel.middle),
    ]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="yw" viewBox="{} 0 {} {}" role="group" aria-label="{}"'
        ' font-family="{}" fill="{}"><title>{}</title><desc>{}</desc>{}</svg>',
        *(
            *geometry.frame(_named(wheel), wide=LETTER),
            HEIGHT,
            wheel.title,
            FONT,
            INK,
            wheel.title,
            wheel.description,
            joined(body),
        ),
    )


def _named(wheel: Wheel) -> list[str]:
    return [*(_short(band.name) for band in wheel.bands), *(_short(mark.name) for mark in wheel.outside)]


_PATTERNS = format_html(
    '<defs><pattern id="yw-break" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="7" height="7" fill="#e1eee6" class="yw-greens"/><rect width="2.4" height="7" fill="{green}"'
    ' class="yw-green"/></pattern><pattern id="yw-summer" width="9" height="9" patternUnits="userSpaceOnUse">'
    '<rect width="9" height="9" fill="#e1eee6" class="yw-greens"/><circle cx="2.2" cy="2.2" r="1.5" fill="{green}"'
    ' class="yw-green"/><circle cx="6.7" cy="6.7" r="1.5" fill="{green}" class="yw-green"/></pattern></defs>',
    green=THIS,
)


def _words(
    x: float, y: float, words: str, size: float, *, turn: float = 0, anchor: str = "middle", **more: str
) -> SafeString:
    """Return one line of text, turned round its own place."""
    fill, css, weight = more.get("fill", INK), more.get("css", "yw-ink"), more.get("weight", "400")
    return format_html(
        '<text transform="translate({} {}) rotate({})" text-anchor="{}" dy="{}" font-size="{}" font-weight="{}"'
        ' fill="{}" class="{}">{}</text>',
        *(at(x), at(y), at(turn), anchor, at(size * 0.34), size, weight, fill, css, words),
    )


def _line(path: str, css: str = "yw-linestroke", stroke: str = LINE, width: float = 1) -> SafeString:
    return format_html('<path d="{}" fill="none" stroke="{}" stroke-width="{}" class="{}"/>', path, stroke, width, css)


def _fill(path: str, fill: str, css: str) -> SafeString:
    return format_html('<path d="{}" fill="{}" class="{}"/>', path, fill, css)


def _radial(inner: float, outer: float, angle: float) -> str:
    (x0, y0), (x1, y1) = point(inner, angle), point(outer, angle)
    return f"M{at(x0)} {at(y0)}L{at(x1)} {at(y1)}"


def _spine(wheel: Wheel) -> Iterator[SafeString]:
    """Months in two shades of green, and the ISO weeks inside them."""
    day, number = wheel.first_day, 0
    while day <= wheel.last_day:
        after = day + timedelta(days=months_of_year.monthrange(day.year, day.month)[1])
        start, end = degrees(day, wheel.first_day, wheel.last_day), degrees(after, wheel.first_day, wheel.last_day)
        shade = (THIS, "yw-m1") if number % 2 == 0 else ("#0d3b2a", "yw-m2")
        yield _fill(sector(MONTHS_IN, MONTHS_OUT, start, end), *shade)
        yield _line(_radial(RINGS_IN, RINGS_OUT, start))
        x, y = point((MONTHS_IN + MONTHS_OUT) / 2, (start + end) / 2)
        name = date_format(day, "F").capitalize()
        turn = geometry.upright((start + end) / 2)
        yield _words(x, y, name, 20, turn=turn, fill=WHITE, css="yw-onvoice", weight="650")
        day, number = after, number + 1
    yield from _weeks(wheel)


def _weeks(wheel: Wheel) -> Iterator[SafeString]:
    monday = wheel.first_day - timedelta(days=wheel.first_day.weekday())
    while monday <= wheel.last_day:
        start = degrees(monday, wheel.first_day, wheel.last_day)
        end = degrees(monday + timedelta(days=7), wheel.first_day, wheel.last_day)
        is_now = wheel.today is not None and monday <= wheel.today < monday + timedelta(days=7)
        if is_now:
            yield _fill(sector(WEEKS_IN, MONTHS_IN - 1, start, end), INK, "yw-inkfill")
        if monday > wheel.first_day:
            yield _line(_radial(WEEKS_IN, MONTHS_IN, start))
        if end - start > 4:
            x, y = point((WEEKS_IN + MONTHS_IN) / 2, (start + end) / 2)
            week = str(monday.isocalendar().week)
            look = ("yw-paperfill", WHITE, "700") if is_now else ("yw-soft", SOFT, "450")
            yield _words(x, y, week, 15, css=look[0], fill=look[1], weight=look[2])
        monday += timedelta(days=7)


def _rings(wheel: Wheel) -> Iterator[SafeString]:
    """Each ring a circle's width; its name stands at the top, where the year begins and ends."""
    if not wheel.rings:
        return
    step = (RINGS_OUT - RINGS_IN) / len(wheel.rings)
    for number, ring in enumerate(wheel.rings):
        outer = RINGS_OUT - number * step
        yield format_html(
            '<circle cx="{}" cy="{}" r="{}" fill="none" stroke="{}" class="yw-linestroke"/>',
            *(CENTRE_X, CENTRE_Y, at(outer), LINE),
        )
        name, ends = geometry.fitting(ring.name, outer - step / 2, wide=RING_LETTER)
        middle = (ends + 360) / 2
        yield _words(*point(outer - step / 2, middle), name, 14.5, turn=middle, css="yw-soft", fill=SOFT)
        yield from _ring_marks(wheel, ring, outer - step / 2, ends)


def _ring_marks(wheel: Wheel, ring: Ring, radius: float, ends: float) -> Iterator[SafeString]:
    """Stand the marks where their days are, moved just so far that none covers another, or the ring's name."""
    gap = 360 * (2 * GLYPH + 2) / (2 * 3.14159 * radius)
    marks = crowded(ring.marks, int(300 / gap))
    wanted = [
        (_at_day(wheel, mark.first_day) + _at_day(wheel, mark.first_day + timedelta(days=1))) / 2 for mark in marks
    ]
    for mark, angle in zip(marks, geometry.within(geometry.spread(wanted, gap), 0, ends - gap / 2, gap), strict=True):
        yield _linked(mark, _glyph(mark, *point(radius, angle)))


def _at_day(wheel: Wheel, day: date) -> float:
    return degrees(day, wheel.first_day, wheel.last_day)


def _linked(item: Mark | Band, picture: SafeString) -> SafeString:
    """Wrap a picture in its link; a picture without address only says its name."""
    said = ", ".join(filter(None, [getattr(item, "code", ""), item.name, item.when, getattr(item, "owner", "")]))
    if not item.url:
        return format_html("<g><title>{}</title>{}</g>", said, picture)
    return format_html('<a href="{}" aria-label="{}"><title>{}</title>{}</a>', item.url, said, said, picture)


def _glyph(mark: Mark, x: float, y: float) -> SafeString:
    return glyph(mark.shape, mark.code, x, y, is_done=mark.is_done, needs_you=mark.needs_you)


def glyph(shape: str, code: str, x: float, y: float, *, is_done: bool = False, needs_you: bool = False) -> SafeString:
    """Draw a mark's shape with its code. Filled is to come, open is done, amber needs you."""
    shape_class, words_class, fill, words = "yw-gf", "yw-gft", THIS, WHITE
    stroke = THIS
    if needs_you:
        shape_class, words_class, fill, words, stroke = "yw-need", "yw-needt", "#f0ad2e", INK, "#6b4300"
    elif is_done:
        shape_class, words_class, fill, words = "yw-gp", "yw-gpt", WHITE, INK
    drawn = format_html(
        '<path d="{}" fill="{}" stroke="{}" stroke-width="1.6" class="{}"/>',
        _outline(shape, x, y),
        fill,
        stroke,
        shape_class,
    )
    size = 13 if len(code) < 3 else 10.5
    return joined([drawn, _words(x, y, code[:4], size, fill=words, css=words_class, weight="700")])


def _outline(shape: str, x: float, y: float) -> str:
    r = GLYPH
    corners = {
        "square": ((-r + 1, -r + 1), (r - 1, -r + 1), (r - 1, r - 1), (-r + 1, r - 1)),
        "diamond": ((0, -r - 2), (r + 2, 0), (0, r + 2), (-r - 2, 0)),
        "hexagon": ((-r - 1, 0), (-r / 2, -r + 1), (r / 2, -r + 1), (r + 1, 0), (r / 2, r - 1), (-r / 2, r - 1)),
    }.get(shape)
    if corners is None:
        return f"M{at(x - r)} {at(y)}a{r} {r} 0 1 1 {2 * r} 0a{r} {r} 0 1 1 {-2 * r} 0Z"
    return "M" + "L".join(f"{at(x + dx)} {at(y + dy)}" for dx, dy in corners) + "Z"


def _school(wheel: Wheel) -> Iterator[SafeString]:
    """The school year outside the months: term pale, breaks hatched, summer dotted, single days black."""
    yield _fill(sector(SCHOOL_IN, SCHOOL_OUT, 0, 360), "#f1eee5", "yw-sunken")
    looks = {"break": ("url(#yw-break)", ""), "summer": ("url(#yw-summer)", ""), "day": (INK, "yw-inkfill")}
    for band in wheel.bands:
        start, end = _at_day(wheel, band.first_day), _at_day(wheel, band.last_day + timedelta(days=1))
        fill, css = looks[band.kind]
        yield _linked(band, _fill(sector(SCHOOL_IN, SCHOOL_OUT, start, max(end, start + 0.9)), fill, css))


def _outside(wheel: Wheel) -> Iterator[SafeString]:
    """Activities as arcs and dots in lanes, and names with leading lines for what there is room for."""
    named: list[tuple[float, float, Mark | Band]] = [
        (_middle_of(wheel, band), SCHOOL_OUT + 3, band) for band in _with_today(wheel)
    ]
    marks = crowded(wheel.outside)
    spans = [
        (_at_day(wheel, mark.first_day), _at_day(wheel, mark.last_day + timedelta(days=1)) + 1.6) for mark in marks
    ]
    for mark, (start, end), lane in zip(marks, spans, geometry.lanes(spans, len(LANES)), strict=True):
        if lane is None:
            continue
        yield _linked(mark, _arc(mark, LANES[lane], start, end - 1.6))
        named.append((_middle_of(wheel, mark), LANES[lane] + 11, mark))
    places = geometry.labels([(angle, radius) for angle, radius, _item in named], gap=LABEL_GAP)
    for (_angle, _radius, item), place in zip(named, places, strict=True):
        if place is not None:
            yield _label(item, place)


def _with_today(wheel: Wheel) -> list[Band]:
    """Return the bands, and before them today, which always gets a name."""
    if wheel.today is None or not wheel.first_day <= wheel.today <= wheel.last_day:
        return list(wheel.bands)
    return [Band(wheel.today, wheel.today, _("Today"), "day", when=wheel.today_words), *wheel.bands]


def _middle_of(wheel: Wheel, item: Mark | Band) -> float:
    return (_at_day(wheel, item.first_day) + _at_day(wheel, item.last_day + timedelta(days=1))) / 2


def _arc(mark: Mark, radius: float, start: float, end: float) -> SafeString:
    look = ("#faf8f3", "yw-actp") if mark.is_done else ("#2c6aa0", "yw-act")
    if mark.count > 1:
        return _glyph(mark, *point(radius + 4, (start + end) / 2))
    if (mark.last_day - mark.first_day).days < 2:
        x, y = point(radius + 4, (start + end) / 2)
        path = f"M{at(x - 5)} {at(y)}a5 5 0 1 1 10 0a5 5 0 1 1 -10 0Z"
    else:
        path = sector(radius, radius + 8, start, end)
    return format_html('<path d="{}" fill="{}" stroke="#2c6aa0" stroke-width="1.6" class="{}"/>', path, *look)


def _label(item: Mark | Band, place: geometry.Label) -> SafeString:
    shown = [
        _line(place.leader, "yw-leader", "#8b9189"),
        _words(place.x, place.y - 5, _short(item.name), 15.5, anchor=place.anchor, weight="700"),
        _words(place.x, place.y + 11, item.when, 14, anchor=place.anchor, css="yw-soft", fill=SOFT),
    ]
    return joined(shown)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _today(wheel: Wheel) -> Iterator[SafeString]:
    """A line from the rings to the outside says where in the year we are."""
    if wheel.today is None or not wheel.first_day <= wheel.today <= wheel.last_day:
        return
    angle = (_at_day(wheel, wheel.today) + _at_day(wheel, wheel.today + timedelta(days=1))) / 2
    yield _line(_radial(RINGS_IN, WEEKS_IN, angle), "yw-inkstroke", INK, 2)
    yield _line(_radial(SCHOOL_IN, SCHOOL_OUT + 3, angle), "yw-inkstroke", INK, 2)


def _middle(lines: Sequence[str]) -> Iterator[SafeString]:
    """The year in large type; what comes next below it."""
    sizes = (13.5, 36, 13.5, 13.5, 13.5)
    heights = (-46, -14, 20, 40, 60)
    for words, size, height in zip(lines, sizes, heights, strict=False):
        weight = "700" if size > 20 else "400"
        fill, css = (THIS, "yw-green") if size > 20 else (INK, "yw-ink")
        yield _words(CENTRE_X, CENTRE_Y + height, words, size, weight=weight, fill=fill, css=css)
