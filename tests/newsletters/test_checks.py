"""What is looked at before an approval."""

from __future__ import annotations

import pytest
from django.urls import reverse

from common.outgoing import Answer, Call, NotSentError
from newsletters import mail
from newsletters.figures import lix, looks_like_junk
from newsletters.lifecycle import IssueStatus
from tests.factories.newsletters import make_issue


def test_lix_of_a_known_text() -> None:
    text = "Katten satt på mattan. " * 10  # 40 words, 10 sentences, no word over six letters
    assert lix(text) == 4
    assert lix("Kommunfullmäktige sammanträder. " * 20) == 102
    assert lix("För kort.") is None


@pytest.mark.parametrize("text", ["VINN PENGAR NU", "Kom!!!", "https://bit.ly/x", "Klicka här"])
def test_what_looks_like_junk_is_found(text: str) -> None:
    assert looks_like_junk(text, "")
    assert not looks_like_junk("Mörkertid", "Ring 112. Läs mer: https://example.org/a")


@pytest.mark.django_db
def test_links_are_asked_and_dead_ones_told(client, coordinator) -> None:
    issue = make_issue(status=IssueStatus.DRAFT)
    issue.blocks.filter(kind="text").update(
        text="[a](https://a.example/) [b](https://b.example/) [c](https://c.example/)"
    )

    def ask(call: Call) -> Answer:
        if "c.example" in call.address:
            raise NotSentError("a private network")
        return Answer(404 if "b.example" in call.address else 200, b"")

    assert [finding.is_well for finding in mail.check_links(issue, ask)] == [True, False, False]
    client.force_login(coordinator)
    assert "kB" in client.get(reverse("newsletters:check", args=[issue.pk])).content.decode()
