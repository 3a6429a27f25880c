"""A text message the day before a shift: to those who want one, once, never at night."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from accounts import roles
from common import clock
from grannstod import services
from grannstod.models import CrewMember, Volunteer
from grannstod.periodic import remind
from post.models import Delivery
from tests.factories import grannstod as factory
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=clock.STOCKHOLM)
PHONE = "070-123 45 67"


@pytest.fixture(autouse=True)
def texts(settings, tmp_path):
    settings.SMS_URL, settings.VAR_DIR = "file://", tmp_path


def wanting(phone: str = PHONE) -> Volunteer:
    volunteer = factory.make_volunteer(wants_texts=True)
    volunteer.user.phone = phone
    volunteer.user.save()
    return volunteer


def texts_sent() -> list[str]:
    return [
        bytes(row.content.body).decode() for row in Delivery.objects.filter(channel="sms").select_related("content")
    ]


def test_those_who_want_one_get_one_the_day_before():
    with clock.at(NOON):
        factory.make_shift(NOON + timedelta(hours=22), driver=wanting())
        factory.make_shift(NOON + timedelta(hours=30), driver=wanting("072-123 45 67"))
        remind()
        remind()
    [text] = texts_sent()
    assert "onsdag 25 november 10.00-13.00" in text
    assert Delivery.objects.get().recipient == "+46701234567"


def test_what_the_coming_texts_cost_is_shown_before_they_leave(client, settings):
    settings.SMS_PRICE = 35
    leader = person(roles.GRANNSTOD_LEADER)
    with clock.at(NOON):
        factory.make_shift(NOON + timedelta(hours=22), driver=wanting())
        factory.make_shift(NOON + timedelta(days=8), driver=wanting("072-123 45 67"))
        client.force_login(leader)
        page = client.get(reverse("grannstod:desk")).content.decode()
    assert "Ett sms påminner om ett pass den närmaste veckan: högst 0,35 kr." in page


def test_not_at_night_and_not_after_the_shift_began():
    night = NOON.replace(hour=23)
    with clock.at(night):
        factory.make_shift(night + timedelta(hours=14), driver=wanting())
        remind()
    row = Delivery.objects.get()
    assert row.reason == "quiet"
    assert clock.local(row.next_attempt_at).hour >= 7
    assert row.expires_at == night + timedelta(hours=14)


def test_a_number_that_can_get_none_costs_the_others_nothing(caplog):
    with clock.at(NOON):
        factory.make_shift(NOON + timedelta(hours=5), driver=wanting("08-530 610 00"), companion=wanting())
        remind()
        remind()
    assert len(texts_sent()) == 1
    assert [record.code for record in caplog.records if record.message == "no reminder sent"] == ["landline"]


def test_without_a_gateway_nothing_is_noted(settings):
    settings.SMS_URL = ""
    with clock.at(NOON):
        factory.make_shift(NOON + timedelta(hours=5), driver=wanting())
        remind()
    assert not CrewMember.objects.exclude(reminded_at=None).exists()


def test_a_moved_shift_is_reminded_of_anew_one_with_another_car_is_not():
    with clock.at(NOON):
        driver = wanting()
        shift = factory.make_shift(NOON + timedelta(hours=5), driver=driver)
        remind()
        companion = shift.crew.get(seat="companion").volunteer
        same = {"shift_id": shift.pk, "driver": driver, "companion": companion}
        services.change_shift(**same, starts_at=shift.starts_at, ends_at=shift.ends_at, car=factory.make_car())
        remind()
        assert len(texts_sent()) == 1
        hour = timedelta(hours=1)
        services.change_shift(**same, starts_at=shift.starts_at + hour, ends_at=shift.ends_at + hour, car=shift.car)
        remind()
        assert len(texts_sent()) == 2


def test_a_volunteer_chooses_on_the_own_page(client):
    volunteer = factory.make_volunteer()
    client.force_login(volunteer.user)
    assert "Ja, påminn mig" in client.get(reverse("grannstod:home")).content.decode()
    client.post(reverse("grannstod:reminders"), {"sms": "ja"})
    volunteer.refresh_from_db()
    assert volunteer.wants_texts
    assert "Ditt mobilnummer saknas" in client.get(reverse("grannstod:home")).content.decode()
    client.post(reverse("grannstod:reminders"), {"sms": "nej"})
    volunteer.refresh_from_db()
    assert not volunteer.wants_texts


def test_nobody_else_chooses(client, coordinator, agent):
    assert client.post(reverse("grannstod:reminders"), {"sms": "ja"}).status_code == 302
    for somebody in (coordinator, agent):
        client.force_login(somebody)
        assert client.post(reverse("grannstod:reminders"), {"sms": "ja"}).status_code == 404
    assert client.get(reverse("grannstod:reminders")).status_code == 405
