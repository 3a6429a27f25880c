"""A row of a list and what it would do; what the lists of areas and of agents have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.list_cells import day_of
from common.list_runs import Outcome

FORMULAS = ("=", "#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!")


@dataclass
class Judged:
    """What a row would do: the fields before and after, as JSON holds them, and the number of what it is about."""

    number: int
    name: str
    outcome: Outcome
    remark: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    kept_id: int | None = None


def heading(words: tuple[str, ...]) -> str:
    """Return what a column is called in a list that is fetched: a word that is understood when it comes back.

    The first two words of a column are Swedish and English.
    """
    return words[0 if (get_language() or "sv").startswith("sv") else 1].capitalize()


def require_values(cells: dict[str, str]) -> None:
    """Refuse a row with a formula that nobody has computed, or whose computing failed. Raises ValidationError."""
    for text in cells.values():
        if text.startswith(FORMULAS):
            raise ValidationError(
                _("“%(text)s” is a formula. Write what it comes to."), params={"text": text[:40]}, code="formula"
            )


def day_in(text: str) -> date:
    """Return the day a cell names. Raises ValidationError."""
    day = day_of(text)
    if day is None:
        raise ValidationError(_("“%(text)s” is not a day. Write it as 2026-04-30.") % {"text": text[:40]})
    return day
