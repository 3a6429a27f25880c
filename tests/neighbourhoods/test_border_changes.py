"""Borders held in memory are read again when one changes, and only then."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from neighbourhoods import figures
from neighbourhoods.models import Area, BorderChange
from neighbourhoods.periodic import tidy_border_changes
from tests.factories.neighbourhoods import make_area

pytestmark = pytest.mark.django_db


def square(west: float, south: float) -> dict[str, Any]:
    """A border of a hundredth of a degree."""
    east, north = west + 0.01, south + 0.01
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "MultiPolygon", "coordinates": [[ring]]}


def test_a_moved_border_holds_at_once_however_it_was_moved() -> None:
    area = make_area(boundary=square(17.80, 59.20))
    assert figures.area_at(17.805, 59.205) == area
    Area.objects.filter(pk=area.pk).update(boundary=square(17.90, 59.20))  # past every service
    assert figures.area_at(17.805, 59.205) is None
    assert figures.area_at(17.905, 59.205) == area
    Area.objects.filter(pk=area.pk).update(status="closed")
    assert figures.area_at(17.905, 59.205) is None


def test_what_is_rolled_back_is_not_held() -> None:
    area = make_area(boundary=square(17.80, 59.20))
    with transaction.atomic():
        Area.objects.filter(pk=area.pk).update(boundary=square(17.90, 59.20))
        assert figures.area_at(17.905, 59.205) == area
        transaction.set_rollback(True)
    assert figures.area_at(17.805, 59.205) == area


def test_what_does_not_touch_a_border_is_no_reason_to_read_them_again() -> None:
    area = make_area(boundary=square(17.80, 59.20))
    before = BorderChange.objects.count()
    area.households = 44
    area.save()
    assert BorderChange.objects.count() == before


def test_a_look_asks_for_no_border() -> None:
    make_area(boundary=square(17.80, 59.20))
    figures.locator()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        figures.locator()
    assert len(captured) == 1
    assert "borderchange" in captured[0]["sql"]


def test_old_changes_go_and_the_borders_stay_true() -> None:
    area = make_area(boundary=square(17.80, 59.20))
    assert BorderChange.objects.count() >= 1
    tidy_border_changes()
    assert BorderChange.objects.count() == 1
    assert figures.area_at(17.805, 59.205) == area
    Area.objects.filter(pk=area.pk).update(boundary=square(17.90, 59.20))
    assert figures.area_at(17.805, 59.205) is None
