"""A kind suggested from the words, in Swedish and English; chosen by a person."""

from __future__ import annotations

import pytest

from incidents import figures
from incidents.models import Report

pytestmark = pytest.mark.django_db
FORM = "/rapportera/"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Någon har klottrat på muren", "graffiti"),
        ("Lampan vid gångvägen är släckt", "lighting"),
        ("Det ligger sopor och skräp överallt", "litter"),
        ("Busskurens ruta är krossad, glassplitter", "broken-glass"),
        ("The street light is out", "lighting"),
        ("graffiti on the wall", "graffiti"),
        ("an abandoned car", "abandoned-car"),
        ("hej", ""),
        ("", ""),
    ],
)
def test_words_suggest_a_kind(text, kind):
    assert figures.suggested_kind(text) == kind


def test_a_form_without_a_kind_comes_back_with_the_suggestion_chosen(client, filled):
    answer = client.post(FORM, filled | {"category": "", "text": "Lampan är släckt."})
    page = answer.content.decode()
    assert answer.status_code == 422 and "låter som" in page and not Report.objects.exists()
    assert 'value="lighting"' in page.split(" checked")[0].split("<input")[-1]


def test_what_cannot_be_chosen_is_not_suggested(client, filled):
    answer = client.post(FORM, filled | {"category": "", "text": "Hej hopp."})
    assert answer.status_code == 422 and "låter som" not in answer.content.decode()
