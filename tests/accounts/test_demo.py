"""Example people sign in as they are printed; nothing of it outside DEBUG."""

from __future__ import annotations

import io
import random
import time
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts import roles
from accounts.models import User
from botkyrka_trygghet.demo import people
from tests.factories.accounts import HouseClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def examples(settings: Any) -> None:
    settings.DEBUG = True
    cache.clear()
    people.seed(random.Random(1))


def test_staff_sign_in_as_printed(examples: None, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = time.time()
    monkeypatch.setattr("time.time", lambda: moment)  # else a code's half minute may end on its way
    for one in people.PEOPLE:
        if not one.signs_in_with_password:
            continue
        browser = HouseClient()
        browser.post(reverse("account_login"), {"login": one.email, "password": people.PASSWORD})
        browser.post(reverse("mfa_authenticate"), {"code": one.current_code()})
        assert browser.get("/admin/").status_code == 200, one.email


def test_others_have_no_password(examples: None) -> None:
    others = [one.email for one in people.PEOPLE if not one.signs_in_with_password]
    assert others and not any(user.has_usable_password() for user in User.objects.filter(email__in=others))


def test_seeding_again_doubles_nothing(examples: None) -> None:
    people.seed(random.Random(1))
    assert User.objects.count() == len(people.PEOPLE)


def test_every_role_has_somebody_and_is_printed(examples: None) -> None:
    out = io.StringIO()
    call_command("demo_people", stdout=out)
    for one in people.PEOPLE:
        assert one.email in out.getvalue()
    assert people.PEOPLE[0].totp_secret in out.getvalue()
    assert {one.role for one in people.PEOPLE} == {role.key for role in roles.ROLES}


@pytest.mark.parametrize("command", ["seed_demo", "demo_people"])
def test_commands_refuse_outside_debug(settings: Any, command: str) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        call_command(command)
    with pytest.raises(ImproperlyConfigured):
        people.seed(random.Random(1))
    assert not User.objects.exists()


def test_a_database_in_use_is_left_alone(examples: None) -> None:
    with pytest.raises(CommandError, match="in use"):
        call_command("seed_demo")
