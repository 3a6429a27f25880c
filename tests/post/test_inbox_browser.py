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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_read_and_bring_to_its_report(new_page, signed_in, coordinator, assert_accessible, scheme):
    row, report = arrives(RAW), make_report()
    page = signed_in(new_page(viewport={"width": 320, "height": 700}, color_scheme=scheme), coordinator)
    page.goto("/samordning/post/")
    page.get_by_role("link", name="Inkommen post").click()
    assert_accessible(page)
    page.get_by_role("link", name="Garaget på Exempelvägen").click()
    assert page.get_by_text("anna@example.org").count() == 0
    page.get_by_role("button", name="Läs meddelandet").click()
    assert page.locator("pre.plain").first.inner_text() == "Det är det blå garaget."
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("textbox", name="Nummer").fill("1999-1")
    page.get_by_role("button", name="För det dit").click()
    assert_accessible(page)
    page.get_by_role("textbox", name="Nummer").fill(report.number)
    page.get_by_role("button", name="För det dit").click()
    page.get_by_role("link", name=report.number).click()
    page.get_by_text("Det är det blå garaget.").wait_for()
    assert_accessible(page)
    row.refresh_from_db()
    assert row.status == "handled"
