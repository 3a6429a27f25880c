"""Cards: what rooms hand to the pages that show several rooms. Plain data, no rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Need:
    """Something that waits for a decision, or is late."""

    title: StrOrPromise
    detail: StrOrPromise
    due: date | datetime | None
    url: str
    action: StrOrPromise
    is_late: bool = False
    count: int = 1


@dataclass(frozen=True)
class Happening:
    """Something that happens on a day."""

    when: date | datetime
    title: StrOrPromise
    detail: StrOrPromise
    url: str
    until: date | datetime | None = None


@dataclass(frozen=True)
class Task:
    """Something asked of a contact agent, with the minutes it takes."""

    title: StrOrPromise
    minutes: int
    url: str
    is_done: bool = False
    detail: StrOrPromise = ""


@dataclass(frozen=True)
class Fact:
    """A figure with its word and a note; the address opens its list."""

    label: StrOrPromise
    value: StrOrPromise | int
    note: StrOrPromise = ""
    url: str = ""
