"""School years from files: read with every fault told, compared, published as versions, confirmed."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from common import clock
from common.moves import MoveRefusedError
from holiday_calendar import reference, services
from holiday_calendar.importing import read_school_years
from holiday_calendar.lifecycle import YEAR_MOVES, YearStatus
from holiday_calendar.models import SchoolBreak, SchoolYear, SchoolYearEvent, SchoolYearProposal
from tests.factories.calendar import break_row, make_item, make_year, year_file

EXAMPLE = Path("docs/examples/school_year_2026_27.toml")
COLUMNS = "kind key name first_day last_day starts_from starts_to ends_from ends_to school_form label source"
CSV = f"""{COLUMNS.replace(" ", ";")};source_date;status
year;;;;;2026-08-19;2026-08-21;2027-06-11;2027-06-11;all;2026/27;Kommunens beslut, exempel;2026-03-01;to_be_confirmed
school_starts;skolstart-host;Skolan börjar;2026-08-19;;2026-08-19;2026-08-21;;;all;;;;
autumn;hostlov;Höstlov;2026-10-26;2026-10-30;;;;;all;;;;
school_ends;skolslut-host;Skolavslutning;2026-12-22;;;;;;all;;;;
winter;sportlov;Sportlov;2027-03-01;2027-03-05;;;;;all;;;;
easter;pasklov;Påsklov;2027-03-29;2027-04-02;;;;;all;;;;
"""


def codes(content: str, name: str = "year.toml") -> set[str]:
    with pytest.raises(ValidationError) as refused:
        read_school_years(name, content.encode())
    return {error.code for error in refused.value.error_list}


def test_the_example_reads_the_same_from_toml_and_csv() -> None:
    toml = read_school_years(EXAMPLE.name, EXAMPLE.read_bytes())
    assert toml == read_school_years("year.csv", CSV.encode("utf-8-sig"))
    assert (toml[0].starts_from, toml[0].starts_to) == (date(2026, 8, 19), date(2026, 8, 21))


def test_forms_may_differ_in_one_file() -> None:
    text = EXAMPLE.read_text()
    both = text + text[text.index("\n[[school_forms]]") :].replace('"all"', '"upper_secondary"').replace(
        "10-26", "10-19"
    )
    years = read_school_years("year.toml", both.encode())
    assert [year.school_form for year in years] == ["all", "upper_secondary"]
    assert years[1].breaks[1].first_day == date(2026, 10, 19)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('source = "Kommunens beslut, exempel"', 'source = ""', "text_missing"),
        ("source_date = 2026-03-01", 'source_date = "i våras"', "date_wrong"),
        ('label = "2026/27"', 'label = "2026/28"', "label"),
        ("from = 2026-08-19, to = 2026-08-21", "from = 2026-08-21, to = 2026-08-19", "order"),
        ("ends = { from = 2027-06-11", "ends = { from = 2026-06-11", "order"),
        ('kind = "autumn"', 'kind = "lov"', "unknown"),
        ("last_day = 2026-10-30", "last_day = 2026-10-20", "order"),
        ("first_day = 2026-10-26", "first_day = 2025-10-26", "outside"),
        ('key = "sportlov"', 'key = "hostlov"', "key_twice"),
        ("first_day = 2026-12-22", "", "date_missing"),
        ("label =", "label", "toml"),
    ],
)
def test_what_is_wrong_is_told(old: str, new: str, code: str) -> None:
    text = EXAMPLE.read_text()
    assert old in text
    assert code in codes(text.replace(old, new, 1))


def test_every_fault_is_told_at_once() -> None:
    text = (
        EXAMPLE.read_text().replace('source = "Kommunens beslut, exempel"', "").replace('kind = "easter"', 'kind = "x"')
    )
    assert codes(text) == {"text_missing", "unknown"}


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"\x00" * 600_000])
def test_what_is_no_school_year_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError):
        read_school_years("year.toml", content)


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.toml"]))
def test_no_file_makes_it_crash(content: bytes, name: str) -> None:
    with suppress(ValidationError):
        read_school_years(name, content)


@given(st.text(max_size=30))
def test_no_value_makes_it_crash(value: str) -> None:
    lines = [";".join([value] * 14), *CSV.splitlines()[1:]]
    for text in ("\n".join(lines), CSV.replace("2026-10-26", value), CSV.replace("autumn", value)):
        with suppress(ValidationError):
            read_school_years("a.csv", text.encode(errors="replace"))


@pytest.mark.django_db
def test_a_dry_run_shows_the_differences_and_saves_nothing() -> None:
    out = StringIO()
    call_command("import_school_year", str(EXAMPLE), "--dry-run", stdout=out)
    assert "+ Höstlov: 2026-10-26 – 2026-10-30" in out.getvalue()
    assert not SchoolYear.objects.exists()


@pytest.mark.django_db
def test_publishing_twice_changes_nothing_and_a_change_makes_a_version(tmp_path: Path) -> None:
    for _time in range(2):
        call_command("import_school_year", str(EXAMPLE), stdout=StringIO())
        call_command("import_school_year", publish=SchoolYearProposal.objects.first().pk, stdout=StringIO())  # type: ignore[union-attr]
    assert SchoolYear.objects.get().version == 1
    changed = tmp_path / "y.toml"
    changed.write_text(
        EXAMPLE.read_text().replace("2027-04-02", "2027-04-09").replace('name = "Sportlov"', 'name = "Vinterlov"')
    )
    out = StringIO()
    with clock.at(datetime(2027, 1, 1, tzinfo=UTC)):
        make_item(datetime(2027, 4, 8, 12, tzinfo=UTC), kind="coordination")
        call_command("import_school_year", str(changed), stdout=out)
    assert "~ Påsklov: 2027-03-29 – 2027-04-02 -> 2027-03-29 – 2027-04-09" in out.getvalue()
    assert "! Påsklov: 1 möte" in out.getvalue()  # what it means stands beside what it changes
    year = SchoolYear.objects.get()
    assert year.version == 1  # nobody has looked at it yet
    call_command("import_school_year", publish=SchoolYearProposal.objects.first().pk, stdout=StringIO())  # type: ignore[union-attr]
    with pytest.raises(CommandError, match="redan"):
        call_command("import_school_year", publish=SchoolYearProposal.objects.first().pk)  # type: ignore[union-attr]
    year.refresh_from_db()
    assert (year.version, year.versions.count()) == (2, 2)
    assert [b.sequence for b in year.breaks.filter(key__in=["pasklov", "sportlov", "hostlov"])] == [0, 1, 1]


@pytest.mark.django_db
def test_a_faulty_file_is_refused_whole(tmp_path: Path) -> None:
    path = tmp_path / "y.toml"
    path.write_text(EXAMPLE.read_text().replace("2026-10-30", "2026-10-01"))
    with pytest.raises(CommandError):
        call_command("import_school_year", str(path))
    with pytest.raises(CommandError):
        call_command("import_school_year", str(tmp_path / "none.toml"))
    assert not SchoolYear.objects.exists()


@pytest.mark.django_db
def test_a_break_left_out_is_withdrawn_and_comes_back_as_the_same() -> None:
    year = make_year(break_row(), break_row("sportlov", first_day=date(2027, 3, 1), last_day=date(2027, 3, 5)))
    first = SchoolBreak.objects.get(key="sportlov")
    changes = services.compare_school_year(year_file())
    assert [(c.what, c.name) for c in changes] == [("unchanged", "Hostlov"), ("withdrawn", "Sportlov")]
    make_year()
    assert list(year.breaks.standing().values_list("key", flat=True)) == ["hostlov"]
    make_year(break_row(), break_row("sportlov", first_day=date(2027, 3, 1), last_day=date(2027, 3, 5)))
    back = SchoolBreak.objects.get(key="sportlov")
    assert (back.pk, back.uid, back.sequence, back.is_withdrawn) == (first.pk, first.uid, 2, False)


@pytest.mark.django_db
def test_a_school_year_without_pasklov_and_with_overlap_is_taken_as_it_stands() -> None:
    make_year(break_row(), break_row("ute", first_day=date(2026, 10, 30), last_day=date(2026, 11, 2)))
    assert SchoolBreak.objects.between(date(2026, 10, 30), date(2026, 10, 30)).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("here", "there"), list(product(YearStatus, YearStatus)))
def test_every_pair_of_states(here: YearStatus, there: YearStatus, coordinator: User) -> None:
    year = make_year()
    SchoolYear.objects.update(status=here)
    move = services.confirm_school_year if there == YearStatus.CONFIRMED else services.doubt_school_year
    if there in YEAR_MOVES[here]:
        assert move(year_id=year.pk, actor=coordinator).status == there
        event = SchoolYearEvent.objects.get()
        assert (event.moved_from, event.moved_to, event.actor) == (here, there, coordinator)
    else:
        with pytest.raises(MoveRefusedError):
            move(year_id=year.pk, actor=coordinator)
        assert not SchoolYearEvent.objects.exists()


@pytest.mark.django_db
def test_reference_years_load_once_and_leave_changes_alone() -> None:
    reference.load()
    assert set(SchoolYear.objects.values_list("label", "status")) == {
        ("2025/26", "to_be_confirmed"),
        ("2026/27", "to_be_confirmed"),
    }
    weeks = {b.key: b.first_day.isocalendar().week for b in SchoolBreak.objects.filter(school_year__label="2026/27")}
    assert (weeks["hostlov"], weeks["sportlov"], weeks["pasklov"]) == (44, 9, 13)
    SchoolBreak.objects.filter(key="hostlov").update(name="Annat")
    reference.load()
    assert SchoolBreak.objects.filter(name="Annat").count() == 2


@pytest.mark.django_db
def test_every_difference_is_told_before_publishing() -> None:
    make_year(break_row(starts_from=date(2026, 10, 26), starts_to=date(2026, 10, 27)))
    other = year_file(
        break_row(name="Läslov", kind="own", starts_from=date(2026, 10, 26), starts_to=date(2026, 10, 28)),
        status="confirmed",
    )
    told = {change.name: (change.before, change.after) for change in services.compare_school_year(other)}
    assert told["Status"] == ("ska bekräftas", "bekräftat")
    before, after = told["Läslov"]
    assert "Hostlov" in before and "höstlov" in before and "2026-10-27" in before
    assert "Läslov" in after and "2026-10-28" in after and "2026-10-30" not in after


@pytest.mark.django_db
def test_what_school_forms_share_stands_once_and_what_differs_says_for_whom(client: Any) -> None:
    easter = {"kind": "easter", "name": "Påsklov", "last_day": date(2027, 4, 2)}
    for form, first in (("compulsory", date(2027, 3, 29)), ("upper_secondary", date(2027, 3, 30))):
        make_year(break_row(), break_row("pasklov", first_day=first, **easter), school_form=form)
    with clock.at(datetime(2026, 9, 1, 12, tzinfo=UTC)):
        page = client.get("/kalender/?visa=hela").content.decode()
        march = client.get("/kalender/?manad=2027-03").content.decode()
        wheel = client.get("/kalender/arshjul/").content.decode()
        ics = client.get("/kalender/kalender.ics").content.decode()
        posts = client.get("/kalender/kalender.json").json()["poster"]
    assert page.count('id="hostlov') == 1 and page.count('id="pasklov') == 2
    assert "Påsklov (grundskola)" in page and "Påsklov (gymnasium)" in page and "Hostlov (" not in page
    assert "Påsklov (grundskola)" in march  # where höstlov, which they share, is not asked about
    assert "#hostlov-compulsory" in wheel and "#pasklov-upper_secondary" in wheel
    assert ics.count("SUMMARY:Hostlov") == 1 and "SUMMARY:Påsklov (gymnasium" in ics
    assert {post["skolform"] for post in posts if "Påsklov" in post["namn"]} == {"grundskola", "gymnasium"}
