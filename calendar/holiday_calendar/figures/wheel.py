"""Reads: what stands on the year wheel for a person, however much there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber, TruncWeek
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import clock
from common.charts.svg import joined
from common.charts.wheel import Band, Mark, Ring, Wheel, sign, year_wheel
from holiday_calendar.figures.lines import Line, lines, meeting_codes, next_break, wheel_days, year_label
from holiday_calendar.figures.shared import shared_breaks
from holiday_calendar.models import CalendarItem, SchoolBreak, WheelRing
from holiday_calendar.slots import RINGS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

# More than one a week through the year can't be told apart: they become one mark a week, with their number.
MOST_SINGLE = 52
LONGEST_PAUSE = 3  # days
MEETINGS = {
    CalendarItem.Kind.COORDINATION.value: "circle",
    CalendarItem.Kind.STEERING.value: "diamond",
    CalendarItem.Kind.CHECK_IN.value: "square",
}


@dataclass(frozen=True)
class WheelPage:
    """The wheel as a picture, the marks of its rings for the list beside it, and its days."""

    svg: SafeString
    rings: tuple[Ring, ...]
    first_day: date
    last_day: date
    label: str


def wheel_page(user: User | AnonymousUser, day: date) -> WheelPage:
    """Return the wheel of the school year that a day belongs to, with what a person may see."""
    first, last = wheel_days(day)
    items = _items(user, first, last)
    rings = tuple(_rings(user, first, last, items))
    label, today = year_label(day), clock.today()
    wheel = Wheel(
        first_day=first,
        last_day=last,
        title=_("Year wheel %(label)s") % {"label": label},
        description=_(
            "Once round is a year, clockwise from August at the top. Inside the months stand meetings, letters and"
            " trainings; outside them school breaks and activities. The same is in the list beside the wheel."
        ),
        bands=_bands(user, first, last),
        rings=rings,
        outside=_series([_mark(item, {}) for item in items if _place(item) is None]),
        middle=_middle(user, label, today) if first <= today <= last else ("", label),
        today=today if first <= today <= last else None,
        today_words=date_format(today, "j F"),
    )
    return WheelPage(year_wheel(wheel), rings, first, last, label)


def legend(page: WheelPage) -> list[tuple[SafeString, str]]:
    """Return what each sign means; of a ring that a room fills, the shapes that it uses."""
    kinds = CalendarItem.Kind
    meetings = [(sign(MEETINGS[kind]), str(kinds(kind).label).capitalize()) for kind in MEETINGS]
    filled = [
        (joined([sign(shape) for shape in sorted({mark.shape for mark in ring.marks})]), ring.name)
        for ring in page.rings[1:]
        if ring.marks
    ]
    bands = {"break": _("School break"), "summer": _("Summer break"), "day": _("Single day"), "activity": _("Activity")}
    return [
        *meetings,
        *filled,
        *((sign(shape), words) for shape, words in bands.items()),
        (sign("circle", is_done=True), _("Open: done")),
    ]


def wheel_list(user: User | AnonymousUser, start: date, page: WheelPage, *, most: int) -> list[Line]:
    """Return what the wheel shows from a day on, as lines in order of time: at most so many."""
    found = _merged([line for line in lines(user, start, page.last_day, most=most) if not line.is_cancelled])
    drawn = [
        Line(mark.first_day, mark.last_day, "ring", mark.name, code=mark.code, address=mark.url, shape=mark.shape)
        for ring in page.rings[1:]
        for mark in ring.marks
        if start <= mark.first_day
    ]
    own = {(line.name, line.first_day) for line in found}
    new = [line for line in drawn if (line.name, line.first_day) not in own]
    return sorted([*found, *new], key=lambda line: line.first_day)[:most]


def _merged(found: list[Line]) -> list[Line]:
    """Return the lines, those of one name on days in a row as one."""
    merged: list[Line] = []
    latest: dict[tuple[str, str], int] = {}
    for line in found:
        number = latest.get((line.kind, line.name))
        if number is not None and (line.first_day - merged[number].last_day).days <= LONGEST_PAUSE:
            merged[number] = replace(merged[number], last_day=max(merged[number].last_day, line.last_day))
        else:
            latest[line.kind, line.name] = len(merged)
            merged.append(line)
    return merged


def _items(user: User | AnonymousUser, first: date, last: date) -> list[CalendarItem]:
    """Return what is drawn: each item, or the first of each week where a ring has more than can be told apart."""
    ring = [F("owner__wheel_ring"), F("kind")]
    week = [*ring, F("week")]
    return list(
        CalendarItem.objects.visible_to(user)
        .standing()
        .between(first, last)
        .annotate(week=TruncWeek("starts_at", tzinfo=clock.STOCKHOLM), ring=F("owner__wheel_ring"))
        .annotate(
            in_ring=Window(Count("pk"), partition_by=ring),
            in_week=Window(Count("pk"), partition_by=week),
            nth=Window(RowNumber(), partition_by=week, order_by=["starts_at", "pk"]),
        )
        .filter(Q(in_ring__lte=MOST_SINGLE) | Q(nth=1))
        .order_by("starts_at", "pk")
        .select_related("owner")
    )


def _place(item: CalendarItem) -> str | int | None:
    """Return the ring an item stands in: the meetings', an organisation's own, or None for outside the months."""
    if item.kind in MEETINGS:
        return "meetings"
    ring: int | None = item.ring  # type: ignore[attr-defined]  # annotated by _items
    return ring


def _rings(user: User | AnonymousUser, first: date, last: date, items: list[CalendarItem]) -> Iterable[Ring]:
    """Return the rings from the outermost in: meetings, what rooms fill, organisations' own."""
    codes = meeting_codes(first, last)
    yield Ring(_("Meetings"), [_mark(item, codes) for item in items if _place(item) == "meetings"])
    for filled in RINGS:
        ring = filled(user, first, last)
        if ring is not None:
            yield ring
    for own in WheelRing.objects.select_related("organisation"):
        yield Ring(own.name, [_mark(item, {}) for item in items if _place(item) == own.pk])


