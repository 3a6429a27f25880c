"""Short dates: small letters in Swedish, and the reader's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

MOMENT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)


def _written(form: str, value: object) -> str:
    return Template("{{ value|short_date:form }}").render(Context({"value": value, "form": form}))


@pytest.mark.parametrize(("language", "expected"), [("sv", "24 nov"), ("en", "24 Nov")])
def test_the_month_follows_the_language(language: str, expected: str) -> None:
    with translation.override(language):
        assert _written("j M", date(2026, 11, 24)) == expected


def test_a_moment_is_told_in_local_time() -> None:
    with translation.override("sv"):
        assert _written("D j M H.i", MOMENT) == "mån 23 nov 00.30"


def test_nothing_is_written_as_nothing() -> None:
    assert _written("j M", None) == ""
