"""The calendar in Chromium: read, filtered and without violations, on a phone, in the dark and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page

from accounts.models import User
from holiday_calendar import reference
from tests.factories.calendar import make_item
from tests.factories.neighbourhoods import make_district

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_year_on_a_phone_without_javascript(
    new_page: Callable[..., Page], assert_accessible: Callable[[Page], None]
) -> None:
    reference.load()
    make_item(date(2026, 9, 5), title="Fest i Tumba", district=make_district("Tumba"))
    make_item(date(2026, 9, 6), title="Fest i Alby", district=make_district("Alby"), status="cancelled")
    page = new_page(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page.goto("/kalender/?lasar=2026-27&visa=hela")
    assert page.get_by_text("Höstlov").first.is_visible()
    assert page.get_by_text("Fest i Tumba").is_visible()
    page.get_by_label("Kommundel").select_option("alby")
    page.get_by_role("button", name="Visa").click()
    assert page.get_by_text("Fest i Alby").is_visible()
    assert page.get_by_text("Fest i Tumba").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation(
    new_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    signed_in: Callable[[Page, Any], Page],
    coordinator: User,
    scheme: str,
) -> None:
    reference.load()
    make_item(date(2026, 9, 6), title="Inställd", status="cancelled")
    make_item(date(2026, 9, 7), title="Internt möte", kind="coordination", is_public=False)
    page = new_page(color_scheme=scheme, viewport={"width": 320, "height": 700})
    signed_in(page, coordinator)
    page.goto("/kalender/?lasar=2026-27&visa=hela")
    assert page.get_by_text("Internt möte").is_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
