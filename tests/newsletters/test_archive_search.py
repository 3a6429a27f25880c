"""Searching the archive finds an issue once, by its title or any of its texts."""

from __future__ import annotations

import pytest
from django.test import Client

from newsletters.lifecycle import IssueStatus
from newsletters.models import Block
from tests.factories.newsletters import make_issue

pytestmark = pytest.mark.django_db


def test_title_or_text_finds_an_issue_once_and_nothing_unsent(client: Client) -> None:
    by_text = make_issue(status=IssueStatus.SENT, number=1, title="Vår", blocks=3)
    Block.objects.filter(issue=by_text).update(text="Lås cykeln.")
    by_title = make_issue(status=IssueStatus.SENT, number=2, title="Cykeln i källaren")
    make_issue(status=IssueStatus.DRAFT, number=3, title="Cykeln som inte gått ut")
    make_issue(status=IssueStatus.SENT, number=4, title="Höst")
    page = client.get("/nyhetsbrev/", {"q": "cykeln"}).context["page"]
    assert sorted(issue.pk for issue in page.object_list) == sorted([by_text.pk, by_title.pk])
    assert page.paginator.count == 2


@pytest.mark.parametrize(
    ("words", "finds"),
    [("mörker lås", True), ("lås och larm", True), ("larm mörker timer", True), ("mörker cykel", False)],
)
def test_each_word_is_found_wherever_in_the_issue_it_stands(client: Client, words: str, finds: bool) -> None:
    issue = make_issue(status=IssueStatus.SENT, title="Mörker", blocks=2)
    Block.objects.filter(issue=issue, position=1).update(text="Lås dörren.")
    Block.objects.filter(issue=issue, position=2).update(text="Larm hjälper.", tip_text="Sätt en timer.")
    assert bool(client.get("/nyhetsbrev/", {"q": words}).context["page"].object_list) == finds
