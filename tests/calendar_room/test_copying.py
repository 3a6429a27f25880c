"""Copying a year: every rule, the odd days, nothing twice, nothing released by itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from common import clock
from holiday_calendar import figures, services
from holiday_calendar.figures.moving import moved
from holiday_calendar.models import CalendarItem
from tests.factories.calendar import break_row, make_item, make_year

pytestmark = pytest.mark.django_db
NO_BREAKS: dict[str, date] = {}


def at(day: date, hour: int = 17) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.STOCKHOLM)


def item_on(day: date, **fields: Any) -> CalendarItem:
    return make_item(at(day), **fields)


@pytest.mark.parametrize(
    ("day", "rule", "years", "expected"),
    [
        (date(2026, 11, 25), "week", 1, date(2027, 12, 1)),  # Wednesday of week 48
        (date(2026, 12, 30), "week", 1, date(2027, 12, 29)),  # week 53 of 2026: 2027 has 52
        (date(2027, 2, 12), "date", 1, date(2028, 2, 12)),
        (date(2028, 2, 29), "date", 1, date(2029, 2, 28)),
        (date(2026, 9, 8), "weekday", 1, date(2027, 9, 14)),  # the second Tuesday
        (date(2026, 9, 29), "weekday", 1, date(2027, 9, 28)),  # the fifth is the last where there are four
    ],
)
def test_each_rule_finds_its_day(day: date, rule: str, years: int, expected: date) -> None:
    assert moved(item_on(day, moves_by=rule), years, NO_BREAKS, NO_BREAKS).day == expected


def test_the_odd_days_are_pointed_out() -> None:
    week_53 = moved(item_on(date(2026, 12, 30)), 1, NO_BREAKS, NO_BREAKS)
    leap_day = moved(item_on(date(2028, 2, 29), moves_by="date"), 1, NO_BREAKS, NO_BREAKS)
    plain = moved(item_on(date(2026, 9, 1), moves_by="week"), 1, NO_BREAKS, NO_BREAKS)
    holiday = moved(item_on(date(2026, 5, 1), moves_by="date"), 1, NO_BREAKS, NO_BREAKS)
    assert week_53.note
    assert leap_day.note
    assert not plain.note
    assert "maj" in holiday.note.lower()


def test_an_item_follows_its_break_and_says_when_the_break_is_missing(coordinator: User) -> None:
    make_year(break_row(first_day=date(2026, 10, 26), last_day=date(2026, 10, 30)))
    item_on(date(2026, 10, 19), title="Veckan före", moves_by="break", moves_with="autumn")
    item_on(date(2027, 3, 23), title="Före påsk", moves_by="break", moves_with="easter")
    make_year(
        break_row(first_day=date(2027, 11, 1), last_day=date(2027, 11, 5)),
        label="2027/28", starts_from=date(2027, 8, 18), starts_to=date(2027, 8, 18),
        ends_from=date(2028, 6, 9), ends_to=date(2028, 6, 9),
    )  # fmt: skip
    copied = services.copy_year(source=2026, target=2027, actor=coordinator)
    assert copied.made == 1
    assert [title for title, _why in copied.without_day] == ["Före påsk"]
    assert CalendarItem.objects.drafts().get().first_day == date(2027, 10, 25)


def test_the_hour_on_the_wall_stays_whatever_the_clocks_do(coordinator: User) -> None:
    make_item(datetime(2026, 10, 24, 18, tzinfo=clock.STOCKHOLM), hours=3)  # summer time; a year on as well
    make_item(datetime(2026, 10, 28, 18, tzinfo=clock.STOCKHOLM), moves_by="date")
    make_item(datetime(2027, 3, 27, 2, 30, tzinfo=clock.STOCKHOLM), hours=1, moves_by="week")  # 2028-03-25
    services.copy_year(source=2026, target=2027, actor=coordinator)
    hours = {clock.local(draft.starts_at).hour for draft in CalendarItem.objects.drafts()}
    lengths = {draft.ends_at - draft.starts_at for draft in CalendarItem.objects.drafts()}
    assert hours == {18, 2}
    assert lengths == {timedelta(hours=3), timedelta(hours=2), timedelta(hours=1)}


def test_copying_twice_makes_nothing_twice_and_the_database_holds_it(coordinator: User) -> None:
    original = item_on(date(2026, 11, 25))
    item_on(date(2026, 12, 2), moves_by="stays")
    first = services.copy_year(source=2026, target=2027, actor=coordinator)
    again = services.copy_year(source=2026, target=2027, actor=coordinator)
    assert (first.made, first.before) == (1, 0)
    assert (again.made, again.before) == (0, 1)
    assert CalendarItem.objects.drafts().count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        item_on(date(2027, 11, 24), copied_from=original, copied_to=2027)


@pytest.mark.parametrize(("source", "target"), [(2026, 2026), (2027, 2026), (2026, 2040)])
def test_years_that_do_not_follow_are_refused(source: int, target: int, coordinator: User) -> None:
    with pytest.raises(ValidationError) as refused:
        services.copy_year(source=source, target=target, actor=coordinator)
    assert refused.value.code == "years"


def test_an_item_that_follows_a_break_must_say_which() -> None:
    begins = at(date(2026, 9, 1))
    item = CalendarItem(title="X", starts_at=begins, ends_at=begins + timedelta(hours=1), moves_by="break")
    with pytest.raises(ValidationError) as refused:
        services.save_item(item=item)
    assert refused.value.code == "no_break"


def test_drafts_are_seen_by_planners_only_and_nowhere_but_in_their_list(
    client: Any, coordinator: User, agent: User
) -> None:
    item_on(date(2026, 11, 25), title="Trygghetsdagen")
    services.copy_year(source=2026, target=2027, actor=coordinator)
    for user in (AnonymousUser(), agent):
        assert not CalendarItem.objects.visible_to(user).drafts().exists()
    for user in (None, agent, coordinator):
        if user:
            client.force_login(user)
        for address in ("/kalender/?lasar=2027-28", "/kalender/arshjul/?lasar=2027-28"):
            assert "Trygghetsdagen" not in client.get(address).content.decode()
    assert "Trygghetsdagen" in client.get("/kalender/utkast/").content.decode()
    assert figures.feed_version(AnonymousUser(), date(2027, 11, 1)) == figures.feed_version(
        coordinator, date(2027, 11, 1)
    )


def test_from_the_form_to_the_calendar(client: Any, coordinator: User) -> None:
    with clock.at(datetime(2026, 11, 23, 9, tzinfo=clock.STOCKHOLM)):
        item_on(date(2026, 11, 25), title="Trygghetsdagen")
        item_on(date(2026, 12, 2), title="Bort med den")
        client.force_login(coordinator)
        page = client.post("/kalender/kopiera/", {"source": "2026", "target": "2027"}).content.decode()
        assert "/kalender/utkast/" in page
        keep = CalendarItem.objects.drafts().get(title="Trygghetsdagen")
        gone = CalendarItem.objects.drafts().get(title="Bort med den")
        client.post("/kalender/utkast/", {"gor": "slapp", "id": [keep.pk, "-1", "x", 10**18]})
        client.post("/kalender/utkast/", {"gor": "slang", "id": [gone.pk, keep.pk]})
        keep.refresh_from_db()
        assert (keep.status, keep.events.get().reason) == ("confirmed", "released")
        assert not CalendarItem.objects.filter(pk=gone.pk).exists()
        assert "Trygghetsdagen" in client.get("/kalender/?lasar=2027-28").content.decode()


def test_an_hour_that_the_target_night_skips_keeps_its_length_and_says_so(coordinator: User) -> None:
    make_item(datetime(2027, 3, 29, 2, tzinfo=clock.STOCKHOLM), hours=1, moves_by="week", title="Nattvandring")
    make_item(datetime(2026, 9, 1, 17, tzinfo=clock.STOCKHOLM))
    # The 26th of March is that night, too: half past two is not there, and four o'clock is an hour nearer.
    make_item(datetime(2027, 3, 26, 2, 30, tzinfo=clock.STOCKHOLM), hours=2, moves_by="date", title="Hemgång")
    # Monday of week 13 becomes the Sunday on which the clocks go forward, counted from a break.
    make_year(break_row("pasklov", kind="easter", first_day=date(2027, 3, 29), last_day=date(2027, 4, 2)))
    CalendarItem.objects.filter(title="Nattvandring").update(moves_by="break", moves_with="easter")
    make_year(
        break_row("pasklov", kind="easter", first_day=date(2028, 3, 26), last_day=date(2028, 3, 31)),
        label="2027/28", starts_from=date(2027, 8, 18), starts_to=date(2027, 8, 18),
        ends_from=date(2028, 6, 9), ends_to=date(2028, 6, 9),
    )  # fmt: skip
    assert services.copy_year(source=2026, target=2027, actor=coordinator).made == 3
    assert "Klockan ställs om" in CalendarItem.objects.drafts().get(title="Hemgång").note
    draft = CalendarItem.objects.drafts().get(title="Nattvandring")
    assert (clock.local(draft.starts_at).hour, draft.ends_at - draft.starts_at) == (3, timedelta(hours=1))
    assert "Klockan ställs om" in draft.note
