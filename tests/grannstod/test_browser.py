"""A whole patrol on a phone in Chromium: without JavaScript it works, with it nothing violates WCAG."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from accounts import roles
from accounts.models import User
from grannstod.models import Observation, Patrol
from tests.factories.accounts import person
from tests.factories.grannstod import (
    make_category,
    make_observation,
    make_patrol,
    make_route,
    make_shift,
    make_volunteer,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 320, "height": 700}


def test_a_patrol_from_start_to_end_without_javascript(
    new_page: Callable[..., Page], signed_in: Callable[[Page, Any], Page], volunteer: User
) -> None:
    make_category(name="Trasig lampa")
    make_shift(driver=make_volunteer(volunteer), route=make_route("Provtorget"))
    page = signed_in(new_page(java_script_enabled=False, viewport=PHONE), volunteer)
    page.goto("/grannstod/")
    page.get_by_role("button", name="Starta körpasset").click()
    page.get_by_role("button", name="Jag är här").click()
    page.get_by_role("link", name="Skriv iakttagelse").click()
    assert page.get_by_label("Var?").input_value() == "Provtorget"
    page.get_by_label("Trasig lampa").check()
    page.get_by_label("Vad ser du?").fill("Två lampor är släckta.")
    page.get_by_role("button", name="Felanmälan").click()
    assert page.get_by_text("Två lampor är släckta.").is_visible()
    page.get_by_role("link", name="Avsluta körpasset").click()
    page.get_by_label("Körda kilometer").fill("14")
    page.get_by_role("button", name="Avsluta körpasset").click()
    patrol, observation = Patrol.objects.get(), Observation.objects.get()
    assert (patrol.status, patrol.km) == ("ended", 14)
    assert observation.report is not None
    assert observation.report.channel == "patrol"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_on_any_page(
    new_page: Callable[..., Page],
    signed_in: Callable[[Page, Any], Page],
    assert_accessible: Callable[[Page], None],
    volunteer: User,
    scheme: str,
) -> None:
    patrol = make_patrol(volunteer)
    make_observation(patrol, outcome="fault_report")
    page = signed_in(new_page(color_scheme=scheme, viewport=PHONE), volunteer)
    base = f"/grannstod/korpass/{patrol.pk}/"
    for address in (base, f"{base}iakttagelse/", f"{base}avsluta/"):
        _check(page, address, assert_accessible)
    page.goto(f"{base}iakttagelse/")
    page.get_by_role("button", name="Polis").click()
    assert page.get_by_role("link", name="Välj vad det gäller.").is_visible()
    assert_accessible(page)
    page.context.clear_cookies()
    signed_in(page, person(roles.GRANNSTOD_LEADER))
    for address in ("/grannstod/", "/grannstod/pass/", "/grannstod/pass/nytt/"):
        _check(page, address, assert_accessible)


def _check(page: Page, address: str, assert_accessible: Callable[[Page], None]) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address
