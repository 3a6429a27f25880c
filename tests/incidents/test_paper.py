"""The paper of one case: a valid PDF/UA that does not say who reported; asked for where the case is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User
from documents.models import Document
from documents.pdf import make
from incidents.models import Report
from incidents.slots_filled import REPORT_CASE
from neighbourhoods import figures as places
from tests.factories.incidents import make_photo, make_report
from tests.factories.neighbourhoods import make_area, make_municipality, square

pytestmark = pytest.mark.django_db


def quiet(_percent: int, _words: str) -> None:
    """Tell nobody how far it is."""


def reported() -> Report:
    area = make_area("Åkern", boundary=square())
    report: Report = make_report(
        area=area, longitude=17.831, latitude=59.201, reporter_email="hemlig@example.com", text="Färg på muren.\nRöd."
    )
    make_photo(report)
    return report


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_paper_is_a_valid_pdf(tmp_path: Path, coordinator: User, language: str) -> None:
    page = pytest.importorskip("page")
    paper = REPORT_CASE.build(str(reported().pk), language, quiet)
    path = tmp_path / "case.pdf"
    path.write_bytes(make(paper, language=language).content)
    assert page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_UA_1)
    assert b"hemlig" not in path.read_bytes()


def test_the_case_is_asked_for_on_its_page_and_drawn_there(client: Client, coordinator: User, agent: User) -> None:
    report = reported()
    client.force_login(coordinator)
    text = client.get(f"/samordning/anmalningar/{report.number}/").content.decode()
    assert 'value="report_case"' in text and "<svg" in text and "Åkern" in text
    answer = client.post("/dokument/bestall/", {"kind": "report_case", "subject": report.pk})
    assert answer.status_code == 302 and Document.objects.get().requested_by == coordinator
    client.force_login(agent)
    assert client.post("/dokument/bestall/", {"kind": "report_case", "subject": report.pk}).status_code in (403, 404)
    assert Document.objects.count() == 1


def test_a_place_outside_every_area_is_a_dot_in_the_municipality() -> None:
    assert places.sketch_of_place(17.83, 59.2) is None
    make_municipality()
    drawn = places.sketch_of_place(17.83, 59.2)
    assert drawn is not None and "<svg" in drawn.svg
    assert places.sketch_of_place(11.9, 57.7) is None
