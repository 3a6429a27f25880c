"""What is held about a person, to be handed over: read by people, by programs, and with the files themselves."""

from __future__ import annotations

import json
import logging
import re
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import IO

from django.apps import apps
from django.core.files.storage import default_storage
from django.http import FileResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, pgettext

from common import clock, personal_data
from common.personal_data import HeldFile

IN_MEMORY = 1_000_000  # bytes; a larger extract waits on disk while it is sent
PIECE = 64 * 1024
KINDS = ("kind", "what")  # the facts that say what kind of record it is
_MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)"
_LED_BY_MOMENT, _ONLY_MOMENT = re.compile(f"^{_MOMENT}"), re.compile(f"^{_MOMENT}$")
logger = logging.getLogger(__name__)

Facts = list[tuple[str, str]]
Held = dict[str, list[dict[str, object]]]


def in_words(value: object) -> str:
    """Return what stands in an extract as people read it: a list line by line, a record with its names."""
    if isinstance(value, dict):
        return "\n".join(f"{name}: {words}" for name, words in facts_of(value))
    if isinstance(value, list):
        between = "\n\n" if any(isinstance(each, dict) for each in value) else "\n"
        return between.join(_LED_BY_MOMENT.sub(_moment_in_words, in_words(each)) for each in value)
    if isinstance(value, bool):
        return pgettext("extract", "yes") if value else pgettext("extract", "no")
    if isinstance(value, datetime):
        return f"{clock.local(value):%Y-%m-%d %H.%M}"
    return _ONLY_MOMENT.sub(_moment_in_words, str(value))


def _moment_in_words(found: re.Match[str]) -> str:
    try:
        return in_words(datetime.fromisoformat(found[0]))
    except ValueError:
        return found[0]


def facts_of(record: Mapping[str, object]) -> Facts:
    """Return a record's facts as people read them: what each is called, and what it says."""
    held = ((name, value) for name, value in record.items() if value not in (None, "", {}, []))
    return [(personal_data.name_in_words(name), _fact_in_words(name, value)) for name, value in held]


def _fact_in_words(name: str, value: object) -> str:
    """Return a fact in words; what kind of record it is has a name of its own."""
    return personal_data.name_in_words(value) if name in KINDS and isinstance(value, str) else in_words(value)


def by_room(email: str) -> list[tuple[str, list[Facts]]]:
    """Return the rooms that hold something, with their records as names and words."""
    return _named(personal_data.export(email))


def _named(held: Held) -> list[tuple[str, list[Facts]]]:
    rooms = ((str(apps.get_app_config(room).verbose_name), rows) for room, rows in held.items() if rows)
    return [(name, [facts_of(row) for row in rows]) for name, rows in rooms]


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
