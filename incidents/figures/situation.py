"""The situation in figures: whole weeks beside last year's same weeks, read from the counts that the database keeps.

What is asked without a limit on what the counts hold is read from `WeekCount` and what waits to be folded; the rest
is counted among the reports themselves, by the same expressions. A report found to be the same as another is not
counted: its matter is counted once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from common import clock
from incidents.models import Category, WeekCount
from incidents.querysets import ReportQuerySet

Face = WeekCount.Face
# Squares in degrees (longitude, latitude): about 290 and 1,150 metres in Botkyrka.
SQUARE, WIDE = (0.005, 0.0025), (0.02, 0.01)
ROW = 1_000_000  # a square's key is its column times this, plus its row; columns count from 180° W, rows from 90° S
# Upper limits in hours of how long it took, and the words.
TOOK = (
    (24, _("within a day")),
    (48, _("one to two days")),
    (7 * 24, _("two days to a week")),
    (14 * 24, _("one to two weeks")),
    (30 * 24, _("two to four weeks")),
    (None, _("longer than a month")),
)
MOST_WEEKS = 156
_LOCAL = "(s.received_at AT TIME ZONE 'Europe/Stockholm')"
_TOOK = "extract(epoch FROM s.closed_at - s.received_at) / 3600"
_STEP = "CASE " + " ".join(f"WHEN {_TOOK} < {hours} THEN {i}" for i, (hours, _w) in enumerate(TOOK) if hours)
_STEP += f" ELSE {len(TOOK) - 1} END"


def _square(step: tuple[float, float]) -> str:
    return f"floor((s.longitude + 180) / {step[0]})::bigint * {ROW} + floor((s.latitude + 90) / {step[1]})::bigint"


@dataclass(frozen=True)
class _Side:
    """How a face is read from a report: its moment, kind, key, and which reports have one."""

    key: str
    category: str = "0"
    moment: str = "received_at"
    having: str = "TRUE"

    @property
    def week(self) -> str:
        return f"date_trunc('week', s.{self.moment} AT TIME ZONE 'Europe/Stockholm')::date"


SIDES = {
    Face.PLACE: _Side("coalesce(s.district_id, 0)", "s.category_id"),
    Face.AREA: _Side("s.area_id", having="s.area_id IS NOT NULL"),
    Face.HOUR: _Side(f"(extract(isodow FROM {_LOCAL})::int - 1) * 24 + extract(hour FROM {_LOCAL})::int"),
    Face.WIDE: _Side(_square(WIDE), having="s.latitude IS NOT NULL"),
    Face.SQUARE: _Side(_square(SQUARE), having="s.latitude IS NOT NULL"),
    Face.CLOSED: _Side(
        f"coalesce(s.district_id, 0) * 100 + 2 * ({_STEP}) + (s.due_at IS NOT NULL AND s.closed_at > s.due_at)::int",
        "s.category_id",
        "closed_at",
        "s.closed_at IS NOT NULL",
    ),
}
HOLDS_KIND_AND_DISTRICT = {Face.PLACE: "key", Face.CLOSED: "key / 100"}


def kinds_but(kept: Collection[int]) -> tuple[int, ...] | None:
    """Return every kind but those kept from a reader; None, which is counted quickest, where none is."""
    return tuple(Category.objects.exclude(pk__in=kept).values_list("pk", flat=True)) if kept else None


def kinds_for_all() -> tuple[int, ...] | None:
    """Return the kinds that every role sees: what a paper tells, whoever reads it."""
    return kinds_but(set(Category.objects.kept_from_some().values_list("pk", flat=True)))


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks_back(first: date) -> timedelta:
    """Return how far back last year's week of the same number lies; week 53 is compared with week 52."""
    year, week, _day = first.isocalendar()
    return first - date.fromisocalendar(year - 1, min(week, 52), 1)


@dataclass(frozen=True)
class Wanted:
    """Which weeks (their Mondays, both counted), kinds and place. `kinds` None is every kind."""

    first: date
    last: date
    kinds: tuple[int, ...] | None = None
    district: int | None = None
    area: int | None = None

    @property
    def before(self) -> tuple[date, date]:
        """Last year's same weeks."""
        back = weeks_back(self.first)
        return self.first - back, self.last - back

    @property
    def weeks(self) -> list[date]:
        """The Mondays."""
        count = (self.last - self.first).days // 7 + 1
        return [self.first + timedelta(weeks=number) for number in range(count)]

    @property
    def until(self) -> date:
        """The last day counted."""
        return self.last + timedelta(days=6)


Pair = tuple[int, int]


def pairs(face: Face, wanted: Wanted, *, by: str = "key") -> dict[Any, Pair]:
    """Return (this period, last year's same weeks) by `key`, `category_id`, or `key / 100` and the like."""
    source, given = _source(face, wanted)
    then = wanted.before
    sql = (
        f"SELECT {by}, coalesce(sum(count) FILTER (WHERE week BETWEEN %s AND %s), 0),"
        f" coalesce(sum(count) FILTER (WHERE week BETWEEN %s AND %s), 0) FROM ({source}) AS found GROUP BY 1"
    )
    rows = _rows(sql, [wanted.first, wanted.last, *then, *given])
    return {key: (int(now), int(before)) for key, now, before in rows if now or before}


def by_week(wanted: Wanted) -> tuple[list[int], list[int]]:
    """Return the counts of each week, and of last year's same weeks."""
    source, given = _source(Face.PLACE, wanted)
    sql = f"SELECT week, sum(count) FROM ({source}) AS found GROUP BY 1"
    found = dict(_rows(sql, given))
    back = weeks_back(wanted.first)
    weeks = wanted.weeks
    return [int(found.get(week, 0)) for week in weeks], [int(found.get(week - back, 0)) for week in weeks]


