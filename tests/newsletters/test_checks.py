"""What is looked at before an approval."""

from __future__ import annotations

import pytest
from django.urls import reverse

from common.outgoing import Answer, Call, NotSentError
from newsletters import mail
from newsletters.figures import lix, looks_like_junk, spelling
from newsletters.lifecycle import IssueStatus
from newsletters.models import KnownWord
from tests.factories.neighbourhoods import make_district
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
def test_headings_that_the_plain_letter_sets_in_capitals_are_no_junk() -> None:
    issue = make_issue(status=IssueStatus.DRAFT)
    issue.blocks.update(heading="Kommande kurser")
    assert not [finding for finding in mail.check(issue) if "Kommande".upper() in finding.words]
    issue.blocks.filter(kind="text").update(text="VINN PENGAR NU")
    assert [finding.is_well for finding in mail.check(issue) if "PENGAR" in finding.words] == [False]


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


@pytest.mark.django_db
def test_words_no_dictionary_knows_are_shown_and_the_houses_own_are_learnt(client, coordinator) -> None:
    make_district("Grödinge")
    issue = make_issue(status=IssueStatus.DRAFT, title="Mörkertid i Grödinge", preamble="Grannsamverkan växer.")
    text = "Felanmälann till Kvasten-gruppen, MSB:s råd på https://xyzzyq.example och Grödinges **nattvandrare**."
    issue.blocks.filter(kind="text").update(heading="Höstlov", text=text)
    issue.translations.create(language="en", title="Darkk times")
    findings, doubts = mail.check_spelling(issue)
    assert [doubt.word for doubt in doubts] == ["Felanmälann", "Darkk"]
    assert [finding.is_well for finding in findings] == [False, False]
    client.force_login(coordinator)
    page = reverse("newsletters:check", args=[issue.pk])
    assert "Felanmälann" in client.get(page).content.decode()
    words = {"ord": ["Felanmälann", "felanmälann", "två ord", "", "x" * 70, "\x00"]}
    assert client.post(reverse("newsletters:know_words", args=[issue.pk]), words).status_code == 302
    assert KnownWord.objects.get().word == "felanmälann"
    assert "Felanmälann" not in client.get(page).content.decode()


@pytest.mark.django_db
def test_a_language_without_a_dictionary_is_said(monkeypatch) -> None:
    monkeypatch.setattr(spelling, "DICTIONARIES", {})
    spelling._dictionary.cache_clear()
    findings, doubts = mail.check_spelling(make_issue(status=IssueStatus.DRAFT))
    assert not doubts and not findings[0].is_well
