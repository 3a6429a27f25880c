"""Files as they come: text in one of three encodings, GeoJSON in one of three coordinate systems."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.geo import epsg_of_name

# UTF-8 with or without mark, UTF-16 with mark, else what Swedish Windows programs write.
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# What å, ä, ö, Å, Ä, Ö become when UTF-8 has been read as Latin-1 and saved again.
TWICE_ENCODED = ("Ã¥", "Ã¤", "Ã¶", "Ã…", "Ã„", "Ã–")
MOST_BYTES = 200_000_000
CHUNK = 1_000_000


def encoding_of(path: Path) -> str:
    """Return how a text file is encoded, read through in pieces.

    Raises ValidationError `too_large`, `empty`, `not_text` or `damaged_text`.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ValidationError(_("The file is larger than 200 MB."), code="too_large")
    if not size:
        raise ValidationError(_("The file is empty."), code="empty")
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((name for mark, name in MARKS if start.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        if _is_readable(path, encoding):
            return encoding
    raise ValidationError(
        _("The file is not text that can be read. Save it as CSV or GeoJSON in UTF-8 and try again."), code="not_text"
    )


def _is_readable(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while piece := file.read(CHUNK):
                text = decoder.decode(piece)
                _require_whole(text)
                if "\x00" in text:
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _require_whole(text: str) -> None:
    if "\ufffd" in text or any(sign in text for sign in TWICE_ENCODED):
        raise ValidationError(
            _("The letters å, ä and ö are damaged in the file. Export it again in UTF-8."), code="damaged_text"
        )


def read_features(path: Path) -> tuple[list[dict[str, Any]], int | None]:
    """Return a GeoJSON file's features and the system it names (None if it names none).

    Takes a feature collection, one feature or a bare shape. Raises ValidationError `not_geojson`, `no_features`,
    `unknown_crs`, or as `encoding_of`.
    """
    try:
        data = json.loads(path.read_text(encoding=encoding_of(path)))
    except (ValueError, RecursionError) as error:  # not JSON, a number of thousands of digits, too deep
        raise ValidationError(_("The file is not GeoJSON."), code="not_geojson") from error
    if not isinstance(data, dict):
        raise ValidationError(_("The file is not GeoJSON."), code="not_geojson")
    features = _features(data)
    if not features:
        raise ValidationError(_("The file holds no features."), code="no_features")
    return features, _named_system(data)


def _features(data: dict[str, Any]) -> list[dict[str, Any]]:
    kind = data.get("type")
    if kind == "FeatureCollection":
        held = data.get("features")
        return [f if isinstance(f, dict) else {} for f in held] if isinstance(held, list) else []
    if kind == "Feature":
        return [data]
    return [{"type": "Feature", "properties": {}, "geometry": data}] if "coordinates" in data else []


def _named_system(data: dict[str, Any]) -> int | None:
    crs = data.get("crs")
    if crs is None:
        return None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return epsg_of_name(str(name if name is not None else crs))


def properties_of(feature: dict[str, Any]) -> dict[str, Any]:
    """Return a feature's properties by lower-case name."""
    held = feature.get("properties")
    return {str(key).lower(): value for key, value in held.items()} if isinstance(held, dict) else {}


def text_of(properties: dict[str, Any], *keys: str) -> str:
    """Return the first of some properties that holds text, its spaces tidied."""
    for key in keys:
        value = properties.get(key)
        if value is not None and (text := " ".join(str(value).replace("\x00", " ").split())):
            return text
    return ""


def first_position(geometry: Any) -> tuple[float, float] | None:
    """Return the first corner of a GeoJSON geometry, to tell its system by."""
    value = geometry.get("coordinates") if isinstance(geometry, dict) else None
    while isinstance(value, list) and value and isinstance(value[0], list):
        value = value[0]
    if isinstance(value, list) and len(value) >= 2 and all(isinstance(n, int | float) for n in value[:2]):
        return float(value[0]), float(value[1])
    return None
