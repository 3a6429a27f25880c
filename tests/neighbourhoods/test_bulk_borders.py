"""A file of borders at the desk: every feature's fate is shown, saved when confirmed, undone as a whole."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pyproj import Transformer
from shapely import transform
from shapely.geometry import mapping, shape

from accounts.models import User
from neighbourhoods.models import Area, AreaEvent, ListRow, ListRun
from tests.factories.neighbourhoods import make_agent, make_area, make_district, make_municipality, make_sign, square

pytestmark = pytest.mark.django_db


def feature(name: str, geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"namn": name, "ägare": "=1+1", **properties}, "geometry": geometry}


def sent(client: Client, *features: Any, name: str = "gränser.geojson", **members: Any) -> Any:
    data = json.dumps({"type": "FeatureCollection", "features": features, **members}).encode()
    return upload(client, name, data)


def upload(client: Client, name: str, data: bytes) -> Any:
    return client.post(reverse("neighbourhoods:list_runs"), {"kind": "borders", "file": SimpleUploadedFile(name, data)})


def fates() -> dict[str, str]:
    return dict(ListRow.objects.values_list("name", "outcome"))


@pytest.fixture
def desk(client: Client, coordinator: User) -> Client:
    client.force_login(coordinator)
    make_municipality(boundary=square(17.8, 59.1, 0.2))
    make_district("Tumba", boundary=square(17.8, 59.1, 0.2))
    return client


def test_borders_are_shown_saved_and_undone(desk: Client, coordinator: User) -> None:
    tumba = make_district("Tumba")
    old = square(17.83, 59.2)
    moved, same = make_area("Eken", district=tumba, boundary=old), make_area("Lönnen", district=tumba)
    make_sign(moved, latitude=59.2001, longitude=17.8301)
    to_tm = Transformer.from_crs(4326, 3006, always_xy=True)
    new = square(17.85, 59.2)
    in_metres = mapping(transform(shape(new), to_tm.transform, interleaved=False))
    answer = sent(
        desk,
        feature("Eken", square(17.84, 59.2)),
        feature("Åkern", new),
        feature("Utanför", square(16.0, 59.2)),
        feature("Krockar", square(17.8505, 59.2)),
        feature("=Lönnen", None),
    )
    run = ListRun.objects.get()
    assert answer["Location"] == reverse("neighbourhoods:list_run", args=[run.pk])
    assert fates() == {
        "Eken": "changed", "Åkern": "new", "Utanför": "refused", "Krockar": "refused", "=Lönnen": "refused"
    }  # fmt: skip
    page = desk.get(answer["Location"]).content.decode()
    assert "utanför kommunen vid 59.2010, 16.0010" in page and "överlappar Åkern" in page
    assert "2,5 hektar → 2,5 hektar" in page and "1 skylt står utanför" in page and "Åkern" in page
    assert moved.boundary == Area.objects.get(pk=moved.pk).boundary and not Area.objects.filter(name="Åkern").exists()
    taken = b"".join(desk.get(reverse("neighbourhoods:list_refused", args=[run.pk, "csv"]))).decode()
    assert "Krockar" in taken and "'=Lönnen" in taken and "coordinates" not in taken
    desk.post(reverse("neighbourhoods:list_decide", args=[run.pk, "spara"]))
    made = Area.objects.get(name="Åkern")
    assert made.district == tumba and AreaEvent.objects.get(area=made).actor == coordinator
    moved.refresh_from_db()
    assert moved.boundary != old and moved.history.first().history_user == coordinator
    desk.post(reverse("neighbourhoods:list_decide", args=[run.pk, "angra"]))
    moved.refresh_from_db()
    assert moved.boundary["coordinates"][0][0][0] == [17.83, 59.2] and not Area.objects.filter(pk=made.pk).exists()
    same.refresh_from_db()
    assert same.boundary is None
    sent(desk, feature("Åkern", in_metres), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}})
    assert ListRow.objects.get(run=ListRun.objects.latest("pk")).outcome == "new"


def test_what_has_changed_since_is_refused_or_left(desk: Client) -> None:
    tumba = make_district("Tumba")
    first, second = make_area("Ett", district=tumba), make_area("Två", district=tumba)
    sent(
        desk,
        feature("Ett", square(17.83, 59.2)),
        feature("Två", square(17.84, 59.2)),
        feature("Ny", square(17.9, 59.2)),
    )
    run = ListRun.objects.get()
    Area.objects.filter(pk=first.pk).update(boundary=square(17.86, 59.2))
    desk.post(reverse("neighbourhoods:list_decide", args=[run.pk, "spara"]))
    assert fates() == {"Ett": "refused", "Två": "changed", "Ny": "new"}
    first.refresh_from_db()
    assert first.boundary == square(17.86, 59.2)
    make_agent(Area.objects.get(name="Ny"))
    Area.objects.filter(pk=second.pk).update(boundary=square(17.88, 59.2))
    answer = desk.post(reverse("neighbourhoods:list_decide", args=[run.pk, "angra"]), follow=True)
    assert "2 rader" in answer.content.decode() and Area.objects.filter(name="Ny").exists()
    second.refresh_from_db()
    assert second.boundary == square(17.88, 59.2)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("gränser.csv", b"Namn;Kommundel", "GeoJSON (.geojson)"),
        ("gränser.geojson", b"PK\x03\x04", "GeoJSON"),
        ("gränser.geojson", b'{"type": "FeatureCollection", "features": []}', "inga objekt"),
        ("gränser.geojson", b"", "tom"),
    ],
)
def test_a_file_that_is_none_is_a_sentence_and_saves_nothing(desk: Client, name: str, data: bytes, said: str) -> None:
    answer = upload(desk, name, data)
    assert answer.status_code == 422 and said in answer.content.decode() and not ListRun.objects.exists()


def test_borders_are_read_in_by_those_who_may_change_areas(client: Client, police: User) -> None:
    client.force_login(police)
    assert sent(client).status_code == 404
