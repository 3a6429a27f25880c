"""A period's summary on paper: a valid PDF/UA with the counts of each district, for those who see every report."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from accounts.models import User
from common import clock
from documents.pdf import make
from documents.services import request_document
from documents.slots import SubjectGoneError
from incidents.figures.situation import monday_of
from incidents.slots_filled import SITUATION_SUMMARY
from tests.factories.incidents import make_report
from tests.factories.neighbourhoods import make_district

pytestmark = pytest.mark.django_db


def quiet(_percent: int, _words: str) -> None:
    """Tell nobody how far it is."""


def subject() -> str:
    last = monday_of(clock.today()) - timedelta(weeks=1)
    return f"{last - timedelta(weeks=12)}_{last}"


@pytest.mark.parametrize("count", [0, 9])
def test_the_paper_is_a_valid_pdf(tmp_path: Path, coordinator: User, count: int) -> None:
    page = pytest.importorskip("page")
    tumba = make_district("Tumba")
    for number in range(count):
        make_report(
            category=("graffiti", "litter")[number % 2],
            received_at=clock.now() - timedelta(days=10 + 7 * number),
            district=tumba if number % 3 else None,
        )
    paper = SITUATION_SUMMARY.build(subject(), "sv", quiet)
    assert [name for name, _table in paper.context["districts"]] == (["Tumba", "Utan kommundel"] if count else [])
    path = tmp_path / "lage.pdf"
    path.write_bytes(make(paper, language="sv").content)
    assert page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_UA_1)


@pytest.mark.parametrize(
    "bad", ["", "x", "2026-01-05", "2026-02-02_2026-01-05", "1900-01-01_2026-01-05", "_", "9999-12-27_9999-12-27"]
)
def test_weeks_that_are_none(bad: str) -> None:
    with pytest.raises(SubjectGoneError):
        SITUATION_SUMMARY.title(bad)


def test_who_may_have_it(coordinator: User, agent: User) -> None:
    assert SITUATION_SUMMARY.may_read(coordinator, subject())
    assert not SITUATION_SUMMARY.may_read(agent, subject())
    assert request_document(kind="situation", subject=subject(), by=coordinator).kind == "situation"
