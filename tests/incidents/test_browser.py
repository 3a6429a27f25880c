"""The whole report in Chromium without JavaScript, and axe on every page of the room."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from common import clock
from incidents import reference, services
from incidents.models import Report
from tests.factories.incidents import make_photo, make_report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def kinds(transactional_db):
    """The categories, in a database that the server sees too."""
    reference.load()


def fill(page, words: str) -> None:
    page.get_by_label("Klotter", exact=True).check()
    page.get_by_label("Var är det?").fill("Muren vid parken")
    page.get_by_label("Tidigare den här veckan").check()
    page.get_by_label("Berätta med egna ord").fill(words)


def test_a_report_is_made_without_javascript(new_page, kinds):
    page = new_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page.goto("/rapportera/")
    expect(page.get_by_role("button", name="Använd min plats")).to_be_hidden()
    fill(page, "Färg på muren. Bil ABC 123.")
    page.get_by_role("button", name="Skicka anmälan").click()
    expect(page.get_by_role("heading", name="Rätta en sak")).to_be_visible()
    page.get_by_role("link", name="bilnummer").click()
    page.get_by_label("Berätta med egna ord").fill("Färg på muren.")
    page.get_by_role("button", name="Skicka anmälan").click()
    expect(page.get_by_role("heading", name="Tack. Vi har fått din anmälan.")).to_be_visible()
    report = Report.objects.get()
    assert report.number in page.content() and report.category.code == "graffiti"
    assert page.get_by_label("Din länk").input_value().endswith(services.follow_token(report.form_token) + "/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_public_pages_are_accessible(new_page, kinds, assert_accessible, scheme):
    page = new_page(color_scheme=scheme, viewport={"width": 390, "height": 800})
    page.goto("/rapportera/")
    assert_accessible(page)
    fill(page, "Bil ABC 123")
    page.get_by_role("button", name="Skicka anmälan").click()
    expect(page.get_by_role("heading", name="Rätta en sak")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Skicka texten som den är").check()
    page.get_by_role("button", name="Skicka anmälan").click()
    expect(page.get_by_role("heading", name="Tack.")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("width", [1280, 320])
def test_the_desks_pages_are_accessible(new_page, kinds, assert_accessible, coordinator, client, live_server, width):
    make_report()
    report = make_report(reporter_email="prov@example.com", is_offensive=True)
    make_photo(report)
    client.force_login(coordinator)
    page = new_page(viewport={"width": width, "height": 900})
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto("/samordning/anmalningar/")
    assert_accessible(page)
    page.get_by_role("link", name=report.number).click()
    expect(page.get_by_role("heading", name="Vad anmälaren skriver")).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_label("Polisen").check()
    page.get_by_label("Svar till anmälaren").fill("Tack!")
    page.get_by_role("button", name="Spara och svara").click()
    expect(page.get_by_text("Sparat:")).to_be_visible()
    report.refresh_from_db()
    assert report.status == "passed_on"


def test_the_agents_list_is_accessible(new_page, kinds, assert_accessible, area, agent, client, live_server):
    make_report(area=area)
    client.force_login(agent)
    page = new_page(viewport={"width": 390, "height": 800})
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto("/portal/anmalningar/")
    expect(page.get_by_role("heading", name="Anmälningar i mitt område")).to_be_visible()
    assert_accessible(page)


def test_the_queue_on_a_map(new_page, kinds, csp_violations, assert_accessible, coordinator, client, live_server):
    """Points open reports in the split and keys go on; without a script there is the list and the sketch."""
    near, far = (make_report(latitude=59.2 + n / 50, longitude=17.83) for n in range(2))
    client.force_login(coordinator)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page = new_page(viewport={"width": 1440, "height": 900})
    page.context.add_cookies([cookie])
    page.goto("/samordning/anmalningar/")
    ground = page.get_by_role("region", name="Karta över anmälningarna i listan")
    ground.get_by_role("button", name=far.number).click()
    expect(page.locator("#a-h")).to_be_visible()
    assert far.number in page.url
    expect(ground.locator(".point.open")).to_have_count(1)
    page.keyboard.press("k")
    expect(ground.locator(".point.near")).to_have_count(1)
    expect(page.get_by_text("En skiss, inte skalenlig")).to_be_hidden()
    assert_accessible(page)
    page.keyboard.press("x")
    expect(page.locator(".qlist li", has_text=near.number).get_by_role("checkbox")).to_be_checked()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{near.number}/**")
    assert csp_violations == []
    plain = new_page(java_script_enabled=False, viewport={"width": 390, "height": 800})
    plain.context.add_cookies([cookie])
    plain.goto(f"/samordning/anmalningar/{near.number}/")
    expect(plain.locator("#queue-map")).to_be_hidden()


def test_the_weeks_of_the_situations_map_are_stepped_through(new_page, kinds, coordinator, client, live_server):
    for weeks_ago in (1, 2, 2, 2):
        at = clock.now() - timedelta(weeks=weeks_ago)
        make_report(latitude=59.2, longitude=17.82, received_at=at)
    services.fold_counts()
    client.force_login(coordinator)
    page = new_page(viewport={"width": 1280, "height": 900})
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto("/samordning/lage/karta/")
    heap, slider = page.locator(".heap"), page.get_by_label("Vecka för vecka")
    for step, count in ((0, "4"), (13, "1"), (12, "3")):
        slider.fill(str(step))
        expect(heap).to_have_text(count)
    expect(page.locator("#week-words")).to_contain_text("vecka")
