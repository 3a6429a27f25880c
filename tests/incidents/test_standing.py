"""Standing summaries: made when the period is published, sent once, opened by those meant only."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import PartnerAccess, User
from accounts.services import remember_partner
from common import clock
from documents.models import Document
from documents.slots import KINDS
from documents.tasks import render
from incidents import services
from incidents.models import SummaryIssue
from incidents.services.standing import due_period
from tests.factories.incidents import make_report
from tests.factories.insights import deliver, make_source, make_standing
from tests.factories.neighbourhoods import make_district

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 20, 12, tzinfo=clock.STOCKHOLM)


@pytest.fixture(autouse=True)
def published() -> Any:
    tumba = make_district("Tumba")
    for month in (1, 2, 3):
        for _n in range(9):
            make_report(received_at=datetime(2026, month, 5, tzinfo=clock.STOCKHOLM), district=tumba)
    with clock.at(NOW):
        services.release_months()
        yield


def test_a_period_is_due_when_all_of_it_is_published(coordinator: User) -> None:
    month, quarter = make_standing(coordinator), make_standing(coordinator, rhythm="quarter")
    held = {date(2026, 1, 1), date(2026, 2, 1)}
    assert due_period(month, held) is due_period(quarter, held) is None
    held.add(date(2026, 3, 1))
    assert due_period(month, held) == (date(2026, 3, 1), date(2026, 3, 1))
    assert due_period(quarter, held) == (date(2026, 1, 1), date(2026, 3, 1))


def test_by_link_and_code_made_sent_once_and_opened(
    client: Client, coordinator: User, rf: Any, mailoutbox: list[Any], tmp_path: Path
) -> None:
    make_source()
    deliver("Polisen;Klotter;;;2026-03;70;slutlig\n", coordinator)
    standing = make_standing(coordinator, rhythm="quarter")
    assert services.send_standing_summaries() == 0
    document = Document.objects.get()
    render(str(document.pk))
    assert services.send_standing_summaries() == 1 and services.send_standing_summaries() == 0
    assert [one.to for one in mailoutbox] == [["polisen@example.org"]] * 2
    assert client.get(f"/sammanfattningar/{standing.pk}/").status_code == 404
    access = PartnerAccess.objects.get(purpose=services.summary_purpose(standing))
    session = client.session
    rf_request = rf.get("/")
    rf_request.session = session
    remember_partner(rf_request, access)
    session.save()
    page = client.get(f"/sammanfattningar/{standing.pk}/").content.decode()
    issue = SummaryIssue.objects.get()
    address = f"/sammanfattningar/{standing.pk}/{issue.pk}.pdf"
    assert address in page
    path = tmp_path / "lage.pdf"
    path.write_bytes(b"".join(client.get(address).streaming_content))  # type: ignore[attr-defined]
    reader = pytest.importorskip("page")
    assert reader.validate_pdf(str(path), profile=reader.ValidationProfile.PDF_UA_1)
    other = make_standing(coordinator)
    assert client.get(f"/sammanfattningar/{other.pk}/").status_code == 404


def test_who_signs_in_gets_a_link_and_nobody_else_may_read(
    coordinator: User, police: User, agent: User, mailoutbox: list[Any]
) -> None:
    make_standing(coordinator, way="account", email=police.email)
    services.send_standing_summaries()
    render(str(Document.objects.get().pk))
    assert services.send_standing_summaries() == 1
    kind: Any = KINDS.get("standing_summary")
    subject = str(SummaryIssue.objects.get().pk)
    assert kind.may_read(police, subject) and kind.may_read(coordinator, subject) and not kind.may_read(agent, subject)
    assert [one.to for one in mailoutbox] == [[police.email]] and "/dokument/" in str(mailoutbox[0].body)


def test_nothing_goes_where_nobody_may_answer_for_it(coordinator: User) -> None:
    standing = make_standing(coordinator)
    coordinator.groups.clear()
    coordinator.user_permissions.clear()
    assert services.send_standing_summaries() == 0 and not Document.objects.exists()
    standing.is_active = False
    standing.save()
    assert services.send_standing_summaries() == 0


def test_the_paper_holds_what_is_published_and_what_others_counted(coordinator: User) -> None:
    make_source()
    deliver("Polisen;Klotter;;;2026-03;70;slutlig\n", coordinator)
    make_standing(coordinator, rhythm="quarter")
    services.send_standing_summaries()
    kind: Any = KINDS.get("standing_summary")
    paper = kind.build(str(SummaryIssue.objects.get().pk), "sv", lambda *_args: None)
    assert paper.context["kinds"].rows == (("Graffiti", "27", "–"),)
    assert "70" in str(paper.context["delivered"].rows)
