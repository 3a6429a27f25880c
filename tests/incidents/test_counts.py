"""The counts of weeks say what the reports say, whatever happens to them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest

from accounts.models import User
from common import clock
from incidents import services
from incidents.figures import situation
from incidents.figures.situation import Face, Wanted
from incidents.models import CountChange, Report, WeekCount
from tests.factories.incidents import make_category, make_report
from tests.factories.neighbourhoods import make_area, make_district

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 3, 2), date(2026, 4, 27)
WANTED = Wanted(FIRST, LAST)


def at(day: date, hour: int = 12) -> datetime:
    return clock.start_of_day(day) + timedelta(hours=hour)


def among_reports(face: Face, wanted: Wanted = WANTED) -> dict[Any, tuple[int, int]]:
    with mock.patch.object(situation, "_is_held", return_value=False):
        return situation.pairs(face, wanted)


def same_everywhere() -> None:
    for face in situation.SIDES:
        assert situation.pairs(face, WANTED) == among_reports(face), face


def fill() -> list[Report]:
    area = make_area("Päronbacken", district=make_district("Tumba"))
    made = []
    for number in range(24):
        day = FIRST + timedelta(days=3 * number if number % 2 else 3 * number - 364)
        closed = at(day + timedelta(days=number), 14) if number % 3 else None
        made.append(
            make_report(
                "done" if closed else "received",
                category=("graffiti", "litter", "lighting")[number % 3],
                received_at=at(day, number),
                closed_at=closed,
                area=area if number % 4 else None,
                district=area.district if number % 5 else None,
                latitude=59.2 + number / 500 if number % 6 else None,
                longitude=17.8 + number / 300 if number % 6 else None,
            )
        )
    return made


def test_what_is_counted_is_what_there_is_before_and_after_the_fold() -> None:
    fill()
    same_everywhere()
    assert sum(now for now, _before in situation.pairs(Face.PLACE, WANTED).values()) > 5
    assert services.fold_counts()
    assert not CountChange.objects.exists()
    same_everywhere()


def test_counts_follow_a_report_through_its_life(coordinator: User) -> None:
    first, second, *_others = fill()
    services.fold_counts()
    services.merge(report=second, number=first.number, by=coordinator)
    same_everywhere()
    services.fold_counts()
    services.split(report=second, by=coordinator)
    same_everywhere()
    services.judge(report=first, category=make_category("vandalism"), is_offensive=None, by=coordinator)
    services.fold_counts()
    same_everywhere()
    Report.objects.filter(pk=first.pk).update(latitude=59.21, longitude=17.9)
    Report.objects.filter(pk=second.pk).delete()
    same_everywhere()
    services.fold_counts()
    same_everywhere()


def test_one_found_to_be_the_same_counts_once(coordinator: User) -> None:
    first, second = (make_report(received_at=at(FIRST)) for _each in range(2))
    assert situation.by_week(WANTED)[0][0] == 2
    services.merge(report=second, number=first.number, by=coordinator)
    assert situation.by_week(WANTED)[0][0] == 1
    services.split(report=second, by=coordinator)
    assert situation.by_week(WANTED)[0][0] == 2


def test_a_change_of_nothing_that_is_counted_notes_nothing() -> None:
    report = make_report()
    services.fold_counts()
    Report.objects.filter(pk=report.pk).update(text="annat", version=3, due_at=clock.now())
    assert not CountChange.objects.exists()


def test_counting_anew_gives_the_same() -> None:
    fill()
    services.fold_counts()
    before = set(WeekCount.objects.exclude(count=0).values_list("face", "week", "category_id", "key", "count"))
    WeekCount.objects.all().delete()
    services.count_if_never_counted()
    assert before == set(WeekCount.objects.values_list("face", "week", "category_id", "key", "count"))
    same_everywhere()


def test_filters_give_what_the_reports_give() -> None:
    made = fill()
    services.fold_counts()
    kind, district = made[0].category_id, make_district("Tumba").pk
    for wanted in (
        Wanted(FIRST, LAST, kinds=(kind,)),
        Wanted(FIRST, LAST, district=district),
        Wanted(FIRST, LAST, kinds=(kind,), district=district),
    ):
        for face in situation.SIDES:
            assert situation.pairs(face, wanted) == among_reports(face, wanted)


@pytest.mark.parametrize(
    ("first", "compared"),
    [
        (date(2026, 11, 16), date(2025, 11, 17)),
        (date(2026, 12, 28), date(2025, 12, 22)),  # week 53 with week 52
        (date(2027, 1, 4), date(2025, 12, 29)),  # week 1 with week 1 over a year of 53 weeks
    ],
)
def test_last_years_same_week(first: date, compared: date) -> None:
    assert first - situation.weeks_back(first) == compared


def test_a_square_holds_its_point() -> None:
    west, south, east, north = situation.box_of(situation.square_of(17.8123, 59.2345))
    assert west <= 17.8123 < east
    assert south <= 59.2345 < north
