"""The area summary: its sections, who may have it, and that it is a valid PDF/UA."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from documents.pdf import make
from documents.services import request_document
from documents.slots import KINDS, SubjectGoneError
from neighbourhoods.pdf import AreaSummary
from neighbourhoods.slots import AREA_SECTIONS, Section
from tests.factories.neighbourhoods import make_agent, make_area, make_district, make_municipality, square

pytestmark = pytest.mark.django_db


def quiet(_percent: int, _words: str) -> None:
    """Tell nobody how far it is."""


def test_the_summary_is_a_valid_pdf_and_names_only_those_who_agree(tmp_path: Path) -> None:
    page = pytest.importorskip("page")
    district = make_district("Tumba", boundary=square(17.8, 59.1, 0.2))
    make_municipality()
    area = make_area("Åkern", district=district, boundary=square())
    make_area("Grannen", district=district, boundary=square(17.8325))
    shown = make_agent(area, is_head=True, agrees_to_be_shown=True)
    shy = make_agent(area)
    paper = AreaSummary().build(str(area.pk), "sv", quiet)
    people = next(s for s in paper.context["sections"] if s.template.endswith("agents.html")).context["people"]
    assert shown.user.full_name == people[0][0] and shy.user.full_name not in str(people) and len(people) == 2
    path = tmp_path / "summary.pdf"
    path.write_bytes(make(paper, language="sv").content)
    assert page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_UA_1)


def test_sections_of_other_rooms_stand_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AREA_SECTIONS, "_fillings", {})
    AREA_SECTIONS.fill("late", lambda _area: Section("Sist", "x.html", rank=90))
    AREA_SECTIONS.fill("none", lambda _area: None)
    AREA_SECTIONS.fill("trend", lambda _area: Section("Trend", "x.html", rank=20))
    area = make_area()
    paper = AreaSummary().build(str(area.pk), "sv", quiet)
    assert [s.rank for s in paper.context["sections"]] == [10, 20, 70, 90]


def test_a_small_area_shows_the_districts_households() -> None:
    district = make_district("Tumba")
    make_area(district=district, households_joined=37)
    area = make_area(district=district, households_joined=3)
    figures = AreaSummary().build(str(area.pk), "sv", quiet).context["sections"][0].context["figures"]
    assert figures[0][1] == "40" and "Tumba" in figures[0][2]


def test_scope_of_requests_and_reads(coordinator: User, agent: User, other_agent: User, volunteer: User) -> None:
    area = make_agent(user=agent).area
    make_agent(user=other_agent)
    kind = KINDS.get("area_summary")
    assert kind is not None
    told = [kind.may_read(user, str(area.pk)) for user in (coordinator, agent, other_agent, volunteer)]
    assert told == [True, True, False, False]
    assert not kind.may_request(coordinator, "1; drop") and not kind.may_request(coordinator, "0")
    assert request_document(kind="area_summary", subject=str(area.pk), by=agent).title.startswith(area.name)
    with pytest.raises(PermissionDenied):
        request_document(kind="area_summary", subject=str(area.pk), by=other_agent)


def test_an_area_that_is_gone_is_said() -> None:
    with pytest.raises(SubjectGoneError):
        AreaSummary().title("999999")
    with pytest.raises(SubjectGoneError):
        AreaSummary().build("x", "sv", quiet)
