"""Other systems' files: every row is saved once or refused with a reason, and nothing is half-saved."""

from __future__ import annotations

import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from incidents.models import Report
from tests.factories.neighbourhoods import square
from tests.whole.naughty import SHARED

pytestmark = pytest.mark.django_db
MAPPING = Path(__file__).parents[2] / "docs" / "examples" / "import_mapping.toml"
REAL = SHARED / "reports" / "zurich_reports_2016_2024.csv.gz"
HEAD = "date,service_code,lat,lon\n"


@pytest.fixture
def csv_file(tmp_path, categories):
    def make(rows: str | bytes, name: str = "in.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(rows if isinstance(rows, bytes) else rows.encode())
        return path

    return make


def run(path: Path, *options: str, mapping: Path = MAPPING) -> str:
    out = StringIO()
    call_command(
        "import_reports", str(path), "--mapping", str(mapping), *(options or ("--no-boundary",)), stdout=out, stderr=out
    )
    return out.getvalue()


def test_rows_are_saved_once_whatever_happens(csv_file):
    path = csv_file(HEAD + "2024-01-02,Graffiti,59.2,17.8\n2023-05-06,Okänt,59.2,17.8\n2024-01-02,Graffiti,59.2,17.8\n")
    assert "saved: 3; known already: 0; refused: 0 of 3" in run(path)
    assert "saved: 0; known already: 3" in run(path)
    assert sorted(Report.objects.values_list("number", "category__code")) == [
        ("2023-1", "other"), ("2024-1", "graffiti"), ("2024-2", "graffiti"),
    ]  # fmt: skip
    report = Report.objects.get(number="2024-1")
    assert report.status == "done" and report.closed_at and report.events.get().moved_to == "done"


@pytest.mark.parametrize(("status", "is_sealed"), [("done", False), ("received", True)])
def test_what_points_at_persons_is_masked_and_counted(csv_file, tmp_path, status, is_sealed):
    mapping = tmp_path / "m.toml"
    told = MAPPING.read_text().replace("[columns]\n", '[columns]\ntext = "text"\nplace = "place"\n')
    told = told.replace('"Graffiti" = "graffiti"', '"Graffiti" = "abandoned-car"').replace('"done"', f'"{status}"')
    mapping.write_text(told)
    day = "2024-01-02,Graffiti,59.2,17.8"
    rows = f"{day},Utan hjul,Hus 12\n{day},Ring 070-123 45 67 om ABC 123,Vägen 1\n{day},Bil,hos 19121212-1212\n"
    path = csv_file("date,service_code,lat,lon,text,place\n" + rows)
    assert "masked (personal data taken out of text or place): 2" in run(path, mapping=mapping)
    assert "masked" not in run(path, mapping=mapping), "what is known already is left alone"
    found = Report.objects.order_by("number")
    assert [(one.text, one.place) for one in found] == [
        ("Utan hjul", "Hus 12"),
        ("Ring [telefonnummer borttaget] om [registreringsnummer borttaget]", "Vägen 1"),
        ("Bil", "hos [personnummer borttaget]"),
    ]
    assert [bool(one.plate_sealed) for one in found] == [False, is_sealed, False]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("i går,Graffiti,59.201,17.831", "date"),
        ("2999-01-01,Graffiti,59.201,17.831", "future"),
        ("1889-01-01,Graffiti,59.201,17.831", "date"),
        ("2024-01-01,Graffiti,nan,17.8", "position"),
        ("2024-01-01,Graffiti,59.2,", "position"),
        ("2024-01-01,Graffiti,591,17.8", "position"),
        ("2024-01-01,Graffiti,17.831,59.201", "swapped"),
        ("2024-01-01,Graffiti,47.3,8.5", "outside"),
        ("2024-01-01,Graffiti,59.201,17.831,extra", "too_many_cells"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_the_rest_saved(csv_file, tmp_path, row, code):
    border = tmp_path / "border.geojson"
    border.write_text(json.dumps(square()))
    refused = tmp_path / "refused.csv"
    path = csv_file(f"{HEAD}{row}\n2024-01-01,Graffiti,59.201,17.831\n")
    said = run(path, "--boundary", str(border), "--refused", str(refused))
    assert "saved: 1; known already: 0; refused: 1 of 2" in said and f"refused ({code}): 1" in said
    assert code in refused.read_text() and Report.objects.count() == 1


def test_wrong_encodings_are_refused_row_by_row(csv_file):
    assert "refused (encoding): 1" in run(csv_file(HEAD.encode() + "2024-01-01,Sk\xe4p,59.2,17.8\n".encode("latin-1")))


@pytest.mark.parametrize(
    "content",
    [b"", b"a,b\n1,2\n", b"\x1f\x8b broken", gzip.compress(HEAD.encode() * 100, mtime=0)[:40], b'"' + b"x" * 200_000],
)
def test_a_file_that_cannot_be_read_says_so(csv_file, content):
    with pytest.raises(CommandError):
        run(csv_file(content, "in.csv.gz" if content[:2] == b"\x1f\x8b" else "in.csv"))
    assert Report.objects.count() == 0


@pytest.mark.parametrize("text", ["", "x = [", 'source = "x"\n[columns]\nfel = "date"', 'default = "finns-inte"'])
def test_a_mapping_that_cannot_be_used_says_so(csv_file, tmp_path, text):
    mapping = tmp_path / "m.toml"
    mapping.write_text(MAPPING.read_text().replace('default = "other"', text) if text.startswith("default") else text)
    with pytest.raises(CommandError):
        run(csv_file(HEAD + "2024-01-01,Graffiti,59.2,17.8\n"), mapping=mapping)


def test_a_border_is_asked_for_on_purpose(csv_file):
    path = csv_file(HEAD)
    with pytest.raises(CommandError):
        call_command("import_reports", str(path))
    with pytest.raises(CommandError):
        run(path, "--boundary", str(path))


@pytest.mark.skipif(not REAL.exists(), reason="the shared set of reports is not here")
def test_real_rows_are_read_without_refusal(categories):
    assert "would save: 50675; known already: 0; refused: 0 of 50675" in run(REAL, "--no-boundary", "--dry-run")
    assert Report.objects.count() == 0
