"""The print edition: an A4 of one place, PDF/UA-1, for those whose area it is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from PIL import Image

from accounts.models import User
from documents.pdf import make
from documents.services import request_document
from newsletters import services
from newsletters.figures import as_html, as_text
from newsletters.lifecycle import IssueStatus
from newsletters.models import Block, Issue
from newsletters.pdf import PrintEdition
from tests.factories.neighbourhoods import make_agent, make_area
from tests.factories.newsletters import make_issue

pytestmark = pytest.mark.django_db


def quiet(_percent: int, _words: str) -> None:
    """Tell nobody how far it is."""


@pytest.fixture
def issue() -> Issue:
    made = make_issue(status=IssueStatus.SENT, preamble="Nu är det mörkt.")
    text = "# Stort\n\n- [polisen](https://polisen.se/a)\n- <script>"
    made.blocks.filter(position=1).update(text=text)
    return made


def test_the_paper_is_a_valid_pdf_with_everything_a_letter_can_hold(tmp_path: Path, issue: Issue) -> None:
    page = pytest.importorskip("page")
    held = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(held, "PNG")
    stored = services.keep_picture(upload=held, size=held.tell())
    for kind in (Block.Kind.TRAININGS, Block.Kind.CALENDAR, Block.Kind.VOLUNTEERS):
        Block.objects.create(issue=issue, position=5, kind=kind, heading="Mer")
    Block.objects.create(issue=issue, position=6, kind=Block.Kind.PICTURE, picture=stored, alternative="En lampa")
    area = make_area(households=14, households_joined=10, households_declined=1)
    paper = PrintEdition().build(f"{issue.pk}:area-{area.pk}", "sv", quiet)
    assert paper.context["address"].endswith(f"{issue.get_absolute_url()}?kommundel=area-{area.pk}")
    assert paper.context["parts"][-1][0].statistics[0].told
    path = tmp_path / "letter.pdf"
    path.write_bytes(make(paper, language="sv").content)
    assert page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_UA_1)


def test_headings_in_a_text_miss_no_level_and_leave_no_marks_in_plain_text() -> None:
    assert as_html("# Ett\n\n#### Fyra") == "<h3>Ett</h3>\n<h3>Fyra</h3>\n"
    assert as_text("## Ett\n\nNummer #1") == "Ett\n\nNummer #1"


def test_agents_print_their_own_area_and_nobody_a_draft(coordinator: User, agent: User, issue: Issue) -> None:
    own, other = make_agent(user=agent).area, make_area("Annan")
    draft = make_issue(number=2, status=IssueStatus.DRAFT)
    for subject in (f"{issue.pk}:", f"{issue.pk}:area-{own.pk}", f"{issue.pk}:{own.district.slug}"):
        request_document(kind="print_edition", subject=subject, by=agent)
    for subject in (
        f"{issue.pk}:area-{other.pk}",
        f"{draft.pk}:",
        f"{issue.pk}:ingenstans",
        "x:",
        "",
        f"{issue.pk}:area-²",
    ):
        with pytest.raises((PermissionDenied, ValidationError)):
            request_document(kind="print_edition", subject=subject, by=agent)
    assert request_document(kind="print_edition", subject=f"{draft.pk}:area-{other.pk}", by=coordinator)


def test_the_page_offers_the_paper_of_the_chosen_place_to_those_who_may(client, agent: User, issue: Issue) -> None:
    area = make_agent(user=agent).area
    page = issue.get_absolute_url() + f"?kommundel=area-{area.pk}"
    assert "print_edition" not in client.get(page).content.decode()
    client.force_login(agent)
    assert f'value="{issue.pk}:area-{area.pk}"' in client.get(page).content.decode()
    assert (
        client.post(reverse("documents:ask"), {"kind": "print_edition", "subject": f"{issue.pk}:"}).status_code == 302
    )
