"""The post's pages in a real browser: live progress, leaving and coming back by link; no policy broken, axe content."""

import pytest

from post import services
from post.mail.links import token_for
from post.models import Delivery, Mailing, Subscription
from tests.factories import post as factory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_progress_moves_by_itself(page, signed_in, coordinator, csp_violations, assert_accessible):
    mailing = factory.mailing(readers=4)
    services.start_mailing(mailing=mailing)
    Mailing.objects.update(status="sending")
    for number in range(4):
        Delivery.objects.create(mailing=mailing, content=mailing.contents.get(), recipient=f"r{number}@example.com")
    signed_in(page, coordinator)
    page.goto(f"/samordning/post/utskick/{mailing.pk}/")
    assert page.locator("progress").get_attribute("value") == "0"
    assert_accessible(page)
    Delivery.objects.filter(recipient__in=["r0@example.com", "r1@example.com"]).update(status="accepted")
    page.wait_for_selector("progress[value='50']", timeout=8_000)
    page.get_by_role("button", name="Pausa").click()
    page.get_by_text("Klart.").wait_for()
    mailing.refresh_from_db()
    assert mailing.status == "paused"
    page.goto("/samordning/post/")
    assert_accessible(page)
    assert not csp_violations


def test_leaving_and_coming_back(page, csp_violations, assert_accessible):
    mailing = factory.mailing(readers=1)
    services.start_mailing(mailing=mailing)
    row = Subscription.objects.get()
    token = token_for(0, row.pk)
    page.goto(f"/avsluta/{token}/")
    assert_accessible(page)
    page.get_by_role("button", name="Avsluta").click()
    page.get_by_role("link", name="Se allt du läser").click()
    assert_accessible(page)
    page.get_by_label("Grannsamverkan i Tumba").check()
    page.get_by_role("button", name="Spara").click()
    page.get_by_text("Sparat.").wait_for()
    row.refresh_from_db()
    assert row.status == "confirmed"
    assert not csp_violations


def test_a_text_message_is_shown_before_it_is_sent(
    new_page, signed_in, coordinator, csp_violations, assert_accessible, settings
):
    def assert_accessible_in_both_schemes() -> None:
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            assert_accessible(page)

    settings.SMS_URL, settings.SMS_MONTHLY_CEILING = "file://", 100
    page = signed_in(new_page(viewport={"width": 320, "height": 700}), coordinator)
    page.goto("/samordning/sms/")
    page.get_by_label("Meddelande").fill("Passet är inställt 😀")
    page.get_by_label("Mobilnummer").fill("08-530 610 00")
    page.get_by_role("button", name="Se vad det kostar").click()
    page.get_by_text("är inte ett mobilnummer").first.wait_for()
    assert_accessible_in_both_schemes()
    page.get_by_label("Mobilnummer").fill("070-123 45 67\n072-123 45 67")
    page.get_by_role("button", name="Se vad det kostar").click()
    page.get_by_role("heading", name="Titta innan du skickar").wait_for()
    page.get_by_text("De här tecknen gör det längre: 😀").wait_for()
    assert_accessible_in_both_schemes()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Ändra").click()
    page.get_by_label("Meddelande").fill("Passet är inställt.")
    page.get_by_label("Kan det vänta till morgonen?").select_option("shift")
    page.get_by_role("button", name="Se vad det kostar").click()
    page.get_by_text("ungefär 1,04 kr").wait_for()
    page.get_by_role("button", name="Skicka").click()
    page.get_by_role("heading", name="Vad som hände med det").wait_for()
    assert_accessible_in_both_schemes()
    assert Delivery.objects.filter(channel="sms", next_attempt_at=None).count() == 2
    assert not csp_violations
