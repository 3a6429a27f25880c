"""The house's own pages in Chromium: axe, 320 px, dark, no JavaScript, keyboard, language."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from neighbourhoods import reference

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PUBLIC = ["/", "/var-med/", "/om/", "/om/personuppgifter/", "/om/tillganglighet/", "/kontakt/", "/finns-inte/"]
SIZES = [(390, "light"), (320, "dark"), (1440, "dark")]


def no_sideways_scroll(page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} scrolls {wide} px sideways"


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_public_pages_are_accessible(new_page, assert_accessible, width, scheme):
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    for address in PUBLIC:
        page.goto(address)
        assert_accessible(page)
        no_sideways_scroll(page)
        expect(page.locator("nav.sos").get_by_role("link", name="112")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_the_desk_is_accessible(new_page, assert_accessible, signed_in, coordinator, width, scheme):
    reference.load()
    page = signed_in(new_page(color_scheme=scheme, viewport={"width": width, "height": 900}), coordinator)
    page.goto("/samordning/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_accessible(page)
    no_sideways_scroll(page)


def test_the_portal_is_accessible(new_page, assert_accessible, signed_in, agent):
    page = signed_in(new_page(viewport={"width": 390, "height": 800}), agent)
    page.goto("/portal/")
    assert_accessible(page)
    no_sideways_scroll(page)


def test_the_admin_keeps_the_policy(new_page, signed_in, coordinator):
    page = signed_in(new_page(), coordinator)
    for address in ["/admin/", "/admin/neighbourhoods/area/", "/admin/neighbourhoods/area/add/"]:
        assert page.goto(address).status == 200
    expect(page.locator("html")).to_have_attribute("lang", "sv")


def test_the_language_is_changed_without_javascript(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    page.locator("details.lang summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_first_key_reaches_the_content(page):
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_class("skip")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
