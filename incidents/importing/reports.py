"""Reading reports from other systems' files: a row becomes either a report to save or a reason why not.

A mapping file (TOML or JSON) says which column is which and which of their categories is which of ours; an
example stands in `docs/examples/import_mapping.toml`. Files are streamed: memory does not grow with them.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import math
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from common import clock
from common.geo import ShapeIndex
from incidents.lifecycle import ReportStatus

COLUMNS = ("date", "category", "latitude", "longitude", "text", "place", "id")
EARLIEST = datetime(1990, 1, 1, tzinfo=clock.STOCKHOLM)
LONGEST_CELL = 100_000
LONGEST_ROW = 1_000_000  # letters


class FileRefusedError(Exception):
    """The file or the mapping as a whole can't be used; the message says what to do."""


class BoundedLines:
    """A stream's lines, of one row no more than LONGEST_ROW: what is unzipped can be one row without end."""

    def __init__(self, stream: io.TextIOBase) -> None:
        self._readline = stream.readline
        self.begin_row()

    def begin_row(self) -> None:
        """Say that a row has been read: the next may be as long."""
        self._left = LONGEST_ROW

    def __iter__(self) -> BoundedLines:
        return self

    def __next__(self) -> str:
        """Return the next line. Raises FileRefusedError where the row goes on for too long."""
        line = self._readline(self._left)
        self._left -= len(line)
        if self._left <= 0:
            raise FileRefusedError(_("A row of the file is longer than %(most)d characters.") % {"most": LONGEST_ROW})
        if not line:
            raise StopIteration
        return line


class RowRefusedError(Exception):
    """One row can't be used. `code` groups the reasons."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Mapping:
    """What a file's columns and categories mean. `categories` is theirs -> our code; `default` for the rest."""

    source: str
    columns: dict[str, str]
    categories: dict[str, str]
    default: str = ""
    delimiter: str = ","
    encoding: str = "utf-8"
    date_format: str = ""
    status: ReportStatus = ReportStatus.DONE


@dataclass(frozen=True)
class Row:
    """A row that was understood."""

    line: int
    external_id: str
    category: str
    received_at: datetime
    latitude: float | None
    longitude: float | None
    text: str
    place: str


@dataclass(frozen=True)
class Refusal:
    """A row that was not, and why."""

    line: int
    code: str
    sentence: str
    raw: str


@dataclass
class Tally:
    """How an import went. `masked` are saved rows of whose words something that points at persons was taken out."""

    read: int = 0
    saved: int = 0
    known: int = 0
    masked: int = 0
    refused: dict[str, int] = field(default_factory=dict)

    @property
    def refused_total(self) -> int:
        """How many rows were refused."""
        return sum(self.refused.values())


def read_mapping(path: Path | None) -> Mapping:
    """Read a mapping file, or return one for columns named as ours. Raises FileRefusedError."""
    if path is None:
        return Mapping("import", {name: name for name in COLUMNS}, {})
    try:
        raw = path.read_text(encoding="utf-8")
        data = json.loads(raw) if path.suffix == ".json" else tomllib.loads(raw)
        return _mapping(data)
    except OSError as error:
        raise FileRefusedError(_("The mapping file %(path)s can't be opened.") % {"path": path}) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FileRefusedError(_("The mapping file can't be read: %(why)s.") % {"why": error}) from error


def _mapping(data: dict[str, Any]) -> Mapping:
    columns = {str(ours): str(theirs) for ours, theirs in data["columns"].items()}
    unknown = set(columns) - set(COLUMNS)
    if unknown or "date" not in columns:
        raise ValueError(f"columns must name date and may name {', '.join(COLUMNS[1:])}; not {sorted(unknown)}")
    settings = data.get("file", {})
    return Mapping(
        source=str(data["source"])[:60],
        columns=columns,
        categories={str(theirs): str(ours) for theirs, ours in data.get("categories", {}).items()},
        default=str(data.get("default", "")),
        delimiter=str(settings.get("delimiter", ",")),
        encoding=str(settings.get("encoding", "utf-8")),
        date_format=str(settings.get("date_format", "")),
        status=ReportStatus(data.get("status", ReportStatus.DONE)),
    )


def read_rows(path: Path, mapping: Mapping, boundary: ShapeIndex | None) -> Iterator[Row | Refusal]:
    """Go through a file, plain or gzipped, one row at a time. Raises FileRefusedError."""
    try:
        with _open(path, mapping) as stream:
            lines = BoundedLines(stream)
            reader = csv.DictReader(lines, delimiter=mapping.delimiter, restkey="_more")
            _require_columns(reader.fieldnames or [], mapping)
            yield from _rows(reader, lines, mapping, boundary)
    except (OSError, EOFError, csv.Error, LookupError) as error:
        raise FileRefusedError(_("The file can't be read: %(why)s.") % {"why": error}) from error


