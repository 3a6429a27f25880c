"""Fool the thief: anybody gets advice, only counts are kept, and what is published never changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry, User
from common import form_tokens
from neighbourhoods import figures, services
from neighbourhoods.models import ChecklistCount, ChecklistItem, ChecklistVersion
from neighbourhoods.reference import checklist as texts
from neighbourhoods.services.prevention import ItemText
from tests.factories.neighbourhoods import make_checklist

pytestmark = pytest.mark.django_db
LIST = reverse("neighbourhoods:checklist")


def answer(client: Client, token: str = "", **answers: str) -> Any:
    return client.post(LIST, {"form_token": token or form_tokens.new(), **answers})


def counts() -> dict[tuple[str, str], int]:
    return {(row.key, row.answer): row.times for row in ChecklistCount.objects.all()}


def test_a_no_gives_the_advice_and_a_yes_praise(client: Client) -> None:
    make_checklist()
    page = answer(client, alarm_deter="no", alarm_scare="yes").content.decode()
    assert "Råd 0." in page
    assert "Fråga 1?" in page
    assert "Råd 1." not in page
    assert "Fråga 2?" in page  # left open
    assert counts() == {("alarm_deter", "no"): 1, ("alarm_scare", "yes"): 1}


def test_a_form_sent_twice_is_counted_once(client: Client) -> None:
    make_checklist()
    token = form_tokens.new()
    for _time in range(2):
        assert "Råd 0." in answer(client, token, alarm_deter="no").content.decode()
    assert counts() == {("alarm_deter", "no"): 1}


def test_a_network_is_counted_so_often_and_still_gets_advice(client: Client) -> None:
    make_checklist()
    for _time in range(21):
        response = answer(client, alarm_deter="no")
    assert "Råd 0." in response.content.decode()
    assert counts() == {("alarm_deter", "no"): 20}


def test_no_answer_or_a_made_up_one_is_told_and_not_counted(client: Client) -> None:
    make_checklist()
    assert "Svara på minst en fråga" in answer(client).content.decode()
    assert "errors" in answer(client, alarm_deter="' OR 1=1").content.decode()
    assert "gammalt" in answer(client, "x" * 400, alarm_deter="no").content.decode()
    assert counts() == {}


def test_nobody_is_remembered() -> None:
    fields = {field.name for field in ChecklistCount._meta.get_fields()}
    assert fields == {"id", "month", "key", "answer", "times"}


def test_before_anything_is_published_the_page_says_so(client: Client) -> None:
    ChecklistVersion.objects.all().delete()
    make_checklist(published=False)
    assert "Checklistan skrivs just nu" in client.get(LIST).content.decode()


def test_a_reader_without_a_version_in_the_own_language_gets_the_swedish_one(client: Client) -> None:
    make_checklist()
    page = client.get(LIST, headers={"accept-language": "en"}).content.decode()
    assert "Fool the thief" in page
    assert 'lang="sv"' in page


def test_the_first_version_is_published_in_both_languages_and_covers_every_topic() -> None:
    texts.load()
    texts.load()
    for language in ("sv", "en"):
        version = ChecklistVersion.objects.get(language=language)
        assert {item.topic for item in version.items.all()} == set(ChecklistItem.Topic.values)
        assert sum(len(part.items) for part in figures.parts(version)) == len(texts.ITEMS)


def test_a_draft_is_a_copy_edited_published_and_then_never_changes(coordinator: User) -> None:
    first = make_checklist()
    draft = services.begin_draft(language="sv", by=coordinator)
    assert services.begin_draft(language="sv", by=coordinator) == draft
    kept = first.items.first()
    assert kept is not None
    words = [ItemText(kept.topic, "Ny fråga?", kept.advice, kept.key), ItemText("locks", "Helt ny?", "Råd.")]
    services.save_draft(draft=draft, items=words)
    assert ChecklistVersion.objects.latest_published("sv") == first
    assert sorted(change.kind for change in figures.changes(draft)) == ["changed", "gone", "gone", "new"]
    services.publish_checklist(draft=draft, by=coordinator)
    assert ChecklistVersion.objects.latest_published("sv") == draft
    assert first.items.count() == 3
    with pytest.raises(ValidationError, match=r"published|publicerad"):
        services.save_draft(draft=draft, items=words)
    with pytest.raises(ValidationError, match=r"published|publicerad"):
        services.discard_draft(draft=draft, by=coordinator)
    assert AuditEntry.objects.filter(action="checklist.published", object_id=str(draft.pk)).exists()


def test_a_refused_draft_keeps_what_it_had(coordinator: User) -> None:
    make_checklist()
    draft = services.begin_draft(language="sv", by=coordinator)
    for wrong in ([], [ItemText("locks", "?", "!")] * 41, [ItemText("nonsense", "Fråga?", "Råd.")]):
        with pytest.raises(ValidationError):
            services.save_draft(draft=draft, items=wrong)
        assert draft.items.count() == 3


def test_a_coordinator_edits_and_publishes_on_the_desk(client: Client, coordinator: User) -> None:
    make_checklist()
    client.force_login(coordinator)
    page = client.post(reverse("neighbourhoods:checklist_begin"), {"language": "sv"}, follow=True)
    draft = page.context["version"]
    form = {"form-TOTAL_FORMS": "4", "form-INITIAL_FORMS": "3"}
    for number, item in enumerate(draft.items.all()):
        form |= {f"form-{number}-{name}": getattr(item, name) for name in ("key", "topic", "question", "advice")}
    form |= {"form-0-question": "", "form-0-advice": ""}
    form |= {"form-3-topic": "locks", "form-3-question": "Lås?", "form-3-advice": ""}
    address = reverse("neighbourhoods:checklist_version", args=[draft.pk])
    assert "Skriv både frågan och rådet" in client.post(address, form).content.decode()
    assert draft.items.count() == 3
    client.post(address, form | {"form-3-advice": "Byt lås."})
    assert [item.question for item in draft.items.all()] == ["Fråga 1?", "Fråga 2?", "Lås?"]
    client.post(reverse("neighbourhoods:checklist_decide", args=[draft.pk, "publicera"]))
    assert "Lås?" in Client().get(LIST).content.decode()


def test_the_page_asks_as_many_queries_for_one_question_as_for_twelve(client: Client) -> None:
    taken = []
    for many in (1, 12):
        ChecklistVersion.objects.all().delete()
        make_checklist(many=many)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(LIST)
        taken.append(len(asked))
    assert taken[0] == taken[1]
