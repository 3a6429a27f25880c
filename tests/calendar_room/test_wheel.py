"""The year wheel: what stands where, that nothing covers anything else, and who sees what."""

from __future__ import annotations

import random
import re
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from common import clock
from common.charts.wheel import Mark, Ring, Wheel, sign, year_wheel
from common.charts.wheel.geometry import HEIGHT, degrees, labels, lanes, point, spread, upright, within
from common.charts.wheel.parts import crowded
from documents.slots import KINDS, SubjectGoneError
from holiday_calendar import figures
from holiday_calendar.models import CalendarItem, WheelRing
from tests.factories.calendar import break_row, make_item, make_year
from tests.factories.neighbourhoods import make_organisation
from tests.factories.trainings import make_training

PAGE, PICTURE = "/kalender/arshjul/", "/kalender/arshjul.svg"
AUGUST, JULY = date(2026, 8, 1), date(2027, 7, 31)
NOVEMBER = datetime(2026, 11, 23, 9, tzinfo=clock.STOCKHOLM)


def at(day: date, hour: int = 17) -> datetime:
    return clock.start_of_day(day) + timedelta(hours=hour)


def test_a_year_begins_at_the_top_and_goes_clockwise() -> None:
    assert degrees(AUGUST, AUGUST, JULY) == 0
    assert degrees(JULY + timedelta(days=1), AUGUST, JULY) == 360
    assert degrees(date(2026, 1, 1), AUGUST, JULY) == 0  # what began before stands at the edge
    x, _y = point(100, degrees(date(2026, 11, 1), AUGUST, JULY))
    assert x > 750  # November is to the right
    assert [upright(angle) for angle in (0, 89, 180, 271)] == [0, 89, 0, 271]


@pytest.mark.parametrize("seed", range(40))
def test_places_keep_their_order_and_their_distance(seed: int) -> None:
    rng = random.Random(seed)
    gap = rng.uniform(1, 6)
    wanted = sorted(rng.uniform(0, 360) for _each in range(rng.randint(0, 50)))
    places = within(spread(wanted, gap), 0, 360, gap)
    assert len(places) == len(wanted)
    assert all(after - before >= gap - 1e-6 for before, after in pairwise(places))
    assert all(-1e-6 <= place <= 360 + 1e-6 for place in places)


def test_what_has_room_is_not_moved_and_what_collides_is_moved_as_little_as_can_be() -> None:
    assert spread([10, 100, 200], 10) == [10, 100, 200]
    assert spread([100, 100, 200], 10) == [95, 105, 200]


def test_too_many_places_are_refused_rather_than_drawn_on_each_other() -> None:
    with pytest.raises(ValueError, match="more places"):
        within([0, 1, 2], 0, 10, 6)


@pytest.mark.parametrize("seed", range(20))
def test_no_label_covers_another_and_the_first_come_first(seed: int) -> None:
    rng = random.Random(seed)
    marks = [(rng.uniform(0, 360), rng.uniform(380, 450)) for _each in range(rng.randint(1, 120))]
    found = labels(marks, gap=36)
    for anchor in ("start", "end"):
        heights = sorted(label.y for label in found if label and label.anchor == anchor)
        assert all(after - before >= 36 - 1e-6 for before, after in pairwise(heights))
        assert all(0 < height < HEIGHT for height in heights)
    assert found[0] is not None


def test_lanes_hold_nothing_that_overlaps() -> None:
    assert lanes([(0, 5), (1, 3), (2, 4), (3, 6), (5, 9)], 3) == [0, 1, 2, 1, 0]
    assert lanes([(0, 5), (1, 3)], 1) == [0, None]


def test_a_crowded_ring_becomes_one_mark_a_week() -> None:
    days = [AUGUST + timedelta(days=number) for number in range(300)]
    together = crowded([Mark(day, day, f"Sak {day}") for day in days])
    assert len(together) < 53
    assert sum(mark.count for mark in together) == 300
    assert together[2].code == "7"


def test_the_picture_is_safe_and_the_same_every_time() -> None:
    mark = Mark(date(2026, 9, 1), date(2026, 9, 1), "<script>alert(1)</script>", "A&B", url='/x?"onload=')
    wheel = Wheel(AUGUST, JULY, "År", "Om", [], [Ring("Möten", [mark])], [mark], ("", "2026/27"))
    svg = year_wheel(wheel)
    assert svg == year_wheel(wheel)
    assert "<script" not in svg
    assert "style=" not in svg
    assert '"onload=' not in svg


@pytest.mark.parametrize("shape", ["circle", "diamond", "break", "summer", "day", "activity"])
def test_a_sign_stands_alone_and_is_safe(shape: str) -> None:
    drawn = sign(shape, "<b>", words="Lov & helg")
    assert "url(#" not in drawn and "<b>" not in drawn and "style=" not in drawn
    assert "<title>Lov &amp; helg</title>" in drawn


