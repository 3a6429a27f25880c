"""The counts of the areas by district, held in memory: right at once whatever changed, and counted only then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from common import clock
from neighbourhoods import figures, services
from neighbourhoods.models import Area, AreaVitality, ContactAgent, CountedChange
from neighbourhoods.periodic import tidy_border_changes
from tests.factories.neighbourhoods import make_agent, make_area, make_district

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, ...]:
    rows = figures.vitality_by_district()
    words = ("alive", "quiet", "dormant", "forming", "without_agent")
    return tuple(sum(getattr(row, word) for row in rows) for word in words)


def past_services(model: Any, **fields: Any) -> Callable[[], object]:
    return lambda: model.objects.update(**fields)


CHANGES: dict[str, tuple[Callable[[], object], tuple[int, ...]]] = {
    "entered": (make_area, (2, 0, 0, 0, 1)),
    "deleted": (lambda: Area.objects.all().delete(), (0, 0, 0, 0, 0)),
    "moved in its life": (past_services(Area, status="forming"), (0, 0, 0, 1, 0)),
    "closed": (past_services(Area, status="closed"), (0, 0, 0, 0, 0)),
    "touched": (past_services(Area, last_contact_on=None), (0, 0, 1, 0, 0)),
    "without agent": (lambda: ContactAgent.objects.all().delete(), (1, 0, 0, 0, 1)),
    "ended": (past_services(ContactAgent, period=DateRange(None, clock.today())), (1, 0, 0, 0, 1)),
    "read": (services.score_areas, (1, 0, 0, 0, 0)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_the_counts_is_seen_at_once_and_gone_when_rolled_back(change: str) -> None:
    make_agent(make_area(started_on=clock.today()))
    assert counts() == (1, 0, 0, 0, 0)
    act, then = CHANGES[change]
    with transaction.atomic():
        act()
        assert counts() == then
        if change == "read":
            AreaVitality.objects.update(word="quiet")
            assert counts() == (0, 1, 0, 0, 0)
        transaction.set_rollback(True)
    assert counts() == (1, 0, 0, 0, 0)


def test_nothing_is_counted_while_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    area = make_agent(make_area(), last_day=clock.today()).area
    assert counts() == (1, 0, 0, 0, 0)
    changes = CountedChange.objects.count()
    Area.objects.update(households=50)
    ContactAgent.objects.update(agrees_to_be_shown=True)
    assert CountedChange.objects.count() == changes
    with CaptureQueriesContext(connection) as again:
        counts()
    assert len(again) == 2 and not any('"neighbourhoods_area"' in query["sql"] for query in again)
    # Tomorrow the agent's last day has passed, without anything being written.
    tomorrow = clock.today() + timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    assert counts() == (1, 0, 0, 0, 1)
    Area.objects.filter(pk=area.pk).update(district=make_district("Grödinge"))
    assert [row.alive for row in figures.vitality_by_district() if row.district.name == "Grödinge"] == [1]
    tidy_border_changes()
    assert CountedChange.objects.count() == 1 and counts() == (1, 0, 0, 0, 1)
