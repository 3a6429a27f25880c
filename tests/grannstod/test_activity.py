"""At least every sixth week: who has not driven is asked, once for each such time, and not while away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from common import clock
from grannstod import services
from grannstod.figures.people import volunteers
from grannstod.lifecycle import VolunteerStatus
from grannstod.models import Volunteer, Wish
from tests.factories.grannstod import make_shift, make_volunteer

pytestmark = pytest.mark.django_db
WEEKS = timedelta(weeks=1)


@pytest.fixture
def still() -> Volunteer:
    return make_volunteer(joined_on=clock.today() - 20 * WEEKS)


def test_who_has_not_driven_for_six_weeks_is_asked_once(still: Volunteer, mailoutbox: Any) -> None:
    make_volunteer(joined_on=clock.today() - 6 * WEEKS)
    make_volunteer(joined_on=clock.today() - 9 * WEEKS, status=VolunteerStatus.PAUSED)
    assert [services.ask_the_idle() for _night in range(2)] == [1, 0]
    (mail,) = mailoutbox
    assert mail.to == [still.user.email]
    assert "/grannstod/onskemal/" in mail.body


def test_a_new_time_is_asked_about_again(still: Volunteer, mailoutbox: Any) -> None:
    services.ask_the_idle()
    driven = make_shift(clock.now() - timedelta(hours=1), driver=still)
    services.end_patrol(
        patrol_id=services.start_patrol(shift_id=driven.pk, actor=still.user).pk, km=1, actor=still.user
    )
    with clock.at(clock.now() + 6 * WEEKS):
        assert services.ask_the_idle() == 0
    with clock.at(clock.now() + 7 * WEEKS):
        assert services.ask_the_idle() >= 1
    assert [mail.to for mail in mailoutbox].count([still.user.email]) == 2


def test_nobody_is_asked_who_is_away_or_drives_soon(still: Volunteer, coordinator: Any, mailoutbox: Any) -> None:
    make_shift(clock.now() + timedelta(days=10), driver=still)
    assert services.ask_the_idle() == 0
    away = {"away_from": clock.today(), "away_until": clock.today() + 3 * WEEKS}
    other = make_volunteer(joined_on=clock.today() - 20 * WEEKS)
    Wish.objects.create(volunteer=other, **away)
    assert services.ask_the_idle() == 0
    with clock.at(clock.now() + 8 * WEEKS):
        services.ask_the_idle()
    assert [other.user.email] not in [mail.to for mail in mailoutbox]
    with clock.at(clock.now() + 10 * WEEKS):
        services.ask_the_idle()
        shown = {line.name: line for line in volunteers(coordinator)}
    assert [other.user.email] in [mail.to for mail in mailoutbox]
    assert shown[str(other)].asked_on
