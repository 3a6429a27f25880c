"""A gateway that is a folder on this machine, for DEBUG: what would have left is shown at `/_post/`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

from common import clock
from post.sms.elks import moment_of
from post.sms.gateway import Answer, Outcome, Taken, Text

MOST_SHOWN = 100


def folder() -> Path:
    """Return where text messages are caught."""
    place: Path = settings.VAR_DIR / "sms"
    return place


class Folder:
    """The adapter."""

    def send(self, text: Text) -> Answer:
        """Write the message down as a file."""
        key = uuid4().hex
        folder().mkdir(parents=True, exist_ok=True)
        said = {"id": key, "to": text.number, "message": text.text, "created": clock.now().isoformat()}
        (folder() / f"{key}.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        return Answer(Outcome.ACCEPTED, 200, "created", gateway_id=key, cost=0)

    def history(self, number: str) -> list[Taken]:
        """Return what was caught for a number."""
        found = [(said, moment_of(said["created"])) for said in caught() if said["to"] == number]
        return [Taken(said["id"], created, said["message"], 0) for said, created in found if created is not None]


def caught() -> list[dict[str, Any]]:
    """Return what was caught, newest first."""
    files = sorted(folder().glob("*.json"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    return [json.loads(file.read_text(encoding="utf-8")) for file in files[:MOST_SHOWN]]