def _mark(item: CalendarItem, codes: dict[int, str]) -> Mark:
    count: int = item.in_week if item.in_ring > MOST_SINGLE else 1  # type: ignore[attr-defined]  # annotated by _items
    return Mark(
        first_day=item.first_day,
        last_day=item.last_day,
        name=item.title if count == 1 else _("%(name)s and others") % {"name": item.title},
        code=str(count) if count > 1 else codes.get(item.pk, ""),
        shape=MEETINGS.get(item.kind, "circle"),
        when=_when(item.first_day, item.last_day),
        url=item_address(item.first_day, f"post-{item.pk}"),
        is_done=item.ends_at <= clock.now(),
        count=count,
        owner=item.owner.name if item.owner and count == 1 else "",
    )


def _series(marks: list[Mark]) -> list[Mark]:
    """Return the marks, those of one name on days in a row (a weekend between them allowed) as one."""
    found: list[Mark] = []
    latest: dict[str, int] = {}
    for mark in marks:
        number = latest.get(mark.name)
        before = found[number] if number is not None else None
        if number is not None and before and (mark.first_day - before.last_day).days <= LONGEST_PAUSE:
            last = max(before.last_day, mark.last_day)
            found[number] = replace(
                before, last_day=last, when=_when(before.first_day, last), is_done=before.is_done and mark.is_done
            )
        else:
            latest[mark.name] = len(found)
            found.append(mark)
    return found


def item_address(day: date, key: str) -> str:
    """Return where in the calendar's list something stands."""
    return f"{reverse('calendar:year')}?manad={day:%Y-%m}#{key}"


def _when(first: date, last: date) -> str:
    """Return the days in short: 3 mars, 1–7 mars, 29 mars–4 april."""
    if first == last:
        return date_format(first, "j F")
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{date_format(last, 'j F')}"
    return f"{date_format(first, 'j F')}–{date_format(last, 'j F')}"


def _bands(user: User | AnonymousUser, first: date, last: date) -> list[Band]:
    """Return breaks and school days; what several school forms share stands once."""
    found = []
    for shared in shared_breaks(SchoolBreak.objects.visible_to(user).standing().between(first, last)):
        held = shared.held
        kind = "day" if held.is_one_day else "summer" if held.kind == SchoolBreak.Kind.SUMMER else "break"
        start, end = max(held.first_day, first), min(held.last_day, last)
        address = item_address(start, shared.key)
        found.append(Band(start, end, shared.name, kind, when=_when(held.first_day, held.last_day), url=address))
    return found


def _middle(user: User | AnonymousUser, label: str, today: date) -> tuple[str, ...]:
    """Return the words in the middle: the year, and how long it is to the next break."""
    coming = next_break(user, today)
    if coming is None:
        return (_("Breaks and weekends"), label)
    days = (coming.first_day - today).days
    next_words = _("Now: %(name)s") if days <= 0 else _("Next: %(name)s")
    return (
        _("Breaks and weekends"),
        label,
        next_words % {"name": coming.name},
        _when(coming.first_day, coming.last_day),
    )
