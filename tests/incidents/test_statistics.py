"""What is published of the counts, and an attack on it: everything published, in every channel, put together.

The attack knows nothing of how counts are left out. It writes every published number as a sum of unknown counts,
solves the sums exactly, and tightens what each unknown can be until nothing moves.
"""

from __future__ import annotations

import csv
import html
import io
import random
import re
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from itertools import count
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from common import clock
from common.small_numbers import is_small
from incidents import figures, services
from incidents.figures import releasing
from incidents.models import Category, Release, ReleasedCount, Report
from neighbourhoods.models import Area, District
from neighbourhoods.slots import AREA_SECTIONS
from newsletters import mail
from newsletters.figures import Place
from newsletters.models import Block
from tests.factories.incidents import make_category, make_report
from tests.factories.neighbourhoods import make_area, make_district
from tests.factories.newsletters import make_issue

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 20, 12, tzinfo=clock.STOCKHOLM)
MONTHS = [date(year, month, 1) for year in (2025, 2026) for month in (2, 3, 4)]
SINGLE, COUNTS = ("graffiti", "litter"), ("vandalism", "suspicious", "unsafe-place")
Unknown = tuple[Any, ...]
Sum = tuple[frozenset[Unknown], int]


@pytest.fixture
def municipality(request: pytest.FixtureRequest) -> Iterator[None]:
    """Three districts with areas; many or few of each kind, by chance."""
    chance = random.Random(getattr(request, "param", 1))
    make_kinds()
    places: list[tuple[District | None, Area | None]] = [(None, None)]
    for name in ("Alby", "Fittja", "Tumba"):
        district = make_district(name)
        places += [(district, None), *((district, make_area(f"{name} {n}", district=district)) for n in (1, 2))]
    with clock.at(NOW):
        for month in MONTHS:
            for place in places:
                for code in (*SINGLE, *COUNTS):
                    reported(month, code, *place, times=chance.choice((0, 0, 1, 2, 4, 7)))
        services.release_months()
        yield


def make_kinds() -> None:
    for code in (*SINGLE, *COUNTS):
        make_category(code, publishing="single" if code in SINGLE else "counts")


_numbers = count(1)


def reported(month: date, code: str, district: District | None, area: Area | None, times: int = 1) -> None:
    at = clock.start_of_day(month)
    common: dict[str, Any] = {"received_at": at, "released_at": at, "latitude": 59.2, "longitude": 17.8}
    common |= {"category": make_category(code), "district": district, "area": area, "public_text": "Färg."}
    Report.objects.bulk_create(Report(number=f"2019-{next(_numbers)}", **common) for _n in range(times))


def cells(month: date, kind: str | None, place: str | None) -> frozenset[Unknown]:
    """Return the unknown counts that a published one is the sum of; None is all."""
    places = [place] if place else [*District.objects.values_list("slug", flat=True), "none"]
    return frozenset((month, one, at) for one in ([kind] if kind else [*SINGLE, *COUNTS]) for at in places)


