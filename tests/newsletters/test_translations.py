"""An issue in another language: nobody's words are overwritten, and what is sent has been read by a second person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import roles
from accounts.models import User
from common import clock
from common.outgoing import Answer, Call
from newsletters import mail, services
from newsletters.lifecycle import IssueStatus
from newsletters.models import Block, Issue, Tip
from tests.factories.accounts import person
from tests.factories.newsletters import make_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(db: None) -> User:
    return person(roles.CHIEF_OF_SECURITY, full_name="Kim Chef")


def translate(issue: Issue, by: User, words: str = "Dark", text: str = "Call 112.") -> Issue:
    held = Issue.objects.get(pk=issue.pk)
    block = held.blocks.get(kind="text")
    blocks = {block.pk: services.Translated("Part", text)}
    return services.translate(
        issue=held, version=held.version, language="en", title=words, preamble="", blocks=blocks, by=by
    )


def posted(issue: Issue, **more: object) -> dict[str, object]:
    block = issue.blocks.get(kind="text")
    form = {"version": issue.version, "title": "Dark evenings", "preamble": "", "form-TOTAL_FORMS": 1}
    part = {"form-INITIAL_FORMS": 1, "form-0-pk": block.pk, "form-0-heading": "Part", "form-0-text": "Call 112."}
    return {**form, **part, **more}


def test_the_second_translator_is_told_by_whom_and_keeps_the_words(client, coordinator, chief) -> None:
    issue = make_issue(status=IssueStatus.DRAFT)
    typed = posted(issue, title="My words", **{"form-0-text": "My long text"})
    translate(issue, chief, "Kim's words")
    issue.blocks.all().delete()
    client.force_login(coordinator)
    page = client.post(reverse("newsletters:translate", args=[issue.pk, "en"]), typed).content.decode()
    assert "Kim Chef har sparat" in page and "My words" in page and "My long text" in page
    assert issue.translations.get().title == "Kim's words"
    assert "# Kim's words (en)" in issue.versions.last().text


def test_a_translation_in_review_is_a_text_to_read_again(coordinator) -> None:
    issue = make_issue(status=IssueStatus.REVIEW, written_by=coordinator)
    services.approve(issue=issue, by=coordinator)
    assert translate(issue, coordinator).status == IssueStatus.DRAFT
    services.submit(issue=issue, by=coordinator)
    with clock.at(clock.now() + timedelta(hours=30)):
        assert services.approve(issue=issue, by=coordinator).status == IssueStatus.REVIEW, "the first reading is gone"


def test_nobody_approves_their_own_translation_alone(coordinator, chief) -> None:
    issue = make_issue(status=IssueStatus.DRAFT, written_by=coordinator)
    translate(issue, chief)
    services.submit(issue=issue, by=coordinator)
    deputy = person(roles.CHIEF_OF_SECURITY)
    for alone in (coordinator, chief):
        with pytest.raises(ValidationError) as refused:
            services.approve(issue=issue, by=alone)
        assert refused.value.code == "own_text"
    assert services.approve(issue=issue, by=deputy).status == IssueStatus.APPROVED


def test_where_each_has_written_one_language_alone_a_second_reading_does(coordinator, chief) -> None:
    issue = make_issue(status=IssueStatus.DRAFT, written_by=coordinator)
    translate(issue, chief)
    services.submit(issue=issue, by=coordinator)
    assert services.approve(issue=issue, by=chief).status == IssueStatus.REVIEW
    with clock.at(clock.now() + timedelta(hours=25)):
        assert services.approve(issue=issue, by=chief).status == IssueStatus.APPROVED


def test_an_old_translation_is_told_and_a_saved_one_is_none(client, coordinator) -> None:
    issue = make_issue(status=IssueStatus.DRAFT)
    page = reverse("newsletters:translate", args=[issue.pk, "en"])
    client.force_login(coordinator)
    assert client.post(page, posted(issue)).status_code == 302
    services.submit(issue=issue, by=coordinator)
    assert not client.get(page).context["is_old"]
    held = Issue.objects.get(pk=issue.pk)
    same = [services.BlockText(one.pk, one.kind, one.heading, one.text) for one in held.blocks.all()]
    services.write(issue=held, version=held.version, title="Ny", preamble="", blocks=same, by=coordinator)
    assert client.get(page).context["is_old"]


def test_a_heading_alone_is_not_followed_by_nothing(client, coordinator) -> None:
    issue = make_issue(status=IssueStatus.DRAFT)
    translate(issue, coordinator, text="")
    tip = Tip.objects.create(title="Lampan", text="Tänd **lampan**.")
    block = Block.objects.create(issue=issue, kind="tip", heading="Tips", tip=tip, tip_text="Släck **lampan**.")
    block.translations.create(language="en", heading="Tip of the month")
    letter = mail.Composer(issue, language="en").letter().html
    assert "<h2>Part</h2>" in letter and '<div lang="sv"><p>Ring <strong>112' in letter
    assert "<h2>Tip of the month</h2>" in letter and '<div lang="sv"><p>Släck <strong>lampan' in letter
    client.force_login(coordinator)
    assert "Släck **lampan**." in client.get(reverse("newsletters:translate", args=[issue.pk, "en"])).content.decode()


def test_links_of_a_translation_are_asked_too(coordinator) -> None:
    issue = make_issue(status=IssueStatus.DRAFT)
    translate(issue, coordinator, text="[here](https://en.example/)")
    asked = []

    def ask(call: Call) -> Answer:
        asked.append(call.address)
        return Answer(200, b"")

    mail.check_links(issue, ask)
    assert asked == ["https://en.example/"]


def test_a_picture_in_a_translation_is_refused(client, coordinator) -> None:
    issue = make_issue(status=IssueStatus.DRAFT)
    client.force_login(coordinator)
    form = posted(issue, **{"form-0-text": "![x](https://a.example/x.jpg)"})
    answer = client.post(reverse("newsletters:translate", args=[issue.pk, "en"]), form)
    assert "bildblock" in answer.content.decode() and not issue.translations.exists()
