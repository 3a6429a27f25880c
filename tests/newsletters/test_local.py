"""An area's readers: their own published number where there is one, else the district's and a true reason why."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock
from incidents.models import Release, ReleasedCount
from neighbourhoods.models import Area
from newsletters import mail, sending
from newsletters.figures import Ground, Place
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue
from tests.factories.incidents import make_category
from tests.factories.neighbourhoods import make_area, make_district
from tests.factories.newsletters import make_issue

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 20, 12, tzinfo=clock.STOCKHOLM)
MONTHS = [date(year, month, 1) for year in (2025, 2026) for month in (2, 3, 4)]


def publish(counts: dict[Area, list[int | None]]) -> None:
    """Publish six months: of each area its counts, of the kind in the district five a month."""
    kind, district = make_category("graffiti"), make_district("Tumba")
    for place, month in enumerate(MONTHS):
        release = Release.objects.create(month=month)
        ReleasedCount.objects.create(release=release, category=kind, district=district, count=5)
        for area, held in counts.items():
            if place < len(held):
                ReleasedCount.objects.create(release=release, area=area, count=held[place])


def shown(area: Area) -> list[tuple[str, list[tuple[int, int | None]], str]]:
    with clock.at(NOW):
        parts = mail.Composer(make_issue(number=Issue.objects.count() + 1)).parts(Place(area=area))
    return [(one.caption, [(row.now, row.before) for row in one.rows], one.told) for one in parts[-1].statistics]


def test_an_area_is_told_its_own_number_beside_last_years() -> None:
    own, new, hidden, late = (make_area(f"Område {n}", district=make_district("Tumba")) for n in range(4))
    publish({own: [1, 2, 3, 10, 20, 30], new: [None, 2, 3, 4, 0, 4], hidden: [9, 9, 9, 9, None, 9], late: [9, 9, 9, 9]})
    (caption, rows, told), (of_kinds, kinds, why_kinds) = shown(own)
    assert "Område 0" in caption and (rows, told) == ([(60, 6)], "")
    assert "Tumba" in of_kinds and kinds == [(15, 15)] and "inte för enskilda områden" in why_kinds
    assert shown(new)[0][1] == [(8, None)], "last year's is left out"
    [(caption, rows, told)] = shown(hidden)
    assert "Tumba" in caption and rows == [(15, 15)] and "utelämnad" in told
    [(_caption, _rows, told)] = shown(late)
    assert "inte publicerad för alla" in told and "peka ut" not in told
    [(_caption, _rows, told)] = shown(make_area("Ny", district=make_district("Tumba"), households=900))
    assert "900" not in told


def test_a_hundred_areas_are_one_question() -> None:
    areas = [make_area(district=make_district("Tumba")) for _n in range(12)]
    publish({area: [5] * 6 for area in areas})
    ground = Ground()
    with clock.at(NOW):
        ground.statistics(Place(area=areas[0]))
        with CaptureQueriesContext(connection) as asked:
            for area in areas[1:]:
                assert len(ground.statistics(Place(area=area))) == 2
    assert len(asked) == 0


def test_the_frozen_letter_of_an_area_holds_its_own_number() -> None:
    area = make_area("Lyckebo", district=make_district("Tumba"))
    publish({area: [1, 2, 3, 10, 20, 31]})
    issue = make_issue(status=IssueStatus.SCHEDULED, send_at=NOW)
    with clock.at(NOW):
        [place] = [one for one in sending.places({f"area-{area.pk}"}) if one.area]
        letter = mail.Composer(issue).letter(place)
    assert "Lyckebo" in letter.text and "61 (i fjol 6)" in letter.text and ">61</td>" in letter.html
