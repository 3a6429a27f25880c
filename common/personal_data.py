"""Where personal data lives, why, for how long, and how it is erased. A test fails on an unregistered field.

A room registers its fields in `apps.py`; `docs/privacy.md` is written from the same registry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class PersonalField:
    """One field that holds personal data."""

    model: str  # "room.Model"
    field: str
    purpose: StrOrPromise
    keep: StrOrPromise
    legal_ground: str = "GDPR art. 6.1 e: task in the public interest"


_fields: dict[tuple[str, str], PersonalField] = {}
_erasers: dict[str, Callable[[str], int]] = {}
_exporters: dict[str, Callable[[str], list[dict[str, object]]]] = {}


def register(
    model: str, fields: list[str], *, purpose: StrOrPromise, keep: StrOrPromise, legal_ground: str | None = None
) -> None:
    """Register the personal fields of one model with purpose and time limit."""
    for field in fields:
        entry = PersonalField(model, field, purpose, keep, legal_ground or PersonalField.legal_ground)
        _fields[(model, field)] = entry


def register_eraser(room: str, eraser: Callable[[str], int]) -> None:
    """Register how a room forgets a person by e-mail address; the eraser returns how many rows it changed."""
    _erasers[room] = eraser


def register_exporter(room: str, exporter: Callable[[str], list[dict[str, object]]]) -> None:
    """Register what a room holds about a person by e-mail address."""
    _exporters[room] = exporter


def registered() -> list[PersonalField]:
    """Return every registered field, by model and name."""
    return [entry for _key, entry in sorted(_fields.items(), key=lambda held: held[0])]


@transaction.atomic
def erase(email: str) -> dict[str, int]:
    """Erase a person everywhere or, if a room fails, nowhere; returns changed rows by room.

    Rooms register from the top of the house down, and that is the order here: what an upper room finds by
    way of the account must be found before `accounts` empties it.
    """
    return {room: eraser(email) for room, eraser in _erasers.items()}


def export(email: str) -> dict[str, list[dict[str, object]]]:
    """Return everything held about a person, by room."""
    return {room: exporter(email) for room, exporter in sorted(_exporters.items())}
