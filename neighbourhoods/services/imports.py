"""The municipality's own files read in: each either wholly or not at all, with every feature's fate."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from common.list_runs import Outcome
from neighbourhoods import figures
from neighbourhoods.importing.boundaries import Found, What, read_boundaries
from neighbourhoods.importing.fates import Fate, Tally
from neighbourhoods.importing.reading import text_of
from neighbourhoods.importing.rows import (
    CODE_KEYS,
    LOCALITY_KEYS,
    NAME_KEYS,
    Row,
    position_of,
    postal_code,
    read_rows,
    street_and_number,
)
from neighbourhoods.models import Address, Area, District, Municipality, PlaceName
from neighbourhoods.services.areas import change_boundary, create_area

BATCH = 1_000
# Imports of one kind stand in line (any two numbers that nothing else locks).
_LOCKS = {"boundaries": (1_204, 1), "addresses": (1_204, 2), "places": (1_204, 3)}


def _stand_in_line(kind: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", _LOCKS[kind])


@transaction.atomic
def import_boundaries(
    *, path: Path, what: What, by: User | None, epsg: int | None = None, dry_run: bool = False
) -> list[Fate]:
    """Save the borders of a GeoJSON file; returns each feature's fate, saving none of them if it is a dry run.

    Raises ValidationError when the file can't be read at all.
    """
    _stand_in_line("boundaries")
    fates = [_save_border(found, what, by) for found in read_boundaries(path, what, epsg)]
    if dry_run:
        transaction.set_rollback(True)
    return fates


def _save_border(found: Found, what: What, by: User | None) -> Fate:
    if found.refusal or found.boundary is None:
        return Fate(found.number, found.name, Outcome.REFUSED, found.refusal)
    if what is What.AREAS:
        return _save_area(found, by)
    outcome = _save_municipality(found) if what is What.MUNICIPALITY else _save_district(found)
    return Fate(found.number, found.name, outcome, found.remark)


def _save_municipality(found: Found) -> Outcome:
    held = Municipality.objects.select_for_update().first()
    if held is not None and held.boundary == found.boundary:
        return Outcome.UNCHANGED
    row = held or Municipality()
    row.code = text_of(found.properties, "kommun_kod", "kommunkod", "code")[:4] or row.code
    row.name, row.boundary, row.is_example = found.name, found.boundary, False
    row.save()
    return Outcome.CHANGED if held else Outcome.NEW


def _save_district(found: Found) -> Outcome:
    held = District.objects.select_for_update().filter(name__iexact=found.name).first()
    if held is not None and held.boundary == found.boundary:
        return Outcome.UNCHANGED
    row = held or District(name=found.name, slug=_district_slug(found.name))
    row.boundary = found.boundary
    row.save()
    return Outcome.CHANGED if held else Outcome.NEW


def _district_slug(name: str) -> str:
    base = slugify(name)[:70] or "kommundel"
    taken = set(District.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return base if base not in taken else next(s for n in range(2, 1000) if (s := f"{base}-{n}") not in taken)


def _save_area(found: Found, by: User | None) -> Fate:
    """Save a border; a remark says which reports and signs of the area it leaves outside."""
    assert found.district is not None
    held = Area.objects.filter(district=found.district, name__iexact=found.name).first()
    outcome, left = Outcome.CHANGED, list[str]()
    if held is None:
        create_area(name=found.name, district=found.district, by=by, boundary=found.boundary)
        outcome = Outcome.NEW
    elif held.boundary == found.boundary:
        outcome = Outcome.UNCHANGED
    else:
        left = figures.orphans(held, found.boundary)
        change_boundary(area=held, boundary=found.boundary, by=by)
    return Fate(found.number, found.name, outcome, " ".join(filter(None, [found.remark, *left])))


@transaction.atomic
def import_addresses(*, path: Path, epsg: int | None = None, replace: bool = False, dry_run: bool = False) -> Tally:
    """Read the municipality's address register in; `replace` removes the addresses that the file does not name.

    Raises ValidationError when the file can't be read at all; then nothing is saved.
    """
    _stand_in_line("addresses")
    rows, named = read_rows(path)
    tally, kept, seen = Tally(), set(), set[tuple[str, str, str]]()
    locator = figures.locator()
    while batch := list(islice(rows, BATCH)):
        wanted = list(_judged_addresses(batch, epsg or named, locator, seen, tally))
        kept.update(_save_addresses(wanted, tally))
    if replace:
        Address.objects.exclude(pk__in=kept).delete()
    if dry_run:
        transaction.set_rollback(True)
    return tally


def _judged_addresses(
    batch: list[Row], epsg: int | None, locator: figures.Locator, seen: set[tuple[str, str, str]], tally: Tally
) -> Iterator[tuple[Row, Address]]:
    for row in batch:
        try:
            address = _address(row, epsg, locator)
            key = (address.street, address.number, address.postal_code)
            if key in seen:
                raise ValidationError(_("The address stands earlier in the file."))
        except ValidationError as error:
            tally.add(Fate(row.number, "", Outcome.REFUSED, " ".join(error.messages)))
            continue
        seen.add(key)
        yield row, address


def _address(row: Row, epsg: int | None, locator: figures.Locator) -> Address:
    street, number = street_and_number(row.cells)
    code = postal_code(row.cells)
    position = position_of(row, epsg)
    if position is None:
        raise ValidationError(_("The row has no position."))
    if not locator.is_in_municipality(*position):
        raise ValidationError(_("It lies outside the municipality."))
    lon, lat = position
    locality = text_of(row.cells, *LOCALITY_KEYS)[:80]
    return Address(street=street, number=number, postal_code=code, locality=locality, longitude=lon, latitude=lat)


def _save_addresses(wanted: list[tuple[Row, Address]], tally: Tally) -> list[int]:
    streets = {address.street for _row, address in wanted}
    held = {
        (address.street, address.number, address.postal_code): address
        for address in Address.objects.filter(street__in=streets)
    }
    to_save = []
    for row, address in wanted:
        before = held.get((address.street, address.number, address.postal_code))
        outcome = _compared(address, before)
        tally.add(Fate(row.number, str(address), outcome))
        if outcome is not Outcome.UNCHANGED:
            to_save.append(address)
    saved = Address.objects.bulk_create(
        to_save,
        update_conflicts=True,
        unique_fields=["street", "number", "postal_code"],
        update_fields=["locality", "latitude", "longitude", "is_example"],
    )
    return [address.pk for address in (*saved, *held.values())]


def _compared(new: Address | PlaceName, held: Address | PlaceName | None) -> Outcome:
    if held is None:
        return Outcome.NEW
    fields = ("locality", "latitude", "longitude", "is_example")
    same = all(getattr(new, name) == getattr(held, name) for name in fields)
    return Outcome.UNCHANGED if same else Outcome.CHANGED


@transaction.atomic
def import_places(*, path: Path, epsg: int | None = None, dry_run: bool = False) -> Tally:
    """Read postal codes (CSV) or place names with points (GeoJSON, CSV) in, for searches that find no address."""
    _stand_in_line("places")
    rows, named = read_rows(path)
    tally, seen = Tally(), set[tuple[str, str]]()
    for row in rows:
        tally.add(_save_place(row, epsg or named, seen))
    if dry_run:
        transaction.set_rollback(True)
    return tally


def _save_place(row: Row, epsg: int | None, seen: set[tuple[str, str]]) -> Fate:
    try:
        place = _place(row, epsg)
        key = (str(place.kind), place.name)
        if key in seen:
            raise ValidationError(_("The name stands earlier in the file."))
    except ValidationError as error:
        return Fate(row.number, text_of(row.cells, *NAME_KEYS)[:80], Outcome.REFUSED, " ".join(error.messages))
    seen.add(key)
    held = PlaceName.objects.filter(kind=place.kind, name=place.name).first()
    outcome = _compared(place, held)
    if outcome is not Outcome.UNCHANGED:
        place.pk = held.pk if held else None
        place.save()
    return Fate(row.number, place.name, outcome)


def _place(row: Row, epsg: int | None) -> PlaceName:
    position = position_of(row, epsg)
    fields: dict[str, Any] = {"locality": text_of(row.cells, *LOCALITY_KEYS)[:80]}
    if position is not None:
        if not figures.is_in_municipality(*position):
            raise ValidationError(_("It lies outside the municipality."))
        fields |= {"longitude": position[0], "latitude": position[1]}
    if text_of(row.cells, *CODE_KEYS):
        return PlaceName(kind=PlaceName.Kind.POSTAL_CODE, name=postal_code(row.cells), **fields)
    name = text_of(row.cells, *NAME_KEYS)
    if not name or len(name) > 80:
        raise ValidationError(_("The row has no name of at most 80 characters."))
    if position is None:
        raise ValidationError(_("The row has no position."))
    return PlaceName(kind=PlaceName.Kind.PLACE, name=name, **fields)
