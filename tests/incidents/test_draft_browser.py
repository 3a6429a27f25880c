"""A draft survives a lost connection on the phone, with its photo, and is sent once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from incidents import reference
from incidents.models import Report
from tests.factories.incidents import jpeg

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def written(new_page, transactional_db):
    """A page with everything filled in and the connection lost."""
    reference.load()
    page = new_page(viewport={"width": 390, "height": 800})
    page.goto("/rapportera/")
    page.get_by_label("Klotter", exact=True).check()
    page.get_by_label("Var är det?").fill("Muren vid parken")
    page.get_by_label("Tidigare den här veckan").check()
    page.get_by_label("Berätta med egna ord").fill("Färg på muren.")
    page.locator("#id_photos").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    page.context.set_offline(True)
    page.get_by_role("button", name="Skicka anmälan").click()
    expect(page.get_by_text("Du har ingen uppkoppling.")).to_be_visible()
    return page


def test_it_is_sent_when_the_connection_comes_back_and_once(written):
    written.get_by_role("button", name="Skicka anmälan").click()
    assert Report.objects.count() == 0
    written.context.set_offline(False)
    expect(written.get_by_role("heading", name="Tack. Vi har fått din anmälan.")).to_be_visible(timeout=30_000)
    assert Report.objects.get().photos.count() == 1
    written.goto("/rapportera/")
    expect(written.get_by_label("Berätta med egna ord")).to_have_value("")


def test_it_is_there_again_after_the_page_was_closed(written):
    written.goto("about:blank")
    written.context.set_offline(False)
    written.goto("/rapportera/")
    expect(written.get_by_label("Berätta med egna ord")).to_have_value("Färg på muren.")
    expect(written.get_by_label("Klotter", exact=True)).to_be_checked()
    written.get_by_role("button", name="Skicka anmälan").click()
    expect(written.get_by_role("heading", name="Tack. Vi har fått din anmälan.")).to_be_visible(timeout=30_000)
    assert Report.objects.get().photos.count() == 1


def test_a_draft_can_be_thrown_away(new_page, transactional_db):
    reference.load()
    page = new_page(viewport={"width": 390, "height": 800})
    page.goto("/rapportera/")
    page.get_by_label("Berätta med egna ord").fill("Ångrar mig.")
    page.reload()
    expect(page.get_by_label("Berätta med egna ord")).to_have_value("Ångrar mig.")
    page.get_by_role("button", name="Kasta utkastet").click()
    expect(page.get_by_label("Berätta med egna ord")).to_have_value("")


def test_typing_suggests_a_kind(new_page, transactional_db):
    reference.load()
    page = new_page(viewport={"width": 390, "height": 800})
    page.goto("/rapportera/")
    page.get_by_label("Berätta med egna ord").fill("Lampan är släckt och det är mörkt")
    page.locator("#suggest button").click()
    expect(page.get_by_label("Trasig lampa")).to_be_checked()
