"""Addresses and place names read in, and found again by those who spell as people do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from pyproj import Transformer

from common.list_runs import Outcome
from neighbourhoods import figures, services
from neighbourhoods.models import Address, PlaceName
from tests.factories.neighbourhoods import make_address, make_municipality, make_place_name, square
from tests.neighbourhoods.test_import_boundaries import shared

pytestmark = pytest.mark.django_db
REGISTER = (
    "Gatunamn;Nummer;Postnummer;Postort;N;E\nKrögarvägen;5;147 30;Tumba;{n};{e}\nÅkervägen;12 b;14731;Tumba;{n};{e}\n"
)


def sweref(epsg: int) -> tuple[float, float]:
    x, y = Transformer.from_crs(4326, epsg, always_xy=True).transform(17.831, 59.201)
    return round(x, 3), round(y, 3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("epsg", [3006, 3011])
def test_a_register_in_any_encoding_and_system(tmp_path: Path, encoding: str, epsg: int) -> None:
    east, north = sweref(epsg)
    path = tmp_path / "register.csv"
    path.write_bytes(REGISTER.format(n=str(north).replace(".", ","), e=str(east).replace(".", ",")).encode(encoding))
    tally = services.import_addresses(path=path)
    assert tally.counts[Outcome.NEW] == 2 and not tally.refused
    address = Address.objects.get(street="Åkervägen")
    assert (address.number, address.postal_code) == ("12 B", "14731")
    assert abs(address.longitude - 17.831) < 1e-5 and abs(address.latitude - 59.201) < 1e-5
    assert services.import_addresses(path=path).counts[Outcome.UNCHANGED] == 2


def test_refused_rows_are_listed_and_the_others_saved(tmp_path: Path) -> None:
    make_municipality(boundary=square(17.8, 59.1, 0.2))
    make_address("Gamla vägen", "1")
    path = tmp_path / "register.csv"
    path.write_text(
        'adress,postnr,ort,lat,lon\n"Åvägen 1 A",14730,Tumba,59.2,17.83\nÅvägen 1 A,14730,Tumba,59.2,17.83\n'
        "Åvägen 2,147,Tumba,59.2,17.83\nÅvägen 3,,,59.3,18.1\nÅvägen 4,,,nan,17.8\n,,,59.2,17.83\nÅvägen 5,,,,\n"
        "Åvägen 6,,,norr,17\n",
        encoding="utf-8",
    )
    tally = services.import_addresses(path=path, dry_run=True)
    assert Address.objects.count() == 1
    tally = services.import_addresses(path=path, replace=True)
    assert tally.counts[Outcome.NEW] == 1
    assert [fate.number for fate in tally.refused] == [3, 4, 5, 6, 7, 8, 9]
    assert [str(address) for address in Address.objects.all()] == ["Åvägen 1 A, Tumba"]


def test_addresses_from_geojson(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [17.83, 59.2]}
    path = tmp_path / "a.geojson"
    path.write_text(
        json.dumps({"type": "Feature", "properties": {"gata": "Åvägen", "nummer": 7}, "geometry": point}), "utf-8"
    )
    assert services.import_addresses(path=path).counts[Outcome.NEW] == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04\x00\x00", "not_text"),
        (b"rubrik\n1\n", "no_columns"),
        ("gata;x;y\nÃ…vägen;1;2".encode(), "damaged_text"),
        (b"gata;x;y\n" + b'"' + b"a" * 200_000 + b'";1;2', "not_csv"),
    ],
)
def test_a_file_that_cannot_be_read_saves_nothing(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(content)
    with pytest.raises(ValidationError) as refused:
        services.import_addresses(path=path)
    assert refused.value.code == code
    assert not Address.objects.exists()


def test_search_finds_what_people_write() -> None:
    for number in ("1", "2", "5", "15", "51"):
        make_address("Krögarvägen", number)
    make_address("Kragvägen", "5", locality="Tullinge", postal_code="14632")
    make_place_name("Hallunda")
    make_place_name("14700", kind=PlaceName.Kind.POSTAL_CODE, locality="Tumba", latitude=None, longitude=None)

    def first(query: str) -> str:
        return next((place.label for place in figures.search_addresses(query)), "")

    assert first("krögarvägen 5") == "Krögarvägen 5, Tumba"
    assert first("KRÖGARV 15") == "Krögarvägen 15, Tumba"
    assert first("krögarvgen 2").startswith("Krögarvägen")
    assert first("Krögarvägen 5, Tumba") == "Krögarvägen 5, Tumba"
    assert first("kragvägen") == "Kragvägen 5, Tullinge"
    assert first("halunda") == "Hallunda"
    assert first("147 00") == "147 00 Tumba"
    assert first("") == first("k") == first("\x00") == ""
    assert [p.label for p in figures.search_addresses("krögarvägen", limit=2)] == [
        "Krögarvägen 1, Tumba",
        "Krögarvägen 2, Tumba",
    ]


def test_search_takes_one_or_two_queries_however_long_the_register(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(50):
        make_address("Åvägen", str(number))
    with django_assert_max_num_queries(1):
        assert len(figures.search_addresses("åvägen", limit=8)) == 8


def test_the_real_place_names_and_postal_codes() -> None:
    assert services.import_places(path=shared("botkyrka_postnummer.csv")).counts[Outcome.NEW] == 94
    tally = services.import_places(path=shared("botkyrka_places_points.geojson"))
    assert tally.counts[Outcome.NEW] + len(tally.refused) == 48
    assert figures.search_addresses("Vårsta")[0].kind == "place"
    assert not services.import_addresses(path=shared("street_names_seen_in_botkyrka_police_texts.csv")).counts[
        Outcome.NEW
    ]