@pytest.mark.django_db
def test_meetings_breaks_and_series_stand_on_the_wheel(coordinator: User) -> None:
    make_year(
        break_row(), break_row("sommarlov", kind="summer", first_day=date(2027, 6, 12), last_day=date(2027, 8, 17))
    )
    make_item(at(date(2026, 9, 16), 10), kind="coordination", title="Samordningsmöte", is_public=False)
    for day in (26, 27, 28):
        make_item(at(date(2026, 10, day)), title="Verkstad")
    own = make_organisation("Fritidsgården")
    WheelRing.objects.create(organisation=own, name="Fritids")
    make_item(at(date(2026, 12, 1)), title="Kväll", owner=own)
    with clock.at(NOVEMBER):
        page = figures.wheel_page(coordinator, NOVEMBER.date())
        listed = figures.wheel_list(coordinator, AUGUST, page, most=80)
    assert "url(#yw-break)" in page.svg
    assert "url(#yw-summer)" in page.svg
    assert page.svg.count(">Verkstad</text>") == 1
    assert "26–28 " in page.svg
    assert "Kväll, 1 december, Fritidsgården" in page.svg  # said with who holds it
    rings = {ring.name: [mark.name for mark in ring.marks] for ring in page.rings}
    assert rings["Fritids"] == ["Kväll"]
    assert "Samordningsmöte" in {name for names in rings.values() for name in names}
    assert [line.last_day.day for line in listed if line.name == "Verkstad"] == [28]


@pytest.mark.django_db
def test_the_public_wheel_holds_nothing_internal(client: Any, coordinator: User) -> None:
    make_item(at(date(2026, 12, 1)), title="Sluten styrgrupp", kind="steering", is_public=False)
    with clock.at(NOVEMBER):
        assert "Sluten styrgrupp" not in client.get(PAGE).content.decode()
        client.force_login(coordinator)
        assert "Sluten styrgrupp" in client.get(PAGE).content.decode()
        picture = client.get(PICTURE)  # signed in or not, what other sites show is public
    assert "Sluten styrgrupp" not in picture.content.decode()
    assert picture["Content-Type"].startswith("image/svg+xml")


@pytest.mark.django_db
def test_trainings_stand_on_the_wheel_for_those_who_may_come_and_for_the_house(coordinator: User, agent: User) -> None:
    for title, audience in (("För ombud", "agents"), ("För alla", "everybody"), ("För förare", "volunteers")):
        make_training(title=title, audience=audience, starts_at=at(date(2026, 12, 3)))
    shown = {}
    for name, user in (("anybody", AnonymousUser()), ("agent", agent), ("coordinator", coordinator)):
        rings = figures.wheel_page(user, NOVEMBER.date()).rings
        shown[name] = {mark.name for ring in rings for mark in ring.marks}
    assert shown["anybody"] == {"För alla"}
    assert shown["agent"] == {"För alla", "För ombud"}
    assert shown["coordinator"] == {"För alla", "För ombud", "För förare"}


@pytest.mark.django_db
def test_an_unchanged_picture_is_not_sent_again(client: Any) -> None:
    etag = client.get(PICTURE)["ETag"]
    assert client.get(PICTURE, headers={"if-none-match": etag}).status_code == 304
    make_item(at(clock.today()), title="Nytt")
    assert client.get(PICTURE, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["lasar=2026-28", "lasar=x", "lasar=0000-01"])
def test_a_year_that_is_not_there_is_404(client: Any, query: str) -> None:
    assert client.get(f"{PAGE}?{query}").status_code == 404
    assert client.get(f"{PICTURE}?{query}").status_code == 404


@pytest.mark.django_db
def test_a_year_of_many_items_asks_and_draws_as_little_as_one_of_few(client: Any) -> None:
    make_year()
    sizes, queries = [], []
    for count in (1, 2000):
        CalendarItem.objects.all().delete()
        CalendarItem.objects.bulk_create(_many(count))
        with (
            clock.at(NOVEMBER),
            CaptureQueriesContext(
                connection,
            ) as captured,
        ):
            page = client.get(PAGE).content
        sizes.append(len(page))
        queries.append(len(captured))
    assert queries[0] == queries[1]
    assert sizes[1] < 200_000


def _many(count: int) -> list[CalendarItem]:
    moments = [at(AUGUST + timedelta(days=number % 360), number % 20) for number in range(count)]
    return [
        CalendarItem(title=f"Sak {number}", starts_at=moment, ends_at=moment + timedelta(hours=1), is_public=True)
        for number, moment in enumerate(moments)
    ]


@pytest.mark.django_db
def test_a_full_year_is_read_month_by_month_and_nothing_is_left_out(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holiday_calendar.views.year.MOST_LINES", 20)
    CalendarItem.objects.bulk_create(_many(270))  # more in a month than a page takes
    seen: set[str] = set()
    for month in figures.year_months(AUGUST):
        for number in (1, 2):
            page = client.get(f"/kalender/?manad={month:%Y-%m}&sida={number}").content.decode()
            seen |= set(re.findall(r'id="(post-\d+)"', page))
    assert len(seen) == 270
    assert len(re.findall(r'id="post-\d+"', client.get("/kalender/").content.decode())) <= 20
    assert client.get("/kalender/?manad=2026-13").status_code == 404


@pytest.mark.django_db
def test_on_paper_for_those_within_the_organisation(coordinator: User, agent: User) -> None:
    kind = KINDS.get("year_wheel")
    assert kind is not None
    assert kind.may_request(coordinator, "2026-27")
    assert not kind.may_request(agent, "2026-27")
    assert not AnonymousUser().has_perm("calendar.see_internal_items")
    make_item(at(date(2026, 12, 1)), title="Sluten styrgrupp", kind="steering", is_public=False)
    paper = kind.build("2026-27", "sv", lambda _done, _said: None)
    assert "Sluten styrgrupp" in str(paper.context["page"].svg)
    with pytest.raises(SubjectGoneError):
        kind.title("hittepå")
