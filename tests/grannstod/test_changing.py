"""What a leader does about a shift that is to come, about cars, and about a patrol that nobody ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts import roles
from accounts.models import User
from common import clock
from grannstod import services
from grannstod.figures import hours
from grannstod.lifecycle import PatrolStatus
from grannstod.models import Car, Patrol, PatrolEvent, Shift
from tests.factories.accounts import person
from tests.factories.grannstod import make_patrol, make_shift, make_volunteer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def leader(client: Any) -> User:
    user = person(roles.GRANNSTOD_LEADER)
    client.force_login(user)
    return user


def told(mailoutbox: Any) -> list[str]:
    found = sorted(mail.to[0] for mail in mailoutbox)
    mailoutbox.clear()
    return found


def test_somebody_ill_is_taken_off_and_somebody_else_put_in(client: Any, leader: User, mailoutbox: Any) -> None:
    shift, other = make_shift(clock.now() + timedelta(days=3)), make_volunteer()
    ill = shift.crew.get(seat="companion")
    page = reverse("grannstod:change_shift", args=[shift.pk])
    assert page in client.get(reverse("grannstod:shifts")).content.decode()
    assert f"Ja, ta bort {ill.volunteer}" in client.get(page).content.decode()
    client.post(reverse("grannstod:free_seat", args=[ill.pk]))
    assert told(mailoutbox) == [ill.volunteer.user.email]
    assert page in client.get(reverse("grannstod:desk")).content.decode()  # a gap
    assert "Ingen sitter bredvid" in client.get(page).content.decode()
    put_in = reverse("grannstod:put_in", args=[shift.pk])
    client.post(put_in, {"seat": "companion", "volunteer": ""})
    assert shift.crew.count() == 1
    client.post(put_in, {"seat": "companion", "volunteer": other.pk})
    assert (shift.crew.get(seat="companion").volunteer, told(mailoutbox)) == (other, [other.user.email])


def test_a_shift_is_changed_on_its_page(client: Any, leader: User, mailoutbox: Any) -> None:
    start = clock.start_of_day(clock.today() + timedelta(days=3)) + 9 * HOUR
    shift, waiting = make_shift(start), make_volunteer()
    Car.objects.update(is_active=False)
    services.stand_in_line(shift_id=shift.pk, volunteer=waiting)
    page = reverse("grannstod:change_shift", args=[shift.pk])
    as_it_is = client.get(page).context["form"].initial
    posted = {**{key: value or "" for key, value in as_it_is.items()}, "companion": waiting.pk}
    assert client.post(page, posted | {"driver": waiting.pk}).status_code == 422
    before = shift.crew.get(seat="companion").volunteer
    assert client.post(page, posted).status_code == 302
    shift.refresh_from_db()
    assert (shift.starts_at, shift.crew.get(seat="companion").volunteer) == (start, waiting)
    assert told(mailoutbox) == sorted([before.user.email, waiting.user.email])
    assert shift.line.get().status == "taken"
    services.stand_in_line(shift_id=shift.pk, volunteer=before)
    earlier = {**posted, "begins": "08:00"}
    assert client.post(page, earlier).status_code == 302
    assert before.user.email in told(mailoutbox)
    begun = make_shift()
    assert client.get(reverse("grannstod:change_shift", args=[begun.pk])).status_code == 302


def test_a_removed_shift_is_told_to_its_people_and_its_line(client: Any, leader: User, mailoutbox: Any) -> None:
    shift, waiting = make_shift(clock.now() + timedelta(days=3)), make_volunteer()
    services.stand_in_line(shift_id=shift.pk, volunteer=waiting)
    crew = [member.volunteer.user.email for member in shift.crew.all()]
    client.post(reverse("grannstod:remove_shift", args=[shift.pk]))
    assert told(mailoutbox) == sorted([*crew, waiting.user.email])
    assert not Shift.objects.exists()


def test_only_who_plans_may(client: Any, volunteer: User) -> None:
    shift = make_shift(clock.now() + timedelta(days=3), driver=make_volunteer(volunteer))
    client.force_login(volunteer)
    pages = [(name, shift.pk) for name in ("change_shift", "remove_shift", "put_in")]
    for name, pk in [*pages, ("free_seat", shift.crew.first().pk), ("car", shift.car_id)]:
        assert client.post(reverse(f"grannstod:{name}", args=[pk])).status_code == 404
    assert client.post(reverse("grannstod:cars")).status_code == 404
    assert shift.crew.count() == 2


def test_cars_come_and_go(client: Any, leader: User) -> None:
    page = reverse("grannstod:cars")
    assert client.post(page, {"name": "Nya bilen", "owner": "Kommunen", "is_active": "on"}).status_code == 302
    assert client.post(page, {"name": "Nya bilen"}).status_code == 422
    car = Car.objects.get()
    assert client.post(reverse("grannstod:car", args=[car.pk]), {"name": "Nya bilen"}).status_code == 302
    assert "används inte" in client.get(page).content.decode()


def test_a_patrol_that_nobody_ended_is_ended_by_the_leader(client: Any, leader: User, volunteer: User) -> None:
    patrol = make_patrol(volunteer)
    ends = patrol.shift.ends_at
    page, desk = reverse("grannstod:correct", args=[patrol.pk]), reverse("grannstod:desk")
    assert page not in client.get(desk).content.decode()
    with clock.at(ends + 20 * HOUR):
        client.force_login(leader)
        assert page in client.get(desk).content.decode()
        shown = client.get(page).context["form"].initial
        shown["ended"] = f"{shown['ended']:%H:%M}"
        for wrong in ({"day": clock.local(ends).date() - timedelta(days=2)}, {"day": "2099-01-01"}, {"km": "-1"}):
            assert client.post(page, {**shown, "km": "31"} | wrong).status_code == 422
        assert client.post(page, {**shown, "km": "31"}).status_code == 302
        patrol.refresh_from_db()
        assert (patrol.status, patrol.km) == (PatrolStatus.ENDED, 31)
        assert patrol.ended_at == ends.replace(second=0, microsecond=0)
        assert client.post(page, {**shown, "km": ""}).status_code == 302
        assert page not in client.get(desk).content.decode()
    patrol.refresh_from_db()
    assert patrol.km is None
    assert list(PatrolEvent.objects.values_list("reason", flat=True)) == ["started", "ended_by_leader", "corrected"]


@pytest.mark.parametrize("how", ["ended", "broken off"])
def test_a_patrol_ended_the_next_day_counts_an_hour_past_its_shift(client: Any, volunteer: User, how: str) -> None:
    patrol = make_patrol(volunteer)
    with clock.at(patrol.shift.ends_at + 20 * HOUR):
        client.force_login(volunteer)
        if how == "ended":
            ended = client.post(reverse("grannstod:end", args=[patrol.pk]), {"km": ""}, follow=True)
            assert "räknas till" in ended.content.decode()
        else:
            services.break_off_patrol(patrol_id=patrol.pk, actor=volunteer)
        patrol.refresh_from_db()
        assert patrol.ended_at == patrol.shift.ends_at + HOUR
        (month,) = hours.by_month(Patrol.objects.all(), clock.today() - timedelta(days=31), clock.today())
    assert month.hours == pytest.approx(2 * (patrol.ended_at - patrol.started_at) / HOUR, abs=0.1)
