"""Items, what is shown to whom, and days that are easy to get wrong."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from common import clock
from common.clock import STOCKHOLM
from common.moves import MoveRefusedError
from holiday_calendar import cards, figures, services, transitions
from holiday_calendar.lifecycle import ITEM_MOVES, ItemStatus
from holiday_calendar.models import CalendarItem, CalendarItemEvent
from holiday_calendar.querysets import Narrow
from tests.factories.calendar import break_row, make_item, make_year
from tests.factories.neighbourhoods import make_area, make_district

NOBODY = AnonymousUser()


def test_the_folder_does_not_hide_pythons_own_calendar() -> None:
    assert [path.name for path in Path("calendar").iterdir() if path.name != "__pycache__"] == ["holiday_calendar"]
    assert not Path("calendar/__init__.py").exists()
    assert "holiday_calendar" not in (calendar.__file__ or "")
    assert calendar.monthrange(2024, 2) == (3, 29)


@pytest.mark.django_db
def test_internal_items_are_for_those_who_may_see_them(coordinator: User, agent: User, police: User) -> None:
    make_item(title="Öppen")
    make_item(title="Intern", is_public=False)
    seen = {
        user: set(CalendarItem.objects.visible_to(user).values_list("title", flat=True))
        for user in (coordinator, agent, police, NOBODY)
    }
    assert seen[coordinator] == seen[police] == {"Öppen", "Intern"}
    assert seen[agent] == seen[NOBODY] == {"Öppen"}
    assert [line.name for line in cards.soon(10) if line.kind == "activity"] == ["Öppen"]
    assert {line.name for line in cards.week(coordinator) if line.kind == "activity"} == {"Öppen", "Intern"}


@pytest.mark.django_db
def test_a_district_sees_its_own_and_what_is_for_all() -> None:
    alby, tumba = make_district("Alby"), make_district("Tumba")
    for district in (alby, tumba, None):
        make_item(date(2026, 11, 3), title=str(district), district=district)
    shown = figures.lines(NOBODY, date(2026, 11, 3), date(2026, 11, 3), Narrow(alby))
    assert {line.name for line in shown} == {"Alby", "None"}


@pytest.mark.django_db
@pytest.mark.parametrize(("here", "there"), list(product(ItemStatus, ItemStatus)))
def test_every_pair_of_states(here: ItemStatus, there: ItemStatus, coordinator: User) -> None:
    item = make_item(status=here)
    if there in ITEM_MOVES[here]:
        moved = transitions.move_item(item_id=item.pk, to=there, actor=coordinator)
        assert (moved.status, moved.sequence) == (there, 1)
        assert CalendarItemEvent.objects.get().actor == coordinator
    else:
        with pytest.raises(MoveRefusedError):
            transitions.move_item(item_id=item.pk, to=there, actor=coordinator)


@pytest.mark.django_db
def test_a_change_raises_the_sequence_and_no_change_does_not() -> None:
    item = make_item()
    assert services.save_item(item=item).sequence == 0
    item.place = "Biblioteket"
    assert services.save_item(item=item).sequence == 1


@pytest.mark.django_db
def test_times_in_the_wrong_order_are_refused_by_service_and_database() -> None:
    item = make_item()
    item.ends_at = item.starts_at
    with pytest.raises(ValidationError) as refused:
        services.save_item(item=item)
    assert refused.value.code == "ends_before_start"
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarItem.objects.filter(pk=item.pk).update(ends_at=item.starts_at)
    item.ends_at = item.starts_at + timedelta(days=200)
    with pytest.raises(ValidationError):
        services.save_item(item=item)


@pytest.mark.django_db
def test_over_new_year_and_in_week_53() -> None:
    make_year(break_row("jullov", kind="christmas", first_day=date(2026, 12, 23), last_day=date(2027, 1, 7)))
    found = figures.lines(NOBODY, date(2027, 1, 1), date(2027, 1, 2))
    assert [line.name for line in found] == ["Jullov", "Nyårsdagen"]
    assert found[1].week == 53
    assert figures.months(found, date(2027, 1, 1))[0].first_day == date(2027, 1, 1)


@pytest.mark.django_db
def test_leap_day() -> None:
    make_item(date(2028, 2, 29), title="Skottdag")
    line = figures.lines(NOBODY, date(2028, 2, 29), date(2028, 2, 29))[0]
    assert (line.name, line.first_day, line.last_day) == ("Skottdag", date(2028, 2, 29), date(2028, 2, 29))
    assert figures.feed_days(date(2028, 2, 29)) == (date(2027, 2, 1), date(2030, 2, 1))


@pytest.mark.django_db
@pytest.mark.parametrize("night", [date(2026, 10, 25), date(2027, 3, 28)])
def test_a_day_of_23_or_25_hours_is_one_day(night: date) -> None:
    make_item(night, title="Hela dagen")
    line = next(line for line in figures.lines(NOBODY, night, night) if line.name == "Hela dagen")
    assert line.is_one_day
    for other in (night - timedelta(days=1), night + timedelta(days=1)):
        assert all(line.name != "Hela dagen" for line in figures.lines(NOBODY, other, other))


@given(st.dates(date(2015, 1, 1), date(2090, 1, 1)))
def test_every_day_lies_in_its_school_year(day: date) -> None:
    first, last = figures.wheel_days(day)
    assert first <= day <= last
    assert (first.month, first.day, last - first) in {(8, 1, timedelta(days=364)), (8, 1, timedelta(days=365))}
    assert figures.year_label(first) == figures.year_label(last) == figures.year_label(day)


@pytest.mark.django_db
def test_meetings_are_numbered_within_their_school_year() -> None:
    for month in (9, 11):
        make_item(date(2026, month, 2), kind="coordination", is_public=False)
    make_item(date(2026, 10, 2), kind="steering", is_public=False)
    make_item(date(2026, 12, 2), kind="coordination", status=ItemStatus.CANCELLED)
    make_item(date(2027, 8, 2), kind="coordination")
    codes = figures.meeting_codes(date(2026, 8, 1), date(2028, 7, 31))
    assert sorted(codes.values()) == ["1", "1", "2", "S1"]


@pytest.mark.django_db
def test_the_next_break_skips_single_school_days() -> None:
    make_year(
        break_row("skolstart", kind="school_starts", first_day=date(2026, 8, 19), last_day=date(2026, 8, 19)),
        break_row(),
    )
    with clock.at(datetime(2026, 8, 18, 12, tzinfo=STOCKHOLM)):
        assert cards.days_to_next_break() == 69
    with clock.at(datetime(2026, 10, 28, 12, tzinfo=STOCKHOLM)):
        assert cards.days_to_next_break() == 0
    assert cards.days_to_next_break(date(2030, 1, 1)) is None


@pytest.mark.django_db
def test_an_area_summary_gets_public_events_of_its_district() -> None:
    area = make_area()
    with clock.at(datetime(2026, 9, 1, 12, tzinfo=STOCKHOLM)):
        make_item(date(2026, 9, 5), title="Torgdag", district=area.district)
        make_item(date(2026, 9, 6), title="Annan kommundel", district=make_district("Annan"))
        make_item(date(2026, 9, 7), title="Styrgrupp", is_public=False)
        section = cards.area_section(area)
    assert section is not None
    assert [line.name for line in section.context["lines"] if line.kind == "activity"] == ["Torgdag"]
