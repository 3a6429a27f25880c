"""The clock: driven, Swedish, right on the nights when it is put forward or back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import clock

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
HOURS = st.floats(min_value=0.01, max_value=200, allow_nan=False)


def stockholm(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=clock.STOCKHOLM)  # type: ignore[arg-type, misc]


def test_held_at_a_moment_and_let_go() -> None:
    moment = datetime(2026, 4, 30, 22, 30, tzinfo=UTC)
    with clock.at(moment):
        assert clock.now() == moment
        assert clock.today() == date(2026, 5, 1), "half past midnight in Stockholm"
        with clock.at(moment + timedelta(days=1)):
            assert clock.today() == date(2026, 5, 2)
        assert clock.now() == moment
    assert clock.now() != moment
    assert clock.now().tzinfo is not None


def test_naive_moments_are_refused() -> None:
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 3, 28), 24), (date(2027, 3, 28), 23)],
)
def test_nights_when_the_clock_is_changed(day: date, hours: int) -> None:
    start = clock.start_of_day(day).astimezone(UTC)
    assert clock.start_of_day(day + timedelta(days=1)).astimezone(UTC) - start == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 4, 30), True),  # Valborg, a Thursday
        (date(2026, 5, 1), False),
        (date(2026, 5, 14), False),  # Ascension
        (date(2026, 5, 15), True),
        (date(2026, 6, 19), False),  # midsummer eve
        (date(2026, 6, 20), False),
        (date(2026, 12, 24), False),
        (date(2026, 12, 31), False),
        (date(2026, 12, 28), True),
        (date(2027, 1, 6), False),  # Epiphany
        (date(2027, 3, 26), False),  # Good Friday
        (date(2026, 11, 22), False),  # a Sunday
        (date(2026, 11, 23), True),
    ],
)
def test_working_days(day: date, works: bool) -> None:
    assert clock.is_working_day(day) is works


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (stockholm(2026, 11, 23, 9, 0), 2, stockholm(2026, 11, 23, 11, 0)),
        (stockholm(2026, 11, 23, 16, 0), 2, stockholm(2026, 11, 24, 9, 0)),
        (stockholm(2026, 11, 20, 16, 0), 2, stockholm(2026, 11, 23, 9, 0)),  # over a weekend
        (stockholm(2026, 11, 21, 12, 0), 1, stockholm(2026, 11, 23, 9, 0)),  # from a Saturday
        (stockholm(2026, 3, 27, 16, 0), 2, stockholm(2026, 3, 30, 9, 0)),  # over the spring change
        (stockholm(2026, 10, 23, 16, 0), 2, stockholm(2026, 10, 26, 9, 0)),  # over the autumn change
        (stockholm(2026, 12, 23, 16, 0), 2, stockholm(2026, 12, 28, 9, 0)),  # over Christmas
        (stockholm(2026, 11, 23, 6, 0), 9, stockholm(2026, 11, 23, 17, 0)),
    ],
)
def test_working_hours(start: datetime, hours: float, end: datetime) -> None:
    assert clock.add_working_hours(start, hours) == end


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (stockholm(2026, 11, 20, 18, 0), 24, stockholm(2026, 11, 23, 18, 0)),
        (stockholm(2026, 11, 23, 18, 0), 24, stockholm(2026, 11, 24, 18, 0)),
        (stockholm(2026, 10, 23, 12, 0), 24, stockholm(2026, 10, 26, 12, 0)),
    ],
)
def test_weekday_hours(start: datetime, hours: float, end: datetime) -> None:
    assert clock.add_weekday_hours(start, hours) == end


@given(MOMENTS, HOURS)
def test_deadlines_fall_in_office_hours_and_after_the_start(start: datetime, hours: float) -> None:
    end = clock.add_working_hours(start, hours)
    assert end > start
    assert clock.is_working_day(end.date())
    assert time(8) <= end.timetz().replace(tzinfo=None) <= time(17)


@given(MOMENTS, HOURS, HOURS)
def test_more_hours_never_end_sooner_and_sums_agree(start: datetime, first: float, second: float) -> None:
    whole = clock.add_working_hours(start, first + second)
    assert whole >= clock.add_working_hours(start, first)
    in_steps = clock.add_working_hours(clock.add_working_hours(start, first), second)
    assert abs(whole - in_steps) < timedelta(seconds=1)


@given(MOMENTS, HOURS)
def test_weekday_hours_are_spent_on_working_days(start: datetime, hours: float) -> None:
    end = clock.add_weekday_hours(start, hours)
    assert clock.is_working_day((end - timedelta(microseconds=1)).date())
    assert end - start >= timedelta(hours=hours) - timedelta(seconds=1)
