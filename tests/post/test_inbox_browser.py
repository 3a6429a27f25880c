"""A coordinator sorts a mail that came from another address, on a telephone's width, light and dark."""

import pytest

from tests.factories.incidents import make_report
from tests.factories.incoming import arrives

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RAW = (
    "From: Anna <anna@example.org>\nTo: trygghet@example.com\nSubject: Garaget på Exempelvägen\nMessage-ID: <a@x>\n"
    "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\n"
    "Det är det blå garaget.\n\nDen 23 november 2026 skrev A <a@example.com>:\n> Vilket garage?\n"
    "--x\nContent-Type: application/pdf; name=plan.pdf\nContent-Disposition: attachment\n\nPDF\n--x--\n"
).encode()


def test_read_and_bring_to_its_report(new_page, signed_in, coordinator, assert_accessible):
    row, report = arrives(RAW), make_report()
    page = signed_in(new_page(viewport={"width": 320, "height": 700}), coordinator)

    def press(role: str, name: str) -> None:
        """Press what leads to another page, and look at that one in both schemes."""
        with page.expect_navigation():
            page.get_by_role(role, name=name).click()
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            assert_accessible(page)

    page.goto("/samordning/post/")
    press("link", "Inkommen post")
    press("link", "Garaget på Exempelvägen")
    assert page.get_by_text("anna@example.org").count() == 0
    press("button", "Läs meddelandet")
    assert page.locator("pre.plain").first.inner_text() == "Det är det blå garaget."
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator("select[name=kind]").select_option("incidents:report")
    page.get_by_role("textbox", name="Nummer").fill("1999-1")
    press("button", "För det dit")
    page.get_by_role("textbox", name="Nummer").fill(report.number)
    press("button", "För det dit")
    press("link", report.number)
    page.get_by_text("Det är det blå garaget.").wait_for()
    row.refresh_from_db()
    assert row.status == "handled"
