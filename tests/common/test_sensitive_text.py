"""What looks like personal data is found; what a report needs to say is left alone."""

from __future__ import annotations

import re

import pytest

from common.sensitive_text import EMAIL, IDENTITY, NAME, PERSONAL_PLATE, PHONE, PLATE, find, questions


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("nummer ABC 123.", PLATE),
        ("bilen abc123 står", PLATE),
        ("ABC-12D", PLATE),
        ("född 19121212-1212", IDENTITY),
        ("121212+1212", IDENTITY),
        ("201212121212", IDENTITY),
        ("ring 070-123 45 67", PHONE),
        ("+46701234567", PHONE),
        ("08-530 610 00", PHONE),
        ("mejla kim.prov@example.com", EMAIL),
        ("mejla kim.prov (at) example.com", EMAIL),
        ("pnr 811218 - 9876", IDENTITY),
        ("19 811218 9876 är hans", IDENTITY),
        ("samordningsnummer 701063-2391", IDENTITY),
        ("(08) 123 456 78", PHONE),
        ("+46 (0)70 – 123 45 67", PHONE),
        ("en grå volvo abc 12a", PLATE),
    ],
)
def test_personal_data_is_found(text, kind):
    assert [finding.kind for finding in find(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Hus 123 vid väg 226, lampa nr 45",
        "sedan 2026-11-22 kl 18.00",
        "vi ringde 112 och 114 14",
        "bussen 865 mot Tumba",
        "postnummer 147 30",
        "ärende 2026-1183",
        "",
        "12 stycken, 3500 kronor",
        "ärende 811218-9875",
        "öppet 08.00-17.30 och 0800-1730",
        "den 08-11-2026",
        "Rum 123 i hus 456",
        "en BMW 320 utan skyltar",
        "org.nr 556012-5790",
    ],
)
def test_what_a_report_needs_to_say_is_left_alone(text):
    assert find(text) == [] and questions(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Det var Anna Andersson igen", NAME, "Anna Andersson"),
        ("anna andersson gjorde det", NAME, "anna andersson"),
        ("Andersson, Karl-Erik", NAME, "Andersson, Karl-Erik"),
        ("grannen Dawit Tesfaye", NAME, "Dawit Tesfaye"),
        ("skylten PELLE8 på bilen", PERSONAL_PLATE, "PELLE8"),
    ],
)
def test_names_and_personal_plates_are_asked_about(text, kind, words):
    assert [(found.kind, found.words) for found in questions(text)] == [(kind, words)]
    assert find(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Hans Stahles väg 4",
        "Gustav Adolfs torg",
        "Hallunda Folkets Hus",
        "Vid Coop i Alby Centrum",
        "skylten SLUTA SKRÄPA NER",
    ],
)
def test_places_and_signs_name_nobody(text):
    assert questions(text) == []


def test_the_quick_look_passes_over_nothing(monkeypatch):
    """Also what is split by the widest gaps is looked at."""
    odd = ["( 08 ) / 1 - 2 - 3 - 4 - 5 - 6", "0 1 0 - 1 2 3 4 5 6 7", "19 121212 - 12 12", "abc\u00a0-\u00a0123 bil"]
    odd += [
        "kim ( at ) example.com",
        "kim snabela example punkt com",
        "Kim(SnabelA)example.com",
        "ABC123",
        "+4670 1234567",
    ]
    seen = [find(text) for text in odd]
    monkeypatch.setattr("common.sensitive_text._COULD", re.compile(""))
    assert seen == [find(text) for text in odd] and sum(map(bool, seen)) >= 6
