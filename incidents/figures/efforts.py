"""What was reported while an effort went on, beside last year's same weeks: there, and where it is compared with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from common import clock
from incidents.figures import situation
from incidents.figures.situation import Face, Wanted
from incidents.models import Category, Effort
from neighbourhoods.models import Area, District


@dataclass(frozen=True)
class EffortLine:
    """A place's reports of the effort's kinds: during its whole weeks, and in last year's same weeks."""

    place: str
    now: int
    before: int
    wanted: Wanted
    district: District | None
    area: Area | None


def effort_weeks(effort: Effort) -> Wanted | None:
    """Return the whole weeks that the effort has covered so far, or None before the first has ended."""
    first = situation.monday_of(effort.first_day + timedelta(days=6))
    last = situation.monday_of(min(effort.last_day, clock.today() - timedelta(days=1)) + timedelta(days=1))
    last -= timedelta(weeks=1)
    if last < first:
        return None
    kinds = tuple(category.pk for category in counted_kinds(effort))
    longest = first + timedelta(weeks=situation.MOST_WEEKS - 1)
    return Wanted(first, min(last, longest), kinds, effort.district_id, effort.area_id)


def counted_kinds(effort: Effort) -> list[Category]:
    """Return the effort's kinds that every role sees: of others the page can count nothing, whoever reads it."""
    told = situation.kinds_for_all()
    return [category for category in effort.categories.all() if told is None or category.pk in told]


def effort_lines(effort: Effort) -> list[EffortLine]:
    """Return the effort's place and, where one was named, the place to compare with."""
    wanted = effort_weeks(effort)
    if wanted is None:
        return []
    found = [_line(effort.place, wanted, effort.district, effort.area)]
    if effort.compared:
        found.append(_line(effort.compared, wanted, effort.compared_district, effort.compared_area))
    return found


def _line(place: str, weeks: Wanted, district: District | None, area: Area | None) -> EffortLine:
    wanted = replace(weeks, district=district.pk if district else None, area=area.pk if area else None)
    counts = situation.pairs(Face.PLACE, wanted).values()
    now, before = sum(now for now, _b in counts), sum(before for _n, before in counts)
    return EffortLine(place, now, before, wanted, district, area)
