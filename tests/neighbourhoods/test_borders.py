"""A border drawn or pasted: faults shown with their place, reports never left outside unasked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from neighbourhoods import figures, services
from neighbourhoods.importing.drawn import read_border
from neighbourhoods.models import Area
from tests.factories.incidents import make_report
from tests.factories.neighbourhoods import (
    corners,
    make_address,
    make_area,
    make_district,
    make_municipality,
    make_sign,
    square,
)

pytestmark = pytest.mark.django_db

BOW_TIE = "59.200, 17.830\n59.202, 17.832\n59.200, 17.832\n59.202, 17.830"


@pytest.fixture
def border_of(client: Any, coordinator: Any) -> Any:
    """Send the form of an area's border."""
    client.force_login(coordinator)

    def send(area: Area, border: str = "", **fields: Any) -> Any:
        return client.post(f"/samordning/omraden/{area.slug}/grans/", {"border": border} | fields)

    return send


@pytest.mark.parametrize(
    "text",
    [
        corners(),
        corners().replace(",", ";"),
        "\ufeff" + corners() + "\n59.2, 17.83\n",
        json.dumps(square()),
        json.dumps({"type": "Feature", "properties": {}, "geometry": square()}),
        json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": square()}]}),
    ],
)
def test_a_border_as_people_write_it(text: str) -> None:
    ring = read_border(text)["coordinates"][0]
    wanted = {(round(lon, 6), round(lat, 6)) for lon, lat in square()["coordinates"][0]}
    assert {(round(lon, 6), round(lat, 6)) for lon, lat in ring} == wanted


def test_a_border_in_the_national_grid() -> None:
    ring = read_border("6567000 661000\n6567200 661000\n6567200 661200")["coordinates"][0]
    assert all(17 < lon < 18.5 and 58.5 < lat < 59.5 for lon, lat in ring)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "not_geojson"),
        ("[" * 100_000, "not_geojson"),
        ('{"type": "Point", "coordinates": [17.8, 59.2]}', "not_a_polygon"),
        ('{"type": "Polygon", "coordinates": "x"}', "not_a_polygon"),
        ('{"type": "FeatureCollection", "features": []}', "one_border"),
        ("59.2, 17.8\n59.3, 17.8", "few_corners"),
        ("59.2, 17.8\nvid skolan\n59.3, 17.8", "not_a_corner"),
        ("900 900\n900 901\n901 901", "unknown_crs"),
    ],
)
def test_what_is_no_border(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as error:
        read_border(text)
    assert error.value.error_list[0].code == code


def test_a_border_is_saved_and_the_area_found_there(border_of: Any) -> None:
    make_municipality()
    area = make_area()
    assert border_of(area, corners()).status_code == 302
    assert figures.area_at(17.831, 59.201) == area
    upload = SimpleUploadedFile("grans.geojson", json.dumps(square(17.84)).encode())
    assert border_of(area, file=upload).status_code == 302
    assert figures.area_at(17.841, 59.201) == area and figures.area_at(17.831, 59.201) is None
    assert border_of(area, "").status_code == 302
    assert Area.objects.get().boundary is None


@pytest.mark.parametrize(
    ("border", "words"),
    [
        (BOW_TIE, "korsar sig själv nära Exempelvägen 1 (59.2010, 17.8310)"),
        (corners(17.831), "överlappar Solbacken nära Exempelvägen 1"),
        (corners(17.99, 59.2, 0.05), "når utanför kommunen vid 59."),
    ],
)
def test_a_fault_is_shown_with_its_place(border_of: Any, border: str, words: str) -> None:
    make_municipality(boundary=square(17.66, 59.04, 0.34))
    make_address()
    make_area("Solbacken", boundary=square(17.8315))
    area = make_area(boundary=square(17.90))
    answer = border_of(area, border)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "<svg" in page.split("sketch")[1]
    area.refresh_from_db()
    assert area.boundary == square(17.90)


def test_a_shared_line_is_no_overlap(border_of: Any) -> None:
    make_area(boundary=square(17.83))
    assert border_of(make_area(), corners(17.832)).status_code == 302


def test_a_border_may_overlap_its_own_old_one_and_a_closed_area(border_of: Any) -> None:
    make_area(boundary=square(), status="closed")
    area = make_area(boundary=square())
    assert border_of(area, corners(17.8305)).status_code == 302


def test_reports_and_signs_are_not_left_outside_unasked(border_of: Any) -> None:
    area = make_area(boundary=square())
    report = make_report(area=area, latitude=59.201, longitude=17.8305)
    make_report(area=area, latitude=59.201, longitude=17.8325)
    make_sign(area, latitude=59.201, longitude=17.8301)
    answer = border_of(area, corners(17.831))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1 anmälan ligger utanför" in page and "1 skylt står utanför" in page
    assert 'type="checkbox" name="confirmed"' in page
    area.refresh_from_db()
    assert area.boundary == square()
    assert border_of(area, corners(17.831), confirmed="on").status_code == 302
    report.refresh_from_db()
    assert report.area == area


def test_taking_a_border_away_says_what_then_lies_in_no_area(border_of: Any) -> None:
    area = make_area(boundary=square())
    make_report(area=area, latitude=59.201, longitude=17.8305)
    make_sign(area, latitude=59.201, longitude=17.8301)
    answer = border_of(area, "")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Utan gräns ligger 1 skylt" in page and "Utan gräns ligger 1 anmälan" in page
    assert border_of(area, "", confirmed="on").status_code == 302
    area.refresh_from_db()
    assert area.boundary is None


def test_the_service_says_what_is_left(coordinator: Any) -> None:
    area = make_area(boundary=square())
    make_report(area=area, latitude=59.201, longitude=17.8301)
    with pytest.raises(ValidationError) as error:
        services.draw_boundary(area=area, boundary=square(17.831), by=coordinator)
    assert error.value.error_list[0].code == "orphans"
    services.draw_boundary(area=area, boundary=square(17.831), by=coordinator, orphans_confirmed=True)


def test_the_map_finds_the_area_of_an_address(client: Any, coordinator: Any) -> None:
    make_municipality()
    make_address()
    area = make_area("Solbacken", boundary=square(), district=make_district("Tumba"))
    client.force_login(coordinator)
    for words in ("Exempelvägen 1", "59.2010, 17.8310"):
        page = client.get("/samordning/omraden/karta/", {"adress": words}).content.decode()
        assert f"/samordning/omraden/{area.slug}/" in page
    for words in ("58.10, 15.20", "Finns inte 9", "59.25, 17.90", "x\x00"):
        assert client.get("/samordning/omraden/karta/", {"adress": words}).status_code == 200


def test_the_maps_data_is_what_is_in_sight(client: Any, coordinator: Any) -> None:
    area = make_area(boundary=square())
    make_area(boundary=square(17.95))
    client.force_login(coordinator)
    address = "/samordning/omraden/karta/granser.json"
    data = client.get(address, {"box": "17.82,59.19,17.84,59.21"}).json()
    assert [feature["properties"]["slug"] for feature in data["features"]] == [area.slug]
    for box in ("", "1,2,3", "a,b,c,d", "nan,1,2,3", "3,3,1,1"):
        assert client.get(address, {"box": box}).status_code == 400


def test_tiles_come_from_a_host_that_the_policy_knows(client: Any, coordinator: Any, settings: Any) -> None:
    settings.MAP_TILES = "https://tiles.example.org/{z}/{x}/{y}.png"
    client.force_login(coordinator)
    assert "tiles.example.org/{z}" in client.get("/samordning/omraden/karta/").content.decode()