def _source(face: Face, wanted: Wanted) -> tuple[str, list[Any]]:
    """Return SQL of (week, category_id, key, count) rows, and what it is given."""
    if _is_held(face, wanted):
        return _held(face, wanted)
    return _among_reports(face, wanted)


def _is_held(face: Face, wanted: Wanted) -> bool:
    if wanted.area is not None:
        return False
    return face in HOLDS_KIND_AND_DISTRICT or (wanted.kinds is None and wanted.district is None)


def _held(face: Face, wanted: Wanted) -> tuple[str, list[Any]]:
    limits = ""
    given: list[Any] = []
    if wanted.kinds is not None:
        limits, given = " AND category_id = ANY(%s)", [list(wanted.kinds)]
    if wanted.district is not None:
        limits, given = f"{limits} AND {HOLDS_KIND_AND_DISTRICT[face]} = %s", [*given, wanted.district]
    weeks = [wanted.first, wanted.last, *wanted.before]
    within = "(week BETWEEN %s AND %s OR week BETWEEN %s AND %s)"
    sql = (
        f"SELECT week, category_id, key, count FROM incidents_weekcount WHERE face = {face.value} AND {within}{limits}"
        f" UNION ALL SELECT * FROM ({fresh(face)}) AS fresh WHERE {within}{limits}"
    )
    return sql, [*weeks, *given, *weeks, *given]


def fresh(face: Face, table: str = "incidents_countchange") -> str:
    """Return SQL of what a table of changes adds to a face."""
    side = SIDES[face]
    return (
        f"SELECT {side.week} AS week, {side.category} AS category_id, {side.key} AS key, s.sign::int AS count"
        f" FROM {table} AS s WHERE {side.having}"
    )


def _among_reports(face: Face, wanted: Wanted) -> tuple[str, list[Any]]:
    side = SIDES[face]
    given: list[Any] = []
    limits = [side.having, "s.merged_into_id IS NULL"]
    for column, value in (("district_id", wanted.district), ("area_id", wanted.area)):
        if value is not None:
            limits.append(f"s.{column} = %s")
            given.append(value)
    if wanted.kinds is not None:
        limits.append("s.category_id = ANY(%s)")
        given.append(list(wanted.kinds))
    spans = [_span(wanted.first, wanted.last), _span(*wanted.before)]
    limits.append("(" + " OR ".join([f"s.{side.moment} >= %s AND s.{side.moment} < %s"] * 2) + ")")
    given += [moment for span in spans for moment in span]
    sql = (
        f"SELECT {side.week} AS week, {side.category} AS category_id, {side.key} AS key, 1 AS count"
        f" FROM incidents_report AS s WHERE {' AND '.join(limits)}"
    )
    return sql, given


def _span(first: date, last: date) -> tuple[Any, Any]:
    return clock.start_of_day(first), clock.start_of_day(last + timedelta(weeks=1))


def _rows(sql: str, given: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        yield from cursor.fetchall()


def square_of(longitude: float, latitude: float, step: tuple[float, float] = SQUARE) -> int:
    """Return the key of the square that holds a position (WGS84)."""
    return int((longitude + 180) // step[0]) * ROW + int((latitude + 90) // step[1])


def box_of(key: int, step: tuple[float, float] = SQUARE) -> tuple[float, float, float, float]:
    """Return a square's (west, south, east, north)."""
    column, row = divmod(key, ROW)
    west, south = column * step[0] - 180, row * step[1] - 90
    return west, south, west + step[0], south + step[1]


def that_took(reports: ReportQuerySet, step: int, *, late: bool | None = None) -> ReportQuerySet:
    """Return the closed reports that took as long as a step of `TOOK` says."""
    shortest = TOOK[step - 1][0] if step else None
    longest = TOOK[step][0]
    if shortest is not None:
        reports = reports.filter(closed_at__gte=F("received_at") + timedelta(hours=shortest))
    if longest is not None:
        reports = reports.filter(closed_at__lt=F("received_at") + timedelta(hours=longest))
    if late is None:
        return reports
    return reports.filter(closed_at__gt=F("due_at")) if late else reports.exclude(closed_at__gt=F("due_at"))


@dataclass(frozen=True)
class Standing:
    """How many reports of a kind stand open now, and how many of them are overdue."""

    kind: Category
    open: int
    overdue: int


def standing(reports: ReportQuerySet, wanted: Wanted) -> list[Standing]:
    """Return open and overdue by kind, as they are now, among the reports their reader may see."""
    held = reports.open()
    if wanted.kinds is not None:
        held = held.filter(category__in=wanted.kinds)
    if wanted.district is not None:
        held = held.filter(district=wanted.district)
    late = Count("pk", filter=Q(due_at__lt=clock.now()))
    found = {row["category"]: row for row in held.values("category").annotate(all=Count("pk"), late=late).order_by()}
    kinds = Category.objects.filter(pk__in=found)
    return [Standing(kind, found[kind.pk]["all"], found[kind.pk]["late"]) for kind in kinds]


def by_kind_and_district(wanted: Wanted) -> dict[tuple[int, int], Pair]:
    """Return both periods' counts by (category, district); district 0 is none."""
    found = pairs(Face.PLACE, wanted, by="category_id || '/' || key")
    return {_two(key): counts for key, counts in found.items()}


def _two(key: str) -> tuple[int, int]:
    kind, _slash, district = key.partition("/")
    return int(kind), int(district)
