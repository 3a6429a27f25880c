"""What looks like personal data is found; what a report needs to say is left alone."""

from __future__ import annotations

import pytest

from common.sensitive_text import EMAIL, IDENTITY, PHONE, PLATE, find


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
    ],
)
def test_what_a_report_needs_to_say_is_left_alone(text):
    assert find(text) == []
