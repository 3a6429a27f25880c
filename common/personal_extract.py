"""What is held about a person, to be handed over: read by people, by programs, and with the files themselves."""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
import zipfile
from typing import IO

from django.apps import apps
from django.core.files.storage import default_storage
from django.http import FileResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from common import clock, personal_data
from common.personal_data import HeldFile

IN_MEMORY = 1_000_000  # bytes; a larger extract waits on disk while it is sent
PIECE = 64 * 1024
logger = logging.getLogger(__name__)

Facts = list[tuple[str, str]]
Held = dict[str, list[dict[str, object]]]


def in_words(value: object) -> str:
    """Return what stands in an extract as people read it: a list line by line, a record with its names."""
    if isinstance(value, dict):
        return "\n".join(f"{name}: {in_words(held)}" for name, held in value.items() if held not in (None, "", [], {}))
    if isinstance(value, list):
        between = "\n\n" if any(isinstance(each, dict) for each in value) else "\n"
        return between.join(in_words(each) for each in value)
    return str(value)


def by_room(email: str) -> list[tuple[str, list[Facts]]]:
    """Return the rooms that hold something, with their records as names and words."""
    return _named(personal_data.export(email))


def _named(held: Held) -> list[tuple[str, list[Facts]]]:
    rooms = ((str(apps.get_app_config(room).verbose_name), rows) for room, rows in held.items() if rows)
    return [(name, [_facts(row) for row in rows]) for name, rows in rooms]


def _facts(row: dict[str, object]) -> Facts:
    return [(name, in_words(value)) for name, value in row.items() if value not in (None, "", [], {})]


def packed(email: str, *, name: str) -> FileResponse:
    """Return everything as one ZIP: `name`.html for people, `name`.json for programs, and the files.

    The files go through a piece at a time: memory does not grow with them. The caller has noted the reading.
    """
    held = personal_data.export(email)
    context = {"email": email, "rooms": _named(held), "at": clock.now(), "language": get_language()}
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (the response closes it)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(f"{name}.html", render_to_string("house/extract.html", context))
        pack.writestr(f"{name}.json", json.dumps(held, indent=2, ensure_ascii=False, default=str))
        for each in personal_data.files(email):
            _add(pack, each)
    out.seek(0)
    response = FileResponse(out, as_attachment=True, filename=f"{name}.zip", content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    return response


def _add(pack: zipfile.ZipFile, held: HeldFile) -> None:
    """Put a stored file in; pictures are packed already. One that is gone from the store is left out and logged."""
    try:
        source: IO[bytes] = default_storage.open(held.stored_as, "rb")
    except FileNotFoundError:
        logger.warning("file of an extract is gone", extra={"file": held.stored_as})
        return
    entry = zipfile.ZipInfo(held.name, date_time=clock.local(clock.now()).timetuple()[:6])
    with source, pack.open(entry, "w") as into:
        shutil.copyfileobj(source, into, PIECE)
