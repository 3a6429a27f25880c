"""The main job on real files: a resident reports, a coordinator decides, a letter and a summary reach people."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import page as pdf_page
import pytest
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts import roles
from botkyrka_trygghet.local.places import ROOT
from common import clock
from incidents import reference
from incidents import services as incidents
from incidents.models import Report
from neighbourhoods.models import Area, Municipality
from newsletters import services as letters
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue
from newsletters.periodic import send_due
from post import services as post
from post.lifecycle import SubscriptionStatus
from post.models import Subscription
from tests.factories.accounts import person
from tests.factories.newsletters import make_issue
from tests.fixtures.processes import CeleryWorker, SmtpServer, wait_for
from tests.whole.naughty import SHARED

MAPPING = ROOT / "docs" / "examples" / "import_mapping.toml"
# The last rows of the real file: two years of them, so that the letter can compare with last year.
LAST_ROWS = 16_000
SENDING_DAY = datetime(2024, 11, 20, 9, tzinfo=clock.STOCKHOLM)
READERS = 500
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(180),
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not SHARED.exists(), reason=f"the shared data is not in {SHARED}; set SHARED_DATA"),
]


@pytest.fixture(autouse=True)
def one_house(settings: Any) -> None:
    """Mail goes through the ledger, and nobody has sent anything yet today."""
    settings.EMAIL_BACKEND = "post.backend.LedgerBackend"
    cache.clear()


def import_real_files(folder: Path) -> Path:
    """Import borders and reports with the commands a municipality uses; return the rows that were imported."""
    borders = SHARED / "geo" / "botkyrka_kommun_lantmateriet.geojson"
    call_command("import_boundaries", str(borders), "--what", "municipality")
    call_command("import_boundaries", str(SHARED / "geo" / "botkyrka_distrikt.geojson"), "--what", "districts")
    areas = SHARED / "geo" / "botkyrka_neighbourhood_polygons_rough.geojson"
    call_command("import_boundaries", str(areas), "--what", "areas")
    reference.load()
    with gzip.open(SHARED / "reports" / "zurich_reports_2016_2024.csv.gz", "rt", encoding="utf-8") as file:
        head, *rows = file.readlines()
    rows.sort()
    part = folder / "reports.csv"
    part.write_text(head + "".join(rows[-LAST_ROWS:]), encoding="utf-8")
    call_command("import_reports", str(part), "--no-boundary", "--mapping", str(MAPPING))
    return part


def test_the_main_job(
    smtp_server: SmtpServer,
    celery_worker: CeleryWorker,
    new_page: Callable[..., Page],
    signed_in: Any,
    coordinator: Any,
    client: Any,
    tmp_path: Path,
) -> None:
    rows = import_real_files(tmp_path)
    assert Municipality.objects.get().boundary and Area.objects.exists()
    assert Report.objects.count() == LAST_ROWS
    resident_reports(new_page(), smtp_server)
    desk = signed_in(new_page(), coordinator)
    coordinator_decides(desk, smtp_server)
    issue = letter_is_sent(coordinator)
    letter_has_arrived(issue, smtp_server.wait_for_messages(READERS + 2, seconds=60), rows, client)
    summary_is_made(desk, tmp_path)


def resident_reports(page: Page, smtp_server: SmtpServer) -> None:
    page.goto("/rapportera/")
    page.get_by_label("Klotter", exact=True).check()
    page.get_by_label("Var är det?").fill("Muren vid parken")
    page.get_by_label("Tidigare den här veckan").check()
    page.get_by_label("Berätta med egna ord").fill("Färg på muren.")
    page.get_by_label("Din e-post").fill("invanare@example.com")
    page.get_by_role("button", name="Skicka anmälan").click()
    expect(page.get_by_role("heading", name="Tack. Vi har fått din anmälan.")).to_be_visible()
    [receipt] = smtp_server.wait_for_messages(1)
    assert receipt["X-RcptTo"] == "invanare@example.com"


def coordinator_decides(desk: Page, smtp_server: SmtpServer) -> None:
    report = Report.objects.get(reporter_email="invanare@example.com")
    desk.goto("/samordning/anmalningar/")
    desk.get_by_role("link", name=report.number).click()
    desk.get_by_label("Polisen").check()
    desk.get_by_label("Svar till anmälaren").fill("Tack, polisen har fått det.")
    desk.get_by_role("button", name="Spara och svara").click()
    expect(desk.get_by_text("Sparat:")).to_be_visible()
    report.refresh_from_db()
    assert report.status == "passed_on"
    answer = smtp_server.wait_for_messages(2)[-1]
    assert "polisen har fått det" in answer.get_body(("plain",)).get_content()


def letter_is_sent(coordinator: Any) -> Issue:
    """Publish the finished months, approve, schedule and send on a day of the imported years; the worker delivers."""
    with clock.at(SENDING_DAY):
        incidents.release_months()
        issue = make_issue(status=IssueStatus.REVIEW, written_by=coordinator, send_at=SENDING_DAY)
        emails = [f"lasare{n}@example.com" for n in range(READERS)]
        post.add_members(list_key=issue.series.list_key, emails=emails, consent={"how": "informed"})
        issue = letters.approve(issue=issue, by=person(roles.CHIEF_OF_SECURITY))
        letters.schedule(issue=issue, at=SENDING_DAY, by=coordinator)
        send_due()
    return Issue.objects.get(pk=issue.pk)


def counted(rows: Path, kind: str, year: int) -> int:
    """Count the rows of a kind in the three months published last before the sending day, straight from the file."""
    months = {f"{year}-{month}" for month in ("08", "09", "10")}
    return sum(
        line.split(",")[0][:7] in months and f",{kind}," in line
        for line in rows.read_text(encoding="utf-8").splitlines()
    )


def letter_has_arrived(issue: Issue, messages: list[EmailMessage], rows: Path, client: Any) -> None:
    arrived = [message for message in messages if message["Subject"] == issue.title]
    readers = {f"lasare{n}@example.com" for n in range(READERS)}
    assert sorted(message["X-RcptTo"] for message in arrived) == sorted(readers)
    now = counted(rows, "Graffiti", 2024)
    before = counted(rows, "Graffiti", 2023)
    assert now and before
    for message in (arrived[0], arrived[-1]):
        text = message.get_body(("plain",)).get_content()
        assert f"- Klotter: {now} (i fjol {before})" in text.replace("\r", ""), text
    one_click(arrived[0], client)
    wait_for(lambda: finished(issue), what="the issue to be marked as sent")


def finished(issue: Issue) -> bool:
    send_due()
    return Issue.objects.get(pk=issue.pk).status == IssueStatus.SENT


def one_click(message: EmailMessage, client: Any) -> None:
    """Do what the mail program's own button does."""
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    [path] = re.findall(r"<https?://[^/]+(/[^>]+)>", message["List-Unsubscribe"])
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    left = Subscription.objects.get(email=message["X-RcptTo"])
    assert left.status == SubscriptionStatus.LEFT
    assert Subscription.objects.filter(status=SubscriptionStatus.LEFT).count() == 1


def summary_is_made(desk: Page, folder: Path) -> None:
    area = Area.objects.order_by("pk").first()
    assert area
    desk.goto(f"/samordning/omraden/{area.slug}/")
    desk.get_by_role("button", name="PDF").click()
    expect(desk.get_by_role("link", name="Hämta PDF")).to_be_visible(timeout=30_000)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Hämta PDF").click()
    path = folder / "summary.pdf"
    download.value.save_as(path)
    report = pdf_page.validate_pdf(str(path), profile=pdf_page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, str(report)
