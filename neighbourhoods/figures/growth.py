"""How Grannsamverkan has grown: areas and agents at the end of each year, by district and housing type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from common import clock
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, District

FIRST_YEAR = 2002


@dataclass(frozen=True)
class GrowthRow:
    """Areas and agents at the end of a year (of today, for this year)."""

    year: int
    areas: int
    agents: int


# An area counts from the day it started until it was closed; one that closed and never came back, until its last
# closing. An agent is a person with an appointment that day, once however many areas.
_GROWTH = """
SELECT year::int, (
  SELECT count(*) FROM neighbourhoods_area area
   WHERE area.started_on <= ends.day AND (%(district)s::bigint IS NULL OR area.district_id = %(district)s)
     AND (%(housing)s = '' OR area.housing = %(housing)s)
     AND NOT (area.status = 'closed' AND coalesce((
       SELECT (max(event.at) AT TIME ZONE %(zone)s)::date FROM neighbourhoods_areaevent event
        WHERE event.area_id = area.id AND event.moved_to = 'closed'), area.started_on) <= ends.day)
), (
  SELECT count(DISTINCT agent.user_id) FROM neighbourhoods_contactagent agent
    JOIN neighbourhoods_area area ON area.id = agent.area_id
   WHERE agent.period @> ends.day AND (%(district)s::bigint IS NULL OR area.district_id = %(district)s)
     AND (%(housing)s = '' OR area.housing = %(housing)s)
)
FROM (SELECT year, least(make_date(year::int, 12, 31), %(today)s::date) AS day
        FROM generate_series(%(first)s::int, %(last)s::int) year) ends
ORDER BY year
"""


def growth(*, district: District | None = None, housing: str = "") -> list[GrowthRow]:
    """Return areas and agents year by year since 2002, of all or of one district and housing type."""
    today = clock.today()
    values: Mapping[str, Any] = {
        "district": district.pk if district else None,
        "housing": housing,
        "zone": settings.TIME_ZONE,
        "today": today,
        "first": FIRST_YEAR,
        "last": today.year,
    }
    with connection.cursor() as cursor:
        cursor.execute(_GROWTH, values)
        return [GrowthRow(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class CoverageRow:
    """A district or housing type today: its areas, households in them and taking part, dwellings where known."""

    name: str
    areas: int
    households: int
    joined: int
    dwellings: int | None

    @property
    def share(self) -> int | None:
        """Return how many of a hundred dwellings lie in an area, where the dwellings are known."""
        return round(100 * self.households / self.dwellings) if self.dwellings else None


def _living() -> Any:
    return Area.objects.filter(status__in=[AreaStatus.ACTIVE, AreaStatus.DORMANT])


def whole(rows: list[CoverageRow]) -> CoverageRow:
    """Return the sum of rows. The dwellings are known only where every row's are: else the share would be too large."""
    known = [row.dwellings for row in rows if row.dwellings is not None]
    return CoverageRow(
        _("The whole municipality"),
        sum(row.areas for row in rows),
        sum(row.households for row in rows),
        sum(row.joined for row in rows),
        sum(known) if rows and len(known) == len(rows) else None,
    )


def coverage() -> list[CoverageRow]:
    """Return each district's areas today and the share of its dwellings that lie in one."""
    sums = _sums("district")
    return [
        CoverageRow(district.name, *sums.get(district.pk, (0, 0, 0)), district.dwellings)
        for district in District.objects.defer("boundary")
    ]


def growth_shares() -> list[CoverageRow]:
    """Return the same by housing type, whose dwellings nobody counts."""
    sums = _sums("housing")
    return [CoverageRow(str(kind.label), *sums.get(kind.value, (0, 0, 0)), None) for kind in Area.Housing]


def _sums(field: str) -> dict[Any, tuple[int, int, int]]:
    rows = _living().values(field).order_by(field).annotate(h=Sum("households"), j=Sum("households_joined"))
    counted: dict[Any, tuple[int, int, int]] = {}
    for row in rows.annotate(n=Count("pk")):
        counted[row[field]] = (row["n"] or 0, row["h"] or 0, row["j"] or 0)
    return counted
