"""What another Open311 server answered, read as if it meant harm: JSON or XML, never an entity, never too deep."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

MOST_ROWS = 1_000
MOST_WORDS = 2_000


class UnreadableAnswerError(Exception):
    """The answer is neither JSON nor XML of the specification; says why in a code."""


Row = dict[str, str]


def rows_of(body: bytes) -> list[Row]:
    """Return the requests or errors of an answer, each a flat table of words. Raises UnreadableAnswerError."""
    try:
        text = body.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise UnreadableAnswerError("no_utf8") from error
    return _from_xml(text) if text.startswith("<") else _from_json(text)


def _from_json(text: str) -> list[Row]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableAnswerError("no_json") from error
    if isinstance(found, dict):  # some servers wrap the list in its name
        found = next((value for value in found.values() if isinstance(value, list)), [found])
    if not isinstance(found, list):
        raise UnreadableAnswerError("no_list")
    return [_row(entry) for entry in found[:MOST_ROWS] if isinstance(entry, dict)]


def _row(entry: dict[str, Any]) -> Row:
    plain = {name: value for name, value in entry.items() if isinstance(value, str | int | float)}
    return {name: str(value).strip()[:MOST_WORDS] for name, value in plain.items()}


def _from_xml(text: str) -> list[Row]:
    if "<!" in text:  # a document type: entities that grow or reach out; the specification has none
        raise UnreadableAnswerError("document_type")
    try:
        root = ET.fromstring(text)  # noqa: S314  (no document type, so no entities)
    except (ET.ParseError, ValueError) as error:
        raise UnreadableAnswerError("no_xml") from error
    if root.tag not in ("service_requests", "errors"):
        raise UnreadableAnswerError("another_root")
    return [{field.tag: (field.text or "").strip()[:MOST_WORDS] for field in entry} for entry in list(root)[:MOST_ROWS]]
