"""Addresses and place names from CSV or GeoJSON, row by row."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.geo import guess_epsg, point_to_wgs84, require_in_sweden
from neighbourhoods.importing.reading import encoding_of, first_position, properties_of, read_features, text_of

STREET_KEYS = ("gatunamn", "gata", "street", "adressomrade", "adressområde", "gatuadress", "adress", "address")
NUMBER_KEYS = ("nummer", "husnummer", "gatunummer", "number", "adressplats", "adressplatsnummer")
CODE_KEYS = ("postnummer", "postnr", "postal_code", "postcode")
LOCALITY_KEYS = ("postort", "ort", "locality", "city")
NAME_KEYS = ("name", "namn", "ortnamn", "platsnamn")
EAST_KEYS = ("e", "easting", "east", "lon", "long", "longitude", "longitud", "x", "sweref_e", "x_koord")
NORTH_KEYS = ("n", "northing", "north", "lat", "latitude", "latitud", "y", "sweref_n", "y_koord")
# "Storgatan 5 A" in one column.
STREET_AND_NUMBER = re.compile(r"(?P<street>.*?\D)\s+(?P<number>\d+\s?[A-Za-zÅÄÖåäö]?(?:\s?[-–]\s?\d+)?)$")
LONGEST_CELL = 2_000


@dataclass(frozen=True)
class Row:
    """One row as it stands in the file: its line or number, its cells by lower-case heading, its shape's position."""

    number: int
    cells: dict[str, Any]
    position: tuple[float, float] | None = None


def read_rows(path: Path) -> tuple[Iterator[Row], int | None]:
    """Return a file's rows, streamed when it is CSV, and the system it names.

    Raises ValidationError when the file can't be read, `no_columns` when a CSV has no headings to go by.
    """
    if path.suffix.lower() in (".geojson", ".json"):
        features, named = read_features(path)
        return _feature_rows(features), named
    return _csv_rows(path, encoding_of(path)), None


def _feature_rows(features: list[dict[str, Any]]) -> Iterator[Row]:
    for number, feature in enumerate(features, start=1):
        yield Row(number, properties_of(feature), first_position(feature.get("geometry")))


def _csv_rows(path: Path, encoding: str) -> Iterator[Row]:
    with path.open(encoding=encoding, newline="") as file:
        head = file.readline()
        delimiter = max((";", ",", "\t"), key=head.count)
        headings = [cell.strip().strip('"').lower() for cell in head.strip().split(delimiter)]
        if len(headings) < 2:
            raise ValidationError(
                _("The first line must hold headings, parted by semicolon or comma."), code="no_columns"
            )
        reader = csv.reader(file, delimiter=delimiter)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise ValidationError(
                    _("Line %(line)d can't be read as CSV.") % {"line": reader.line_num + 1}, code="not_csv"
                ) from error
            if any(cells):
                named = {heading: cell[:LONGEST_CELL] for heading, cell in zip(headings, cells, strict=False)}
                yield Row(reader.line_num + 1, named)


def _cell_position(cells: dict[str, Any]) -> tuple[float, float] | None:
    east, north = text_of(cells, *EAST_KEYS), text_of(cells, *NORTH_KEYS)
    if not east and not north:
        return None
    try:
        pair = (float(east.replace(" ", "").replace(",", ".")), float(north.replace(" ", "").replace(",", ".")))
    except ValueError as error:
        raise ValidationError(_("The position is not a number."), code="not_a_number") from error
    # In Sweden the way east is always the smaller number, so that "X" may mean north as in Swedish maps.
    return min(pair), max(pair)


def position_of(row: Row, epsg: int | None) -> tuple[float, float] | None:
    """Return (longitude, latitude) of a row, or None. Raises ValidationError for what can't be in Sweden."""
    held = row.position or _cell_position(row.cells)
    if held is None:
        return None
    if not all(math.isfinite(number) for number in held):
        raise ValidationError(_("The position is not a number."), code="not_a_number")
    lon, lat = point_to_wgs84(*held, epsg or guess_epsg(*held))
    require_in_sweden(lon, lat)
    return round(lon, 7), round(lat, 7)


def street_and_number(cells: dict[str, Any]) -> tuple[str, str]:
    """Return street and number, from one column or two. Raises ValidationError `no_street`, `too_long`."""
    street, number = text_of(cells, *STREET_KEYS), text_of(cells, *NUMBER_KEYS)
    if not number and (both := STREET_AND_NUMBER.fullmatch(street)):
        street, number = both["street"], both["number"]
    if not street:
        raise ValidationError(_("The row has no street."), code="no_street")
    if len(street) > 120 or len(number) > 16:
        raise ValidationError(_("The street or number is too long."), code="too_long")
    return street, number.upper()


def postal_code(cells: dict[str, Any]) -> str:
    """Return the postal code as five digits, or nothing. Raises ValidationError `postal_code`."""
    code = re.sub(r"^SE-?", "", text_of(cells, *CODE_KEYS).replace(" ", ""), flags=re.IGNORECASE)
    if code and not re.fullmatch(r"\d{5}", code):
        raise ValidationError(_("The postal code is not five digits."), code="postal_code")
    return code
