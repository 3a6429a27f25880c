"""Where personal data lives, why, for how long, and how it is erased. A test fails on an unregistered field.

A room registers its fields in `apps.py`; `docs/privacy.md` is written from the same registry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django_stubs_ext import StrOrPromise

from common import clock
from common.signed_links import token_hash

ERASURES = "erasures"  # folder among the private files


@dataclass(frozen=True)
class PersonalField:
    """One field that holds personal data."""

    model: str  # "room.Model"
    field: str
    purpose: StrOrPromise
    keep: StrOrPromise
    legal_ground: str = "GDPR art. 6.1 e: task in the public interest"


@dataclass(frozen=True)
class HeldFile:
    """A stored file that belongs to a person: what it is called in an extract, and where it is stored."""

    name: str
    stored_as: str


_fields: dict[tuple[str, str], PersonalField] = {}
_erasers: dict[str, Callable[[str], Callable[[], int]]] = {}
_exporters: dict[str, Callable[[str], list[dict[str, object]]]] = {}
_files: dict[str, Callable[[str], list[HeldFile]]] = {}
_names: dict[str, StrOrPromise] = {}


def register(
    model: str, fields: list[str], *, purpose: StrOrPromise, keep: StrOrPromise, legal_ground: str | None = None
) -> None:
    """Register the personal fields of one model with purpose and time limit."""
    for field in fields:
        entry = PersonalField(model, field, purpose, keep, legal_ground or PersonalField.legal_ground)
        _fields[(model, field)] = entry


def register_eraser(room: str, eraser: Callable[[str], int]) -> None:
    """Register how a room forgets a person by e-mail address; the eraser returns how many rows it changed."""
    register_prepared_eraser(room, lambda email: partial(eraser, email))


def register_prepared_eraser(room: str, prepare: Callable[[str], Callable[[], int]]) -> None:
    """Register an eraser that must look at what rooms above know of a person before they have forgotten it.

    `prepare` looks, and returns what erases.
    """
    _erasers[room] = prepare


def register_exporter(room: str, exporter: Callable[[str], list[dict[str, object]]]) -> None:
    """Register what a room holds about a person by e-mail address."""
    _exporters[room] = exporter


def register_names(names: Mapping[str, StrOrPromise]) -> None:
    """Register what the names of exporters' facts, and the kinds they tell of, are called by people."""
    _names.update(names)


def name_in_words(name: str) -> str:
    """Return what people call a fact of an extract; its own name where nobody has said."""
    return str(_names.get(name, name.replace("_", " ")))


def register_files(room: str, files: Callable[[str], list[HeldFile]]) -> None:
    """Register which stored files of a room go into a person's extract, by e-mail address."""
    _files[room] = files


def registered() -> list[PersonalField]:
    """Return every registered field, by model and name."""
    return [entry for _key, entry in sorted(_fields.items(), key=lambda held: held[0])]


@transaction.atomic
def erase(email: str) -> dict[str, int]:
    """Erase a person everywhere or, if a room fails, nowhere; returns changed rows by room.

    Rooms register from the top of the house down, and that is the order here: what an upper room finds by
    way of the account must be found before `accounts` empties it. The erasure is noted outside the database.
    """
    ready = {room: prepare(email) for room, prepare in _erasers.items()}
    changed = {room: eraser() for room, eraser in ready.items()}
    transaction.on_commit(partial(_note_erasure, email))
    return changed


def _erasure_file(email: str) -> str:
    return f"{ERASURES}/{token_hash('erased:' + email.strip().lower())}"


def _note_erasure(email: str) -> None:
    """Note a keyed hash of the address and when, where a restored database does not undo it."""
    name = _erasure_file(email)
    default_storage.delete(name)
    default_storage.save(name, ContentFile(clock.now().isoformat().encode()))


def erased_at(email: str) -> datetime | None:
    """Return when an address was last erased, or None."""
    try:
        with default_storage.open(_erasure_file(email)) as noted:
            return datetime.fromisoformat(noted.read().decode())
    except FileNotFoundError:
        return None


def known_addresses() -> set[str]:
    """Return every e-mail address in a registered field, in small letters."""
    found: set[str] = set()
    for entry in registered():
        model = apps.get_model(entry.model)
        if isinstance(model._meta.get_field(entry.field), models.EmailField):
            held = model._default_manager.exclude(**{entry.field: ""}).values_list(entry.field, flat=True)
            found.update(address.lower() for address in held.distinct().iterator() if address)
    return found


def repeat_erasures(since: datetime | None = None) -> int:
    """Erase again whoever was erased (at or after a moment) and is still found; returns how many people."""
    again = [(email, at) for email in sorted(known_addresses()) if (at := erased_at(email))]
    wanted = [email for email, at in again if since is None or at >= since]
    for email in wanted:
        erase(email)
    return len(wanted)


def export(email: str) -> dict[str, list[dict[str, object]]]:
    """Return everything held about a person, by room."""
    return {room: exporter(email) for room, exporter in sorted(_exporters.items())}


def files(email: str) -> list[HeldFile]:
    """Return the stored files that belong to a person, by room."""
    return [held for _room, files_of in sorted(_files.items()) for held in files_of(email)]
