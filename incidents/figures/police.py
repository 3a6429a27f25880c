"""Figures of the police's events, by district and week. They are never added to reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from common import clock
from incidents.models import PoliceFeed
from incidents.querysets import PoliceEventQuerySet
from neighbourhoods.models import District

WEEKS = 8


@dataclass(frozen=True)
class WeekRow:
    """A district's counts, week by week; no slug: what is in no district."""

    name: str
    slug: str
    counts: list[int]


@dataclass(frozen=True)
class WeekTable:
    """How many events each district had in each week; weeks are named by their Mondays, the oldest first."""

    mondays: list[date]
    rows: list[WeekRow]

    @property
    def weeks(self) -> list[int]:
        """The numbers of the weeks."""
        return [monday.isocalendar().week for monday in self.mondays]


def police_by_week(events: PoliceEventQuerySet, *, nowhere: str, weeks: int = WEEKS) -> WeekTable:
    """Count events by district and week, this week the last; `nowhere` names the row of those without a district."""
    this_monday = clock.today() - timedelta(days=clock.today().weekday())
    mondays = [this_monday - timedelta(weeks=back) for back in reversed(range(weeks))]
    since = clock.start_of_day(mondays[0])
    found: Counter[tuple[int | None, date]] = Counter()
    for district_id, at in events.filter(at__gte=since).values_list("district_id", "at").iterator():
        day = clock.local(at).date()
        found[district_id, day - timedelta(days=day.weekday())] += 1
    held = District.objects.values_list("pk", "name", "slug")
    names: Iterable[tuple[int | None, str, str]] = [*held, (None, nowhere, "")]
    rows = [WeekRow(name, slug, [found[key, monday] for monday in mondays]) for key, name, slug in names]
    return WeekTable(mondays, rows)


def feed_in_trouble() -> PoliceFeed | None:
    """Return the feed if it has a problem or holds what was not understood, else None."""
    feed = PoliceFeed.objects.order_by("-asked_at").first()
    return feed if feed is not None and (feed.problem or feed.not_understood) else None
