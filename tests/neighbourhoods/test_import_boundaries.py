"""Borders read in: every feature has its fate, nothing is half-saved."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import translation
from pyproj import Transformer
from shapely import transform
from shapely.geometry import mapping, shape

from common.list_runs import Outcome
from neighbourhoods import figures, services
from neighbourhoods.importing.boundaries import What
from neighbourhoods.models import Area, AreaEvent, District, Municipality
from tests.factories.incidents import make_report
from tests.factories.neighbourhoods import make_area, make_district, make_municipality, make_sign, square
from tests.whole.naughty import SHARED

pytestmark = pytest.mark.django_db


def feature(name: str | None, geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"namn": name, **properties}, "geometry": geometry}


def written(tmp_path: Path, *features: Any, **members: Any) -> Path:
    path = tmp_path / "gränser.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **members}), encoding="utf-8")
    return path


def fates(path: Path, what: What = What.AREAS, **options: Any) -> list[tuple[str, Outcome, str]]:
    found = services.import_boundaries(path=path, what=what, by=None, **options)
    return [(fate.name, fate.outcome, fate.remark) for fate in found]


BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[17.8, 59.2], [17.81, 59.21], [17.81, 59.2], [17.8, 59.21], [17.8, 59.2]]],
}


def test_every_feature_has_its_fate(tmp_path: Path) -> None:
    make_municipality(boundary=square(17.8, 59.1, 0.2))
    make_district("Tumba", boundary=square(17.8, 59.1, 0.2))
    path = written(
        tmp_path,
        feature("Åkern", square(17.83, 59.2)),
        feature("åkern", square(17.84, 59.2)),
        feature("Korsar", BOW_TIE),
        feature("Utanför", square(16.0, 59.2)),
        feature("Sticker ut", square(17.999, 59.2)),
        feature("Överlappar", square(17.831, 59.2)),
        feature("Punkt", {"type": "Point", "coordinates": [17.83, 59.2]}),
        feature("Linje", {"type": "LineString", "coordinates": [[17.83, 59.2], [17.84, 59.2]]}),
        feature(None, square(17.85, 59.2)),
        feature("Ingen form", None),
        feature("Okänd kommundel", square(17.86, 59.2), kommundel="Atlantis"),
        feature("Omkastad", square(59.2, 17.83)),
        feature("Trasig", {"type": "Polygon", "coordinates": [[[17.8, 59.2], [17.9, 59.2]]]}),
        "inte ett objekt",
    )
    told = fates(path)
    assert [outcome for _name, outcome, _why in told] == [Outcome.NEW] + [Outcome.REFUSED] * 13
    assert all(why.endswith(".") for _name, outcome, why in told if outcome is Outcome.REFUSED)
    assert len({why for _name, _outcome, why in told}) >= 11
    assert list(Area.objects.values_list("name", flat=True)) == ["Åkern"]
    assert AreaEvent.objects.count() == 1


def test_again_is_unchanged_moved_is_changed_and_a_dry_run_saves_nothing(tmp_path: Path) -> None:
    area = make_area("Åkern", district=make_district("Tumba", boundary=square(17.8, 59.1, 0.2)))
    path = written(tmp_path, feature("Åkern", square()))
    assert fates(path, dry_run=True)[0][1] is Outcome.CHANGED
    area.refresh_from_db()
    assert area.boundary is None
    assert fates(path)[0][1] is Outcome.CHANGED
    assert fates(path)[0][1] is Outcome.UNCHANGED
    assert area.history.count() == 2


@pytest.mark.parametrize("epsg", [3006, 3011])
@pytest.mark.parametrize("told", ["crs member", "option", "nothing"])
def test_sweref_is_read_whoever_tells_the_system(tmp_path: Path, epsg: int, told: str) -> None:
    system = Transformer.from_crs(4326, epsg, always_xy=True)
    projected = mapping(transform(shape(square()), system.transform, interleaved=False))
    crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}}
    path = written(tmp_path, feature("Tumba", projected), **({"crs": crs} if told == "crs member" else {}))
    assert fates(path, What.DISTRICTS, epsg=epsg if told == "option" else None)[0][1] is Outcome.NEW
    assert shape(District.objects.get().boundary).symmetric_difference(shape(square())).area < 1e-12


def test_the_border_decides_what_is_in_the_municipality(tmp_path: Path) -> None:
    assert figures.is_in_municipality(0, 0)
    bare = tmp_path / "kommun.geojson"
    bare.write_text(json.dumps(square()), encoding="utf-8")
    assert fates(bare, What.MUNICIPALITY) == [("Botkyrka kommun", Outcome.NEW, "")]
    assert figures.is_in_municipality(17.831, 59.201) and not figures.is_in_municipality(17.82, 59.2)
    two = written(tmp_path, feature("A", square()), feature("B", square(17.9)))
    assert {outcome for _name, outcome, _why in fates(two, What.MUNICIPALITY)} == {Outcome.REFUSED}
    assert Municipality.objects.get().boundary is not None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_text"),
        (b"[1, 2]", "not_geojson"),
        (b"{", "not_geojson"),
        (b"[" * 100_000, "not_geojson"),
        (b'{"type": "FeatureCollection", "features": []}', "no_features"),
        ('{"type": "Feature", "properties": {"namn": "Ã…kern"}}'.encode(), "damaged_text"),
        (b'{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:2400"}},"features":[{}]}', "unknown_crs"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "x.geojson"
    path.write_bytes(content)
    with pytest.raises(ValidationError) as refused:
        services.import_boundaries(path=path, what=What.DISTRICTS, by=None)
    assert refused.value.code == code
    with pytest.raises(CommandError, match=r"x\.geojson: .+\. .+\."):
        call_command("import_boundaries", str(path), "--what", "districts", stdout=StringIO())


def shared(name: str) -> Path:
    path = SHARED / "geo" / name
    if not path.exists():
        pytest.skip(f"{path} is not here: set SHARED_DATA to the folder of real data")
    return path


def told_by(name: str, what: str) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("import_boundaries", str(shared(name)), "--what", what, stdout=out)
    return out.getvalue()


def test_the_real_files() -> None:
    assert "1 new" in told_by("botkyrka_kommun_lantmateriet.geojson", "municipality").splitlines()[-1]
    assert figures.is_in_municipality(17.833, 59.2) and not figures.is_in_municipality(18.07, 59.33)
    assert told_by("botkyrka_distrikt.geojson", "districts").splitlines()[-1].startswith("4 new")
    rough = told_by("botkyrka_neighbourhood_polygons_rough.geojson", "areas").splitlines()
    assert len(rough) == 16
    assert sum("sticks out" in line for line in rough) >= 8
    assert Area.objects.count() == sum(" refused" not in line for line in rough[:-1])
    points = told_by("botkyrka_places_points.geojson", "areas").splitlines()
    assert points[-1].endswith("48 refused") and len(points) == 49
    assert told_by("botkyrka_distrikt.geojson", "districts").splitlines()[-1].endswith("4 unchanged, 0 refused")


def test_a_fault_has_its_place_and_what_is_left_outside_is_said(tmp_path: Path) -> None:
    make_municipality(boundary=square(17.8, 59.1, 0.2))
    tumba = make_district("Tumba", boundary=square(17.8, 59.1, 0.2))
    area = make_area("Åkern", district=tumba, boundary=square(17.83, 59.2))
    make_sign(area, latitude=59.201, longitude=17.8301)
    make_report(area=area, latitude=59.201, longitude=17.8301)
    path = written(
        tmp_path,
        feature("Ängen", square(17.831, 59.2)),
        feature("Holmen", square(17.999, 59.2)),
        feature("Åkern", square(17.8305, 59.2)),
    )
    overlap, outside, moved = (remark for _name, _outcome, remark in fates(path))
    assert "Åkern" in overlap and "59.2010, 17.8315" in overlap
    assert "50.0" in outside and "59.2010, 18.0005" in outside
    assert "1 anmälan ligger utanför" in moved and "1 skylt står utanför" in moved