def _open(path: Path, mapping: Mapping) -> io.TextIOBase:
    encoding = "utf-8-sig" if mapping.encoding.lower() in ("utf-8", "utf8") else mapping.encoding
    csv.field_size_limit(LONGEST_CELL)
    opened = gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # noqa: SIM115  (the wrapper closes it)
    return io.TextIOWrapper(opened, encoding=encoding, errors="surrogateescape", newline="")


def _require_columns(names: Any, mapping: Mapping) -> None:
    missing = [theirs for theirs in mapping.columns.values() if theirs not in names]
    required = [mapping.columns[ours] for ours in ("date", "category") if ours in mapping.columns]
    absent = [name for name in missing if name in required]
    if absent:
        raise FileRefusedError(
            _("The file has no column %(missing)s; it has %(names)s. Change [columns] in the mapping file.")
            % {"missing": ", ".join(absent), "names": ", ".join(str(name) for name in names) or "-"}
        )


def _rows(
    reader: csv.DictReader[str], lines: BoundedLines, mapping: Mapping, boundary: ShapeIndex | None
) -> Iterator[Row | Refusal]:
    latest = clock.now()
    for raw in reader:
        lines.begin_row()
        try:
            yield _row(raw, reader.line_num, mapping, boundary, latest)
        except RowRefusedError as refused:
            shown = mapping.delimiter.join(str(value) for value in raw.values())
            yield Refusal(reader.line_num, refused.code, str(refused), shown.encode("utf-8", "replace").decode()[:500])


def _row(raw: dict[str, str], line: int, mapping: Mapping, boundary: ShapeIndex | None, latest: datetime) -> Row:
    cells = {ours: (raw.get(theirs) or "").strip() for ours, theirs in mapping.columns.items()}
    joined = "\x1f".join(cells.values())
    if "_more" in raw:
        raise RowRefusedError("too_many_cells", _("The row has more cells than the heading."))
    if any("\ud800" <= letter <= "\udfff" for letter in joined):
        raise RowRefusedError("encoding", _("The row is not %(encoding)s text.") % {"encoding": mapping.encoding})
    if "\x00" in joined:
        raise RowRefusedError("encoding", _("The row holds a NUL character."))
    category = mapping.categories.get(cells.get("category", ""), mapping.default)
    if not category:
        raise RowRefusedError(
            "category", _("The category “%(name)s” is not in the mapping.") % {"name": cells.get("category", "")[:60]}
        )
    latitude, longitude = _position(cells, boundary)
    return Row(
        line=line,
        external_id=cells.get("id", "")[:80] or _made_id(line, joined),
        category=category,
        received_at=_moment(cells.get("date", ""), mapping, latest),
        latitude=latitude,
        longitude=longitude,
        text=cells.get("text", "")[:4000],
        place=cells.get("place", "")[:200],
    )


def _made_id(line: int, joined: str) -> str:
    """A file without numbers of its own: the line and its content, so that the same file is the same reports."""
    return f"{line}:{hashlib.sha256(joined.encode()).hexdigest()[:16]}"


def _moment(text: str, mapping: Mapping, latest: datetime) -> datetime:
    try:
        moment = datetime.strptime(text, mapping.date_format) if mapping.date_format else datetime.fromisoformat(text)  # noqa: DTZ007  (given Stockholm's zone below)
    except ValueError as error:
        raise RowRefusedError("date", _("“%(text)s” is not a date.") % {"text": text[:40]}) from error
    if moment.tzinfo is None:
        at = moment.time() if moment.time() != time.min else time(12)
        moment = datetime.combine(moment.date(), at, tzinfo=clock.STOCKHOLM)
    if moment > latest:
        raise RowRefusedError("future", _("The date lies ahead of us."))
    if moment < EARLIEST:
        raise RowRefusedError("date", _("The date is before 1990."))
    return moment


def _position(cells: dict[str, str], boundary: ShapeIndex | None) -> tuple[float | None, float | None]:
    north, east = cells.get("latitude", ""), cells.get("longitude", "")
    if not north and not east:
        return None, None
    try:
        lat, lon = float(north.replace(",", ".")), float(east.replace(",", "."))
    except ValueError as error:
        raise RowRefusedError("position", _("The position is not two numbers.")) from error
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        raise RowRefusedError("position", _("The position is not on Earth."))
    if boundary is not None and not boundary.containing(lon, lat):
        if boundary.containing(lat, lon):
            raise RowRefusedError("swapped", _("Latitude and longitude are swapped."))
        raise RowRefusedError("outside", _("The position is outside the border."))
    return lat, lon


def read_boundary(path: Path) -> ShapeIndex:
    """Read the border from GeoJSON (WGS84). Raises FileRefusedError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        features = data["features"] if data.get("type") == "FeatureCollection" else [data]
        shapes = {i: feature.get("geometry", feature) for i, feature in enumerate(features)}
        return ShapeIndex.build(shapes)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FileRefusedError(_("The border file %(path)s is not GeoJSON with polygons.") % {"path": path}) from error
