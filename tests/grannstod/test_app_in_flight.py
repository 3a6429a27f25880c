"""A whole shift in flight mode, in real Chromium: delivered exactly once, and nothing readable left behind."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from accounts.models import User
from common import clock
from grannstod.models import ChecklistLine, Observation, Patrol, Shift
from incidents.models import Photo, Report
from tests.factories.grannstod import make_category, make_route, make_shift, make_volunteer
from tests.fixtures.browser import CHROMIUM, FLAGS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 800}
READY = """() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ? true : new Promise(
  (done) => navigator.serviceWorker.addEventListener("controllerchange", () => done(true))))"""
# Everything the phone has kept, as letters.
KEPT = """async () => {
  const letters = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? new TextDecoder("latin1").decode(value)
    : value && typeof value === "object" ? Object.values(value).map(letters).join(" ") : String(value);
  const base = await new Promise((done) => {
    const r = indexedDB.open("grannstod", 1); r.onsuccess = () => done(r.result); });
  const all = await Promise.all(["shifts", "outbox"].map((name) => new Promise((done) => {
    const r = base.transaction(name).objectStore(name).getAll(); r.onsuccess = () => done(r.result); })));
  const cached = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) cached.push(new URL(request.url).pathname);
  return { shifts: all[0].length, outbox: all[1].length, text: letters(all) + JSON.stringify(localStorage), cached };
}"""


@pytest.fixture
def shift(volunteer: User) -> Shift:
    make_category(name="Trasig lampa", code="lampa")
    for kind in ("before", "after"):
        ChecklistLine.objects.create(kind=kind, position=1, text=f"Provrad {kind}")
    return make_shift(driver=make_volunteer(volunteer), route=make_route("Provtorget", "Provskolan", "Provparken"))


def a_photo() -> dict[str, Any]:
    out = BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(out, "JPEG")
    return {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def point_at_the_map(page: Page) -> None:
    page.locator("#place-map button").first.click()
    page.locator("#place-map .ground").click(position={"x": 120, "y": 90})
    expect(page.locator("#position-said")).to_contain_text("pekade på")


def observe(
    page: Page, text: str, photo: dict[str, Any] | None = None, outcome: str = "fault_report", *, by_map: bool = False
) -> None:
    page.locator("#skriv").click()
    page.get_by_role("button", name="Trasig lampa").click()
    if not page.locator("#var").input_value():
        page.locator("#var").fill("Provtorget")
    if by_map:
        point_at_the_map(page)
    page.locator("#plats-klar").click()
    page.locator("#vad").fill(text)
    if photo:
        page.locator("#bild").set_input_files(photo)  # type: ignore[arg-type]
    page.locator(f"[data-outcome={outcome}]").click()
    expect(page.locator("#skrivet").get_by_text(text)).to_be_attached()


def delivered(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("data-waiting", "0", timeout=30_000)


def begin(page: Page) -> None:
    page.goto("/grannstod/app/")
    expect(page.locator("#start h1")).to_be_visible()
    assert page.evaluate(READY)


@pytest.mark.slow
def test_a_whole_shift_without_network(
    new_page: Callable[..., Page],
    signed_in: Callable[[Page, Any], Page],
    assert_accessible: Callable[[Page], None],
    volunteer: User,
    shift: Shift,
) -> None:
    page, photo = signed_in(new_page(viewport=PHONE), volunteer), a_photo()
    begin(page)
    page.context.set_offline(True)
    page.goto("/grannstod/")  # all ways lead to the app
    page.locator("#starta").click()
    for number in range(3):
        expect(page.locator("#nasta-nr")).to_have_text(f"Nästa plats {number + 1}/3")
        page.locator("#har").click()
    for box in page.locator("#before input, #after input").all():
        box.check()
    for number in range(20):
        observe(page, f"Hemlig lampa {number} är släckt.", photo, by_map=number == 0)
    assert_accessible(page)
    expect(page.locator("#lage")).to_contain_text("Inget nät")
    assert not Patrol.objects.exists()
    page.locator("#slut-pa-passet").click()
    page.locator("#km").fill("23")
    page.locator("#ja-avsluta").click()
    expect(page.locator("#slut h1")).to_be_visible()
    kept = page.evaluate(KEPT)
    assert (kept["shifts"], kept["outbox"]) == (0, 27)
    for secret in ("Hemlig", "Provtorget", "Provrad", "lampa", "JFIF", "Prov Volont"):
        assert secret not in kept["text"], secret
    assert {path for path in kept["cached"] if not path.startswith("/static/")} == {
        "/grannstod/app/",
        reverse("incidents:report_map"),
    }
    page.context.set_offline(False)
    delivered(page)
    patrol = Patrol.objects.get()
    assert (patrol.status, patrol.km, patrol.observations.count()) == ("ended", 23, 20)
    assert not patrol.steps.filter(done_at=None).exists()
    assert Observation.objects.exclude(photo="").count() == 20
    assert [one.text for one in Observation.objects.exclude(latitude=None)] == ["Hemlig lampa 0 är släckt."]
    assert (Report.objects.count(), Photo.objects.count()) == (20, 20)


def test_what_the_server_will_not_take_is_said_where_it_was_written(
    new_page: Callable[..., Page], signed_in: Callable[[Page, Any], Page], volunteer: User, shift: Shift
) -> None:
    page, other = signed_in(new_page(viewport=PHONE), volunteer), shift.crew.get(seat="companion")
    shift.crew.filter(pk=other.pk).delete()
    page.goto("/grannstod/app/")
    expect(page.locator("#ensam")).to_contain_text("alltid två")
    expect(page.locator("#starta")).to_be_disabled()
    other.save(force_insert=True)
    page.reload()
    expect(page.locator("#starta")).to_be_enabled()
    shift.crew.filter(pk=other.pk).delete()
    page.locator("#starta").click()
    expect(page.locator("#start #vagrad")).to_contain_text("alltid två")
    other.save(force_insert=True)
    page.reload()
    page.locator("#starta").click()
    expect(page.locator("#pass")).to_be_visible()
    observe_for_the_police(page, "12345")
    expect(page.locator("#arende-fel")).to_be_visible()
    page.locator("#arende").fill(" 5000-k1-26 ")
    page.locator("#arende-klart").click()
    expect(page.locator("#skrivet").get_by_text("5000-K1-26")).to_be_attached()
    page.locator("#slut-pa-passet").click()
    page.locator("#km").fill("12,5")
    page.locator("#ja-avsluta").click()
    expect(page.locator("#km-fel")).to_be_visible()
    page.locator("#km").fill("12")
    page.locator("#ja-avsluta").click()
    delivered(page)
    patrol = Patrol.objects.get()
    assert (patrol.status, patrol.km, patrol.observations.get().case_number) == ("ended", 12, "5000-K1-26")


def test_what_is_refused_after_the_end_is_shown_and_sent_with_its_photo(
    new_page: Callable[..., Page],
    signed_in: Callable[[Page, Any], Page],
    assert_accessible: Callable[[Page], None],
    volunteer: User,
    shift: Shift,
) -> None:
    driver = shift.crew.get(seat="driver").volunteer
    make_shift(clock.now() + timedelta(days=2), driver=driver)
    page = signed_in(new_page(viewport=PHONE), volunteer)
    begin(page)
    page.context.set_offline(True)
    page.locator("#starta").click()
    page.locator("#skriv").click()
    page.get_by_role("button", name="Trasig lampa").click()
    page.locator("#var").fill("Avbruten plats")
    page.locator("#plats-klar").click()
    page.locator("#ord-bild").get_by_role("button", name="Tillbaka").click()
    page.locator("#skriv").click()
    page.get_by_role("button", name="Trasig lampa").click()
    expect(page.locator("#var")).to_have_value("")
    page.locator("#var").fill("Provtorget")
    page.locator("#plats-klar").click()
    page.locator("#vad").fill("Ring 070-123 45 67 om lampan.")
    page.locator("#bild").set_input_files(a_photo())  # type: ignore[arg-type]
    page.evaluate(
        """() => { const out = document.querySelector("[data-outcome=log_only]"); out.click(); out.click(); }"""
    )
    expect(page.locator("#skrivet > li")).to_have_count(1)
    page.locator("#slut-pa-passet").click()
    page.locator("#ja-avsluta").click()
    page.context.set_offline(False)
    expect(page.locator("#nekade")).to_contain_text("070-123 45 67", timeout=30_000)
    expect(page.locator("#lage")).to_contain_text("har ändrat det: 1")
    expect(page.locator("#start h1")).to_be_visible()  # the next shift
    assert_accessible(page)
    page.get_by_role("button", name="Ändra och skicka igen").click()
    page.get_by_role("button", name="Trasig lampa").click()
    expect(page.locator("#var")).to_have_value("Provtorget")
    page.locator("#plats-klar").click()
    expect(page.locator("#bild-kvar")).to_be_visible()
    page.locator("#vad").fill("Lampan är trasig.")
    page.locator("[data-outcome=log_only]").click()
    expect(page.locator("#ord-bild")).to_be_hidden()
    delivered(page)
    expect(page.locator("#nekade")).to_be_hidden()
    told = Observation.objects.get()
    assert (told.text, bool(told.photo), told.patrol.shift) == ("Lampan är trasig.", True, shift)


def test_a_tablet_that_nobody_ended_shows_nothing_after_the_shift(
    new_page: Callable[..., Page], signed_in: Callable[[Page, Any], Page], volunteer: User, shift: Shift
) -> None:
    page = signed_in(new_page(viewport=PHONE), volunteer)
    page.clock.install()
    begin(page)
    page.locator("#starta").click()
    observe(page, "Hemlig lampa är släckt.", outcome="log_only")
    delivered(page)
    # A network that answers nothing: only the app's own timer is left to hide what is shown.
    page.evaluate("() => { window.fetch = () => new Promise(() => {}); }")
    page.locator("#skriv").click()
    page.get_by_role("button", name="Trasig lampa").click()
    page.locator("#var").fill("Provtorget")
    page.locator("#plats-klar").click()
    page.locator("#vad").fill("Hemlig rad")
    page.clock.fast_forward("06:00:00")
    expect(page.locator("#tomt h1")).to_be_visible()
    held = page.evaluate("""() => document.querySelector("main").textContent
      + [...document.querySelectorAll("input, textarea")].map((one) => one.value).join(" ")""")
    for secret in ("Hemlig", "Provtorget", "Provrad", "Prov Volont"):
        assert secret not in held, secret
    assert page.evaluate(KEPT)["shifts"] == 0


def observe_for_the_police(page: Page, number: str) -> None:
    """Write something for the police and press Later; then ask for the number again."""
    page.locator("#skriv").click()
    page.get_by_role("button", name="Trasig lampa").click()
    page.locator("#var").fill("Provtorget")
    page.locator("#plats-klar").click()
    page.locator("#vad").fill("Ett fönster är krossat.")
    page.locator("[data-outcome=police]").click()
    page.get_by_role("button", name="Senare").click()
    page.get_by_role("button", name="Skriv ärendenumret").click()
    page.locator("#arende").fill(number)
    page.locator("#arende-klart").click()


def open_phone(browser: Browser, folder: Path, live_server: Any) -> BrowserContext:
    return browser.browser_type.launch_persistent_context(
        str(folder), executable_path=str(CHROMIUM), args=FLAGS, base_url=live_server.url, viewport=PHONE, locale="sv-SE"
    )


def kill(folder: Path) -> None:
    """Kill the browser of this folder as a phone does: without a word."""
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if process.name.isdigit() and f"--user-data-dir={folder}" in (process / "cmdline").read_text():
                os.kill(int(process.name), signal.SIGKILL)


def test_killed_with_a_wrong_clock_and_signed_out_nothing_is_lost(
    live_browser: Browser, live_server: Any, client: Any, tmp_path: Path, volunteer: User, shift: Shift
) -> None:
    def cookie() -> list[Any]:
        client.force_login(volunteer)
        name = settings.SESSION_COOKIE_NAME
        return [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]

    phone = open_phone(live_browser, tmp_path, live_server)
    phone.add_cookies(cookie())
    page = phone.new_page()
    begin(page)
    phone.set_offline(True)
    page.locator("#starta").click()
    observe(page, "Före krocken.", a_photo(), outcome="log_only")
    kill(tmp_path)
    with contextlib.suppress(Error):
        phone.close()
    phone = open_phone(live_browser, tmp_path, live_server)
    phone.add_init_script("const real = Date.now; Date.now = () => real() - 30 * 24 * 3600 * 1000;")
    phone.set_offline(True)
    page = phone.new_page()
    page.goto("/grannstod/app/")
    expect(page.locator("#skrivet").get_by_text("Före krocken.")).to_be_attached()
    observe(page, "Efter krocken.")
    Session.objects.all().delete()
    phone.set_offline(False)
    expect(page.get_by_role("link", name="Logga in igen")).to_be_visible()
    assert not Observation.objects.exists()
    phone.add_cookies(cookie())
    page.reload()
    delivered(page)
    phone.close()
    patrol = Patrol.objects.get()
    assert sorted(patrol.observations.values_list("text", flat=True)) == ["Efter krocken.", "Före krocken."]
    assert patrol.observations.exclude(photo="").count() == 1
    assert all(one.observed_at >= patrol.started_at for one in patrol.observations.all())
