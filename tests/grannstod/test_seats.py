"""Taking, leaving, waiting for and handing over a seat; two at once; offers that pass; the calendar."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from common import clock
from common.moves import MoveRefusedError
from documents.slots import SubjectGoneError
from grannstod import services, transitions
from grannstod.figures import calendar, hours, seats
from grannstod.lifecycle import WAITING_MOVES, VolunteerStatus, WaitingStatus
from grannstod.models import (
    CrewMember,
    Patrol,
    SeatEvent,
    Shift,
    ShiftPattern,
    SwapRequest,
    Volunteer,
    WaitingPlace,
)
from grannstod.pdf import HOURS
from tests.factories.grannstod import make_car, make_patrol, make_shift, make_volunteer

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
SOON = timedelta(days=7)
W = WaitingStatus


def empty_shift(starts_at: datetime | None = None, **fields: Any) -> Shift:
    starts_at = starts_at or clock.now() + SOON
    return Shift.objects.create(starts_at=starts_at, ends_at=starts_at + timedelta(hours=3), car=make_car(), **fields)


def take(shift: Shift, volunteer: Volunteer, seat: str = "driver") -> CrewMember:
    return services.sign_up(shift_id=shift.pk, volunteer=volunteer, seat=seat, actor=volunteer.user)


def code_of(act: Any) -> str:
    with pytest.raises(ValidationError) as error:
        act()
    return str(error.value.code)


def mails_to(volunteer: Volunteer) -> int:
    return sum(volunteer.user.email in message.to for message in mail.outbox)


def test_a_seat_is_taken_once_and_confirmed_by_mail_with_an_entry() -> None:
    shift, one = empty_shift(), make_volunteer()
    first = take(shift, one)
    assert take(shift, one, "companion").pk == first.pk
    assert mails_to(one) == 1
    name, entry, kind = mail.outbox[-1].attachments[0]
    assert (name, kind) == ("grannstod.ics", "text/calendar; method=PUBLISH")
    assert f"UID:grannstod-shift-{shift.pk}@" in entry
    assert [event.what for event in shift.seat_events.all()] == [SeatEvent.What.SIGNED_UP]
    assert code_of(lambda: take(shift, make_volunteer())) == "seat_taken"


def test_the_rules_of_a_crew_hold_for_one_at_a_time() -> None:
    shift = empty_shift()
    assert code_of(lambda: take(shift, make_volunteer(is_driver=False))) == "not_a_driver"
    expired = make_volunteer(licence_until=clock.today() + timedelta(days=3))
    assert code_of(lambda: take(shift, expired)) == "licence_expired"
    assert code_of(lambda: take(shift, make_volunteer(status=VolunteerStatus.PAUSED))) == "may_not_drive_out"
    new, newer = (make_volunteer(status=VolunteerStatus.TRAINING) for _ in range(2))
    take(shift, new)
    assert code_of(lambda: take(shift, newer, "companion")) == "two_newcomers"
    assert shift.crew.count() == 1


def test_a_shift_that_has_begun_or_clashes_is_not_taken() -> None:
    one = make_volunteer()
    past = empty_shift(clock.now() - timedelta(minutes=5))
    assert code_of(lambda: take(past, one)) == "is_over"
    take(empty_shift(NOON + timedelta(days=900)), one)
    assert code_of(lambda: take(empty_shift(NOON + timedelta(days=900, hours=1)), one)) == "person_taken"


def test_leaving_in_time_asks_the_next_in_line_and_late_is_refused() -> None:
    shift, one, other, waits = empty_shift(), make_volunteer(), make_volunteer(), make_volunteer()
    take(shift, one)
    take(shift, other, "companion")
    place = services.stand_in_line(shift_id=shift.pk, volunteer=waits)
    assert services.stand_in_line(shift_id=shift.pk, volunteer=waits).pk == place.pk
    services.withdraw(shift_id=shift.pk, volunteer=one, actor=one.user)
    place.refresh_from_db()
    assert place.status == W.OFFERED
    assert place.offered_until is not None
    assert place.offered_until <= clock.now() + timedelta(hours=24)
    assert code_of(lambda: take(shift, make_volunteer())) == "seat_offered"
    take(shift, waits)
    place.refresh_from_db()
    assert place.status == W.TAKEN
    with clock.at(shift.starts_at - timedelta(hours=47)):
        assert code_of(lambda: services.withdraw(shift_id=shift.pk, volunteer=other, actor=other.user)) == "too_late"
    assert shift.crew.count() == 2


def test_an_offer_passes_to_the_next_whom_the_seat_fits() -> None:
    shift, beside = empty_shift(), make_volunteer(is_driver=False)
    take(shift, make_volunteer())
    take(shift, beside, "companion")
    driver = shift.crew.get(seat="driver").volunteer
    walker, slow, quick = make_volunteer(is_driver=False), make_volunteer(), make_volunteer()
    for person in (walker, slow, quick):
        services.stand_in_line(shift_id=shift.pk, volunteer=person)
    services.withdraw(shift_id=shift.pk, volunteer=driver, actor=driver.user)
    states = {place.volunteer_id: place.status for place in shift.line.all()}
    assert states == {walker.pk: W.WAITING, slow.pk: W.OFFERED, quick.pk: W.WAITING}
    with clock.at(clock.now() + timedelta(hours=25)):
        assert services.lapse_offers() == 1
        assert services.lapse_offers() == 0
    states = {place.volunteer_id: place.status for place in shift.line.all()}
    assert states == {walker.pk: W.WAITING, slow.pk: W.LAPSED, quick.pk: W.OFFERED}
    services.leave_line(shift_id=shift.pk, volunteer=quick)
    assert not shift.line.filter(status=W.OFFERED).exists()


def test_the_database_holds_one_offer_a_shift_and_one_place_a_person() -> None:
    shift, one, other = empty_shift(), make_volunteer(), make_volunteer()
    until = clock.now() + timedelta(hours=1)
    WaitingPlace.objects.create(shift=shift, volunteer=one, status=W.OFFERED, offered_until=until)
    for fields in (
        {"volunteer": other, "status": W.OFFERED, "offered_until": until},
        {"volunteer": one, "status": W.WAITING},
        {"volunteer": other, "status": W.OFFERED},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            WaitingPlace.objects.create(shift=shift, **fields)


@pytest.mark.parametrize("here", WaitingStatus)
@pytest.mark.parametrize("to", WaitingStatus)
def test_every_pair_of_states_of_a_place_in_line(here: WaitingStatus, to: WaitingStatus) -> None:
    place = WaitingPlace(shift=empty_shift(), volunteer=make_volunteer(), status=here, offered_until=clock.now() + SOON)
    place.save()
    if to in WAITING_MOVES[here]:
        assert transitions.move_place(place, to, until=clock.now() + SOON).status == to
    else:
        with pytest.raises(MoveRefusedError):
            transitions.move_place(place, to)


def test_a_seat_is_handed_over_once() -> None:
    shift, one, other, third = empty_shift(), make_volunteer(), make_volunteer(), make_volunteer()
    take(shift, one)
    swap = services.ask_swap(shift_id=shift.pk, volunteer=one, actor=one.user)
    assert services.ask_swap(shift_id=shift.pk, volunteer=one, actor=one.user).pk == swap.pk
    assert code_of(lambda: services.take_over(swap_id=swap.pk, volunteer=one, actor=one.user)) == "yours_already"
    walker = make_volunteer(is_driver=False)
    assert code_of(lambda: services.take_over(swap_id=swap.pk, volunteer=walker, actor=walker.user)) == "not_a_driver"
    assert services.take_over(swap_id=swap.pk, volunteer=other, actor=other.user).volunteer_id == other.pk
    assert code_of(lambda: services.take_over(swap_id=swap.pk, volunteer=third, actor=third.user)) == "swap_gone"
    assert mails_to(one) == 2
    assert mails_to(other) == 1
    assert code_of(lambda: services.ask_swap(shift_id=shift.pk, volunteer=one, actor=one.user)) == "not_yours"


def test_a_question_taken_back_leaves_the_seat() -> None:
    shift, one = empty_shift(), make_volunteer()
    take(shift, one)
    swap = services.ask_swap(shift_id=shift.pk, volunteer=one, actor=one.user)
    services.keep_seat(shift_id=shift.pk, volunteer=one, actor=one.user)
    assert not SwapRequest.objects.exists()
    assert (
        code_of(lambda: services.take_over(swap_id=swap.pk, volunteer=make_volunteer(), actor=one.user)) == "swap_gone"
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_over_at_once_one_has_the_seat() -> None:
    shift, one = empty_shift(), make_volunteer()
    take(shift, one)
    swap = services.ask_swap(shift_id=shift.pk, volunteer=one, actor=one.user)
    people, came, gate = [make_volunteer() for _ in range(4)], [], threading.Barrier(4)

    def press(person: Volunteer) -> None:
        gate.wait()
        try:
            services.take_over(swap_id=swap.pk, volunteer=person, actor=person.user)
            came.append(person.pk)
        except ValidationError as error:
            assert error.code == "swap_gone"
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [shift.crew.get().volunteer_id] == came


@pytest.fixture
def people() -> list[Volunteer]:
    both = [VolunteerStatus.ACTIVE, VolunteerStatus.TRAINING]
    return [make_volunteer(is_driver=number != 1, status=both[number > 2]) for number in range(5)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), st.sampled_from("tlwvs")), max_size=14))
def test_whatever_is_pressed_the_rules_of_a_crew_hold(
    people: list[Volunteer], acts: list[tuple[int, int, str]]
) -> None:
    with transaction.atomic():
        starts = clock.now() + SOON
        shifts = [empty_shift(starts + timedelta(hours=2 * number)) for number in range(3)]
        for who, which, act in acts:
            press(people[who], shifts[which], act)
        for shift in shifts:
            crew = {member.seat: member.volunteer for member in shift.crew.select_related("volunteer")}
            assert len(crew) <= 2
            assert "driver" not in crew or crew["driver"].is_driver
            assert sum(person.status == VolunteerStatus.TRAINING for person in crew.values()) <= 1
        for person in people:
            own = sorted(person.seats.values_list("starts_at", "ends_at"))
            assert all(a[1] <= b[0] for a, b in pairwise(own))
        transaction.set_rollback(True)


def press(person: Volunteer, shift: Shift, act: str) -> None:
    swap = SwapRequest.objects.filter(seat__shift=shift).first()
    try:
        if act == "t":
            take(shift, person, "driver" if person.is_driver else "companion")
        elif act == "l":
            services.withdraw(shift_id=shift.pk, volunteer=person, actor=person.user)
        elif act == "w":
            services.stand_in_line(shift_id=shift.pk, volunteer=person)
        elif act == "v":
            services.ask_swap(shift_id=shift.pk, volunteer=person, actor=person.user)
        elif swap is not None:
            services.take_over(swap_id=swap.pk, volunteer=person, actor=person.user)
    except ValidationError as error:
        assert error.code


def test_reminders_go_once_a_week_and_once_a_day_before() -> None:
    one, two = make_volunteer(), make_volunteer()
    starts = clock.now() + timedelta(days=9)
    shift = empty_shift(starts)
    take(shift, one)
    take(shift, two, "companion")
    before = mails_to(one)
    for hours_before, more in ((24 * 8, 0), (24 * 6, 1), (24 * 5, 1), (20, 2), (19, 2), (-1, 2)):
        with clock.at(starts - timedelta(hours=hours_before)):
            services.remind_by_mail()
        assert mails_to(one) == before + more, hours_before


def test_weeks_are_laid_out_without_holidays_and_never_twice() -> None:
    car = make_car()
    for weekday in (0, 3):
        ShiftPattern.objects.create(weekday=weekday, begins=time(9), ends=time(12), car=car)
    with clock.at(datetime(2026, 12, 1, 8, tzinfo=UTC)):
        result = services.lay_out(first=date(2026, 12, 14), weeks=3)
        assert [day.isoformat() for day in result.holidays] == ["2026-12-24", "2026-12-31"]
        assert [f"{clock.local(shift.starts_at):%m-%d %H}" for shift in result.made] == [
            "12-14 09", "12-17 09", "12-21 09", "12-28 09",
        ]  # fmt: skip
        again = services.lay_out(first=date(2026, 12, 14), weeks=3)
        assert (len(again.made), again.there_already) == (0, 4)
        assert code_of(lambda: services.lay_out(first=date(2026, 11, 1), weeks=3)) == "past"
        assert code_of(lambda: services.lay_out(first=date(2026, 12, 14), weeks=27)) == "weeks"


def test_a_shift_over_the_night_the_clock_changes_keeps_its_hours() -> None:
    ShiftPattern.objects.create(weekday=6, begins=time(1), ends=time(4), car=make_car())
    with clock.at(datetime(2026, 10, 1, 8, tzinfo=UTC)):
        made = services.lay_out(first=date(2026, 10, 25), weeks=1).made
    assert [(f"{clock.local(s.starts_at):%H.%M}", f"{clock.local(s.ends_at):%H.%M}") for s in made] == [
        ("01.00", "04.00")
    ]
    assert made[0].ends_at.astimezone(UTC) - made[0].starts_at.astimezone(UTC) == timedelta(hours=4)


def test_hours_are_people_s_and_absences_do_not_count() -> None:
    patrol = make_patrol()
    leader = patrol.shift.crew.get(seat="companion")
    with clock.at(patrol.started_at + timedelta(hours=2)):
        services.end_patrol(patrol_id=patrol.pk, km=31, actor=leader.volunteer.user)
        services.mark_absent(seat_id=leader.pk, is_absent=True, actor=leader.volunteer.user)
    viewer = make_viewer()
    day = clock.local(patrol.started_at).date()
    months = hours.by_month(Patrol.objects.visible_to(viewer), day, day)
    assert [(line.patrols, line.hours, line.km) for line in months] == [(1, 2.0, 31)]
    people = {line.volunteer_id: line for line in hours.by_person(Volunteer.objects.visible_to(viewer), day, day)}
    assert (
        people[leader.volunteer_id].patrols,
        people[leader.volunteer_id].absences,
        people[leader.volunteer_id].km,
    ) == (0, 1, 0)
    driver = patrol.shift.crew.get(seat="driver")
    mine = people[driver.volunteer_id]
    assert (mine.patrols, mine.hours, mine.km) == (1, 2.0, 31)
    assert people[driver.volunteer_id].is_long_ago(day) is False
    assert people[driver.volunteer_id].is_long_ago(day + timedelta(days=60)) is True
    paper = HOURS.build(f"person.{day}.{day}", "sv", lambda _percent, _words: None)
    text = render_to_string(paper.template, {"paper": paper, **paper.context})
    assert "31" in text and str(leader.volunteer) in text
    assert HOURS.may_read(viewer, "") and not HOURS.may_read(driver.volunteer.user, "")
    with pytest.raises(SubjectGoneError):
        HOURS.title("person.igår")


def test_the_sheets_for_the_sponsors_hold_what_the_page_shows(client: Any) -> None:
    patrol = make_patrol()
    driver = patrol.shift.crew.get(seat="driver").volunteer
    with clock.at(patrol.started_at + timedelta(hours=2)):
        services.end_patrol(patrol_id=patrol.pk, km=31, actor=driver.user)
    client.force_login(make_viewer())

    def rows(what: str) -> list[list[Any]]:
        got = client.get(reverse("grannstod:hours_export", args=[what, "xlsx"]))
        sheet = load_workbook(BytesIO(b"".join(got) if got.streaming else got.content)).active
        return [list(row) for row in sheet.iter_rows(values_only=True)]

    assert [1, 4, 31] in [row[1:4] for row in rows("manad")]
    assert [str(driver), 1, 2, 31, 0] in [row[:5] for row in rows("person")]


def make_viewer() -> Any:
    from accounts import roles
    from tests.factories.accounts import person

    return person(roles.GRANNSTOD_LEADER)


def test_the_calendar_s_address_can_be_withdrawn(client: Any) -> None:
    one, shift = make_volunteer(), empty_shift()
    take(shift, one)
    old = calendar.feed_token(one)
    answer = client.get(f"/grannstod/kalender/{old}.ics")
    assert answer.status_code == 200
    assert f"grannstod-shift-{shift.pk}@".encode() in answer.content
    services.renew_calendar(volunteer=one)
    assert client.get(f"/grannstod/kalender/{old}.ics").status_code == 404
    assert client.get(f"/grannstod/kalender/{calendar.feed_token(one)}x.ics").status_code == 404
    transitions.move_volunteer(volunteer_id=one.pk, to=VolunteerStatus.LEFT, actor=None)
    one.refresh_from_db()
    assert client.get(f"/grannstod/kalender/{calendar.feed_token(one)}.ics").status_code == 404


def test_a_volunteer_s_page_offers_what_fits(client: Any, volunteer: Any) -> None:
    me = Volunteer.objects.filter(user=volunteer).first() or make_volunteer(volunteer)
    free, full, mine = (
        empty_shift(),
        make_shift(clock.now() + SOON + timedelta(days=1)),
        empty_shift(clock.now() + SOON * 2),
    )
    take(mine, me)
    hidden = str(full.crew.first().volunteer)
    client.force_login(volunteer)
    page = client.get("/grannstod/mina-pass/").content.decode()
    assert f"/grannstod/pass/{free.pk}/ta/" in page
    assert f"/grannstod/pass/{full.pk}/ko/" in page
    assert f"/grannstod/pass/{mine.pk}/lamna/" in page
    assert hidden not in page
    assert client.post(f"/grannstod/pass/{free.pk}/ta/", {"plats": "driver"}).status_code == 302
    assert free.crew.get().volunteer_id == me.pk
    assert client.post(f"/grannstod/pass/{free.pk}/ta/", {"plats": "\x00"}).status_code == 302


def test_the_page_asks_as_often_for_one_shift_as_for_fifty(django_assert_max_num_queries: Any) -> None:
    me = make_volunteer()
    counts = []
    for more in (1, 30):
        for number in range(more):
            shift = empty_shift(clock.now() + SOON + timedelta(hours=4 * (number + more)))
            take(shift, make_volunteer())
        with django_assert_max_num_queries(12) as asked:
            assert len(seats.open_shifts(me)) >= more
        counts.append(len(asked))
    assert counts[0] == counts[1]