def of_open_data(client: Client) -> Iterator[Sum]:
    text = b"".join(client.get("/statistik/statistik.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    told = client.get("/statistik/statistik.json").json()["counts"]
    assert [row["count"] for row in rows] == ["" if one["count"] is None else str(one["count"]) for one in told]
    for row in rows:
        month = date.fromisoformat(f"{row['month']}-01")
        if row["count"] and month in MONTHS:
            kind, place = (None if row[name] == "all" else row[name] for name in ("kind", "district"))
            yield cells(month, kind, place), int(row["count"])


def of_letters() -> Iterator[Sum]:
    issue = make_issue(number=7)
    Block.objects.create(issue=issue, kind=Block.Kind.STATISTICS, heading="Siffror")
    codes = {str(one): one.code for one in Category.objects.all()}
    composer = mail.Composer(issue)
    for district in (None, *District.objects.all()):
        for part in composer.parts(Place(district=district) if district else Place()):
            for row in (row for one in part.statistics for row in one.rows):
                told = [(MONTHS[3:], row.now), (MONTHS[:3], row.before)]
                for months, number in ((months, number) for months, number in told if number is not None):
                    held = [cells(month, codes[row.label], district.slug if district else None) for month in months]
                    yield frozenset().union(*held), number


def of_letters_to_areas() -> Iterator[Sum]:
    """An area's letter may tell its own sum of three months, all kinds together; each month of it is published."""
    composer = mail.Composer(make_issue(number=8, blocks=1))
    for area in Area.objects.select_related("district"):
        tables = composer.parts(Place(area=area))[-1].statistics
        if area.name in tables[0].caption:
            [row] = tables[0].rows
            for months, number in ((MONTHS[3:], row.now), (MONTHS[:3], row.before)):
                if number is not None:
                    yield frozenset((month, area.pk) for month in months), number


def of_area_summaries() -> Iterator[Sum]:
    """An area's own months add up, with what lies in no area, to its district's."""
    section: Any = AREA_SECTIONS.get("report_trend")
    for area in Area.objects.select_related("district"):
        shown = section(area)
        series = shown.context["series"] if shown else None
        for month in MONTHS if series else []:
            counts = series.this_year if month.year == series.year else series.last_year
            where: frozenset[Unknown] = frozenset({(month, area.pk)})
            if shown.context["note"]:
                district = area.district.slug if area.district.name in shown.context["note"] else None
                where = cells(month, None, district)
            yield where, counts[month.month - 1]


def everything(client: Client) -> list[Sum]:
    """Return every published sum, and how areas and districts hang together: their difference is nothing."""
    return [*of_open_data(client), *of_letters(), *of_letters_to_areas(), *of_area_summaries()]


def links() -> Iterator[tuple[dict[Unknown, int], int]]:
    for district in District.objects.prefetch_related("areas"):
        for month in MONTHS:
            parts: dict[Unknown, int] = dict.fromkeys(cells(month, None, district.slug), 1)
            parts |= {(month, area.pk): -1 for area in district.areas.all()} | {(month, "rest", district.slug): -1}
            yield parts, 0


def solved(sums: list[tuple[dict[Unknown, int], int]]) -> dict[Unknown, Fraction]:
    """Return the unknowns that the sums determine, by elimination with exact fractions."""
    done: dict[Unknown, tuple[dict[Unknown, Fraction], Fraction]] = {}
    for parts, total in sums:
        row, value = {name: Fraction(sign) for name, sign in parts.items()}, Fraction(total)
        for name in [name for name in row if name in done]:
            row, value = _less(row, value, done[name], row[name])
        if row:
            pivot = next(iter(row))
            by = row[pivot]
            row, value = {name: part / by for name, part in row.items()}, value / by
            for other, held in done.items():
                if pivot in held[0]:
                    done[other] = _less(*held, (row, value), held[0][pivot])
            done[pivot] = (row, value)
    return {name: value for name, (row, value) in done.items() if len(row) == 1}


def _less(
    row: dict[Unknown, Fraction], value: Fraction, other: tuple[dict[Unknown, Fraction], Fraction], times: Fraction
) -> tuple[dict[Unknown, Fraction], Fraction]:
    parts = {name: row.get(name, Fraction(0)) - times * other[0].get(name, Fraction(0)) for name in row | other[0]}
    return {name: part for name, part in parts.items() if part}, value - times * other[1]


def tightened(sums: list[tuple[dict[Unknown, int], int]]) -> dict[Unknown, tuple[float, float]]:
    """Return between which values each unknown must lie, sum by sum, until nothing moves. What is hidden is not 0."""
    held: dict[Unknown, tuple[float, float]] = {
        name: (0 if "rest" in name else 1, float("inf")) for parts, _t in sums for name in parts
    }
    held |= {next(iter(parts)): (total, total) for parts, total in sums if len(parts) == 1}
    moved = True
    while moved:
        moved = False
        for parts, total in sums:
            for name, sign in parts.items():
                others = [(s * held[o][0], s * held[o][1])[::s] for o, s in parts.items() if o != name]
                ends = sorted(sign * (total - edge) for edge in map(sum, zip(*others, strict=True))) if others else []
                if ends and (new := (max(held[name][0], ends[0]), min(held[name][1], ends[1]))) != held[name]:
                    held[name], moved = new, True
    return held


def found_by_attack(client: Client) -> list[Unknown]:
    """Return the small counts of kinds that are not published one by one, and of areas, that the attack pins down."""
    sums = [(dict.fromkeys(names, 1), total) for names, total in everything(client)]
    sums += list(links())
    exact, between = solved(sums), tightened(sums)
    secret = [name for name, number in true_counts().items() if is_small(number)]
    return [name for name in secret if name in exact or between[name][1] - between[name][0] < 2]


def true_counts() -> dict[Unknown, int]:
    counts: dict[Unknown, int] = {}
    for report in Report.objects.select_related("category", "district"):
        month = clock.local(report.received_at).date().replace(day=1)
        names: list[Unknown] = [(month, report.area_id)] if report.area_id else []
        if report.category.code in COUNTS:
            names.append((month, report.category.code, report.district.slug if report.district else "none"))
        for name in names:
            counts[name] = counts.get(name, 0) + 1
    return counts


@pytest.mark.parametrize("municipality", [1, 2, 3], indirect=True)
def test_no_small_count_is_found_from_everything_published(client: Client, municipality: None) -> None:
    assert any(is_small(number) for number in true_counts().values())
    assert found_by_attack(client) == []


def test_the_attack_finds_what_is_left_out_without_protection(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def only_the_small(arcs: list[Any]) -> frozenset[Any]:
        return frozenset(arc.name for arc in arcs if arc.may_hide and not arc.never_told and is_small(arc.count))

    monkeypatch.setattr(releasing, "hidden_in", only_the_small)
    make_kinds()
    tumba, alby = make_district("Tumba"), make_district("Alby")
    with clock.at(NOW):
        reported(MONTHS[-1], "vandalism", tumba, None, times=3)
        reported(MONTHS[-1], "vandalism", alby, None, times=9)
        services.release_months()
        assert (MONTHS[-1], "vandalism", "tumba") in found_by_attack(client)


def test_kinds_published_as_counts_are_in_no_list_of_single_reports(client: Client, municipality: None) -> None:
    listed = client.get("/statistik/anmalningar.geojson").json()["features"]
    assert {one["properties"]["kind"] for one in listed} == set(SINGLE)
    assert all("T" not in one["properties"]["received"] for one in listed)
    open311 = client.get("/open311/v2/requests.json").json()
    assert {one["service_code"] for one in open311} <= set(SINGLE)
    feed = client.get("/anmalningar/flode.atom").content.decode()
    assert not any(f'term="{code}"' in feed for code in COUNTS)
    secret = Report.objects.filter(category__code="vandalism").first()
    assert secret is not None and client.get(f"/anmald/{secret.number}/").status_code == 404


def test_the_open_list_goes_on_as_far_as_there_are_reports(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incidents.figures.public.A_PAGE", 3)
    monkeypatch.setattr("incidents.figures.public.MOST_COUNTED", 7)
    make_kinds()
    for day in range(4):
        reported(date(2026, 4, 1 + day), "graffiti", None, None, times=2)  # two came in at the same moment
    reported(MONTHS[0], "litter", None, None)
    expected = list(figures.public_reports().order_by("-received_at", "-pk").values_list("number", flat=True))

    def walked(address: str, way: str) -> list[list[str]]:
        page = client.get(address).context["page"]
        further = getattr(page, way)
        rows = [row.report.number for row in page.rows]
        step = {"older": "efter", "newer": "fore"}[way]
        return [rows, *(walked(f"/statistik/anmalda/?{step}={further}", way) if further else [])]

    down = walked("/statistik/anmalda/", "older")
    assert [number for page in down for number in page] == expected and [len(page) for page in down] == [3, 3, 3]
    assert walked(f"/statistik/anmalda/?efter={expected[5]}", "newer") == down[::-1]
    first = client.get("/statistik/anmalda/")
    assert "Fler än 7 släppta anmälningar" in first.content.decode()
    assert "received" not in first.context["page"].older
    Report.objects.filter(number=expected[2]).update(released_at=None)
    moved = client.get(f"/statistik/anmalda/?efter={expected[2]}").context["page"]
    assert [row.report.number for row in moved.rows] == [expected[0], expected[1], expected[3]]
    assert "8 släppta" not in client.get("/statistik/anmalda/?typ=litter").content.decode()
    assert figures.public_page(figures.public_reports().filter(category__code="litter")).count == 1


def test_a_published_number_opens_its_single_reports_and_that_of_another_kind_opens_nothing(
    client: Client, municipality: None
) -> None:
    page = client.get("/statistik/?manad=2026-04").content.decode()
    behind = re.findall(r'<a href="(/statistik/anmalda/[^"]+)">(\d+)</a>', page)
    assert len(behind) > 4 and all("typ=graffiti" in address or "typ=litter" in address for address, _n in behind)
    lists = [client.get(html.unescape(address)) for address, _number in behind]
    assert [one.context["page"].count for one in lists] == [int(number) for _address, number in behind]
    whole = client.get("/statistik/anmalda/?typ=vandalism&manad=hej&plats=finns-inte")
    assert {row.report.category.code for row in whole.context["page"].rows} <= set(SINGLE)


def test_a_published_month_is_frozen(client: Client, municipality: None) -> None:
    before = list(ReleasedCount.objects.values_list("pk", "count"))
    with clock.at(NOW):
        reported(MONTHS[-1], "vandalism", None, None)
        assert services.release_months() == 0 and not services.release_month(month=MONTHS[-1])
    assert list(ReleasedCount.objects.values_list("pk", "count")) == before
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleasedCount.objects.update(count=1)


def test_a_month_is_published_a_week_after_its_end() -> None:
    make_report(received_at=datetime(2026, 4, 5, tzinfo=clock.STOCKHOLM))
    with clock.at(datetime(2026, 5, 7, 12, tzinfo=clock.STOCKHOLM)):
        assert services.release_months() == 0
    with clock.at(datetime(2026, 5, 8, 12, tzinfo=clock.STOCKHOLM)):
        assert services.release_months() == 1
    assert Release.objects.get().month == date(2026, 4, 1)


def test_the_page_says_what_is_left_out(client: Client, municipality: None) -> None:
    page = client.get("/statistik/?manad=2026-04").content.decode()
    hidden = ReleasedCount.objects.filter(release__month=MONTHS[-1], area=None, count=None).count()
    assert page.count(">··</abbr>") == hidden > 0
    assert client.get("/statistik/?manad=x").status_code == 200
