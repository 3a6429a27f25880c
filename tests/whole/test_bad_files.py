"""Files of every wrong kind through every import command and the photo box: a sentence, and nothing half-saved."""

from __future__ import annotations

import gzip
import io
import json
import struct
import tracemalloc
import zlib
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from PIL import Image

from common import form_tokens
from incidents.importing.reports import FileRefusedError, read_mapping, read_rows
from incidents.models import Report
from tests.factories.incidents import make_category
from tests.factories.neighbourhoods import make_district, make_municipality, square
from tests.whole.naughty import WORST
from tests.whole.rows import Rows

pytestmark = pytest.mark.django_db
COMMANDS: dict[str, list[str]] = {
    "import_boundaries": ["--what", "areas"],
    "import_addresses": [],
    "import_places": [],
    "import_reports": ["--no-boundary"],
    "import_school_year": [],
}


def collection(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def feature(geometry: Any, name: str = "Prov") -> dict[str, Any]:
    return {"type": "Feature", "properties": {"namn": name}, "geometry": geometry}


BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[17.8, 59.2], [17.81, 59.21], [17.81, 59.2], [17.8, 59.21], [17.8, 59.2]]],
}
FILES: dict[str, bytes] = {
    "empty": b"",
    "only-a-mark": b"\xef\xbb\xbf",
    "nul": b"namn;x;y\n\x00\x00\x00;1;2\n",
    "noise": bytes(range(256)) * 40,
    "utf16": "namn;gata;x;y\nÅvägen;1;2;3\n".encode("utf-16"),
    "latin1": "namn;gata;x;y\nÅvägen;1;2;3\n".encode("latin-1"),
    "damaged": "namn;gata;x;y\nÃ…vÃ¤gen;1;2;3\n".encode(),
    "half-json": b'{"type": "FeatureCollection", "features": [{"type"',
    "deep-json": b"[" * 100_000,
    "deep-object": b'{"a":' * 100_000,
    "a-number": b"1" + b"0" * 5_000,
    "no-features": b'{"type": "FeatureCollection"}',
    "features-of-another-kind": b'{"type": "FeatureCollection", "features": [1, null, "a", {}]}',
    "nan": b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"namn":"a"},'
    b'"geometry":{"type":"Polygon","coordinates":[[[NaN,1],[1,Infinity],[1e999,1],[NaN,1]]]}}]}',
    "crosses-itself": collection(feature(BOW_TIE)),
    "outside": collection(feature(square(10.0, 50.0))),
    "no-geometry": collection(feature(None)),
    "a-zip": b"PK\x03\x04" + b"\x00" * 200,
    "a-gzip-cut-off": gzip.compress(b"a;b\n" * 1_000)[:-20],
    "an-xml-bomb": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "a-pdf": b"%PDF-1.7\n%%EOF",
    "one-endless-line": b"a" * 300_000,
    "a-bomb": gzip.compress(b"a" * 10_000_000) * 10,
    "a-bomb-of-lines": gzip.compress(b'"\n",' * 2_000_000) * 10,
    "naughty": ("namn;gata;x;y\n" + "\n".join(f"{string};1;2;3" for string in WORST)).encode(),
}


def written(folder: Path, name: str, kind: str = "") -> Path:
    """Write one of the files under the ending that its content has."""
    content = FILES[name]
    kinds = {b"{": ".json", b"[": ".json", b"\x1f": ".csv.gz"}
    path = folder / f"fil{kind or kinds.get(content[:1], '.csv')}"
    path.write_bytes(content)
    return path


# A place's name keeps one position only: the first corner of whatever is drawn for it.
TAKEN = {("import_places", "crosses-itself")}


@pytest.mark.parametrize(("command", "name"), [pair for pair in product(COMMANDS, FILES) if pair not in TAKEN])
def test_a_file_of_the_wrong_kind_is_a_sentence_and_saves_nothing(tmp_path: Path, command: str, name: str) -> None:
    make_municipality(boundary=square(17.8, 59.1, 0.2))
    make_district("Tumba", boundary=square(17.8, 59.1, 0.2))
    path = written(tmp_path, name, ".geojson" if command == "import_boundaries" else "")
    rows = Rows()
    out, said = io.StringIO(), ""
    try:
        call_command(command, str(path), *COMMANDS[command], stdout=out, stderr=out)
    except CommandError as error:
        said = str(error)
    assert said.strip() or out.getvalue().strip()
    assert "Traceback" not in said + out.getvalue() and "Error(" not in said
    assert rows.changed() == []


@pytest.mark.parametrize("name", ["a-bomb", "a-bomb-of-lines"])
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name)
    tracemalloc.start()
    try:
        with pytest.raises(FileRefusedError, match="1000000"):
            list(read_rows(path, read_mapping(None), None))
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


def png(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((300, 300), 90).convert("RGB").save(out, "JPEG")
    return out.getvalue()


PICTURES: dict[str, bytes] = {
    "empty": b"",
    "noise": bytes(range(256)) * 40,
    "cut-off": jpeg()[:-3_000],
    "bomb": png(60_000, 60_000),
    "thin-bomb": png(2_000_000_000, 1),
    "too-many-bytes": jpeg() + b"\0" * 15_000_001,
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "heic": b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100,
    "zip": b"PK\x03\x04" + b"\x00" * 200,
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_that_is_none_is_a_sentence_and_the_words_are_kept(client: Client, name: str) -> None:
    told = {
        "category": make_category().code, "place": "Torget", "occurred_when": "today", "text": "Trasig lampa",
        "form_token": form_tokens.new(),
    }  # fmt: skip
    rows = Rows()
    answer = client.post("/rapportera/", told | {"photos": SimpleUploadedFile("a.jpg", PICTURES[name])})
    page = answer.content.decode()
    assert answer.status_code in (200, 422) and 'class="errors"' in page and "Trasig lampa" in page
    assert rows.changed() == [] and not Report.objects.exists()
    assert client.post("/rapportera/", told).status_code == 302


def test_a_picture_cut_off_is_refused_where_paper_is_made_too(client: Client) -> None:
    import weasyprint

    assert weasyprint.__version__  # what it sets for the whole process must not open the photo box
    test_a_picture_that_is_none_is_a_sentence_and_the_words_are_kept(client, "cut-off")
