"""Lists of areas read in: every row's fate first, saved when confirmed, undone as a whole."""

from __future__ import annotations

import io
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook

from accounts.models import User
from common.list_runs import LIST_RUN_MOVES, ListRunStatus
from common.moves import MoveRefusedError
from neighbourhoods import services, transitions
from neighbourhoods.importing.area_list import HEADINGS, status_words
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, ListRun, StartupCase
from neighbourhoods.views.areas import columns
from tests.factories.accounts import HouseClient
from tests.factories.neighbourhoods import make_agent, make_area, make_district, make_organisation

pytestmark = pytest.mark.django_db
HEAD = "Namn;Kommundel;Boende;Ägare;Hushåll;Deltar;Startade\n"


def preview(text: str, encoding: str = "utf-8", name: str = "lista.csv") -> ListRun:
    return services.preview_list(kind="areas", name=name, file=io.BytesIO(text.encode(encoding)), by=None)


def fates(run: ListRun) -> list[str]:
    return list(run.rows.values_list("outcome", flat=True))


def test_each_row_has_its_fate_and_nothing_is_saved() -> None:
    tumba = make_district("Tumba")
    make_organisation("Provhem")
    make_area("Ekgården", district=tumba, households=40, households_joined=30)
    make_area("Lindgården", district=tumba, households=10, households_joined=5)
    text = HEAD + (
        "Ängen;tumba;hyresrätt;provhem;20;10;2011-04-30\nEKGÅRDEN;Tumba;;;45;30;\nLindgården;Tumba;;;10;5;\n"
        "Ängen;Tumba;;;1;1;\nBjörken;Rågsved;;;;;\nBjörken;;;;;;\n;Tumba;;;;;\nBjörken;Tumba;slott;;;;\n"
        "Asken;Tumba;;;fem;;\nAlmen;Tumba;;;5;6;\nHägern;Tumba;;;;;i våras\nTallen;Tumba;;Okänd;;;\n"
    )
    run = preview(text)
    assert fates(run) == ["new", "changed", "unchanged", *["refused"] * 9]
    assert run.rows.get(number=3).before["households"] == 40 and run.rows.get(number=3).after["households"] == 45
    assert all(run.rows.filter(outcome="refused").values_list("remark", flat=True))
    assert Area.objects.count() == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_letters_arrive_whole_whatever_the_encoding(encoding: str) -> None:
    make_district("Tumba")
    assert preview(HEAD + "Åsen;Tumba;;;;;\n", encoding).rows.get().name == "Åsen"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"Namn;Kommundel;Namn\nA;Tumba;B\n", "a.csv", "column_twice"),
        (b"Gata;Nummer\nA;1\n", "a.csv", "no_columns"),
        (b"", "a.csv", "no_columns"),
        (b"Namn;Kommundel\n;\n", "a.csv", "no_rows"),
        (b"Namn;Kommundel\n" + b";\n" * 60_000, "a.csv", "no_rows"),
        (b"Namn;Kommundel\n" + b"A;Tumba\n" * 50_000, "a.csv", "too_many_rows"),
        (b'Namn;Kommundel\n"A;' + b"Tumba\n" * 30_000, "a.csv", "unreadable"),
        (b"PK\x03\x04", "a.xlsx", "unreadable"),
        (b"x" * 5_000_001, "a.csv", "too_large"),
        (b"%PDF", "a.pdf", "file_kind"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_nothing(content: bytes, name: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        services.preview_list(kind="areas", name=name, file=io.BytesIO(content), by=None)
    assert refused.value.error_list[0].code == code
    assert not ListRun.objects.exists()


def test_a_workbook_with_merged_cells_days_as_numbers_and_formulas() -> None:
    make_district("Tumba")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Namn", "Kommundel", "Hushåll", "Startade", "Anteckning"])
    sheet.append(["Eken", "Tumba", 12.0, 40663])
    sheet.append(["Asken", None, "=1+1", None])
    sheet.append(["Almen", None, 5, None])
    sheet.merge_cells("B2:B4")
    out = io.BytesIO()
    book.save(out)
    run = services.preview_list(kind="areas", name="a.xlsx", file=io.BytesIO(out.getvalue()), by=None)
    assert fates(run) == ["new", "refused", "refused"]
    merged = "Raden saknar kommundel. Sammanslagna celler behöver fyllas i på varje rad."
    assert run.rows.get(number=4).remark == merged
    first = run.rows.get(number=2).after
    assert (first["households"], first["started_on"]) == (12, "2011-04-30")
    assert run.left_out == ["Anteckning"]


def test_saved_when_confirmed_and_undone_as_a_whole(coordinator: User) -> None:
    tumba = make_district("Tumba")
    held = make_area("Ekgården", district=tumba, households=40, households_joined=30)
    run = preview(HEAD + "Åsen;Tumba;;;5;1;\nEkgården;Tumba;;;45;;2011-04-30\n")
    services.save_list(run=run, by=coordinator)
    made = Area.objects.get(name="Åsen")
    held.refresh_from_db()
    assert (made.status, made.slug, made.events.get().actor) == ("interest", "asen", coordinator)
    assert (held.households, str(held.started_on)) == (45, "2011-04-30")
    assert held.history.first().history_user == coordinator  # type: ignore[union-attr]
    with pytest.raises(MoveRefusedError):
        services.save_list(run=run, by=coordinator)
    assert services.undo_list(run=run, by=coordinator) == 0
    held.refresh_from_db()
    assert (held.households, held.started_on) == (40, None)
    assert not Area.objects.filter(name="Åsen").exists()


def test_what_has_changed_since_is_told_and_left(coordinator: User) -> None:
    make_district("Tumba")
    run = preview(HEAD + "Åsen;Tumba;;;5;1;\nBäcken;Tumba;;;5;1;\nDalen;Tumba;;;5;1;\n")
    services.save_list(run=run, by=coordinator)
    Area.objects.filter(name="Åsen").update(households=6)
    make_agent(Area.objects.get(name="Bäcken"))
    assert services.undo_list(run=run, by=coordinator) == 2
    assert set(Area.objects.values_list("name", flat=True)) == {"Åsen", "Bäcken"}
    assert run.rows.exclude(remark="").count() == 2


def test_an_area_that_changed_after_the_preview_is_refused(coordinator: User) -> None:
    held = make_area("Ekgården", district=make_district("Tumba"), households=40, households_joined=30)
    run = preview(HEAD + "Ekgården;Tumba;;;45;;\nÅsen;Tumba;;;;;\n")
    Area.objects.filter(pk=held.pk).update(households=50)
    services.save_list(run=run, by=coordinator)
    held.refresh_from_db()
    assert held.households == 50
    assert run.counts == {"refused": 1, "new": 1}


@pytest.mark.parametrize(("here", "there"), list(product(ListRunStatus, ListRunStatus)))
def test_every_pair_of_states(here: ListRunStatus, there: ListRunStatus) -> None:
    run = ListRun.objects.create(file_name="a.csv", status=here)
    if there in LIST_RUN_MOVES[here]:
        assert transitions.move_list_run(run, there, by=None).moved_to == there
    else:
        with pytest.raises(MoveRefusedError):
            transitions.move_list_run(run, there, by=None)


def test_the_pages_from_file_to_undone(client: HouseClient, coordinator: User) -> None:
    make_district("Tumba")
    client.force_login(coordinator)
    index = reverse("neighbourhoods:list_runs")
    bad = client.post(index, {"kind": "areas", "file": SimpleUploadedFile("a.csv", b"Gata;Nummer\nA;1\n")})
    assert bad.status_code == 422
    text = HEAD + 'Åsen;Tumba;;;5;1;\n"=1+1";;;;;;\n'
    answer = client.post(index, {"kind": "areas", "file": SimpleUploadedFile("a.csv", text.encode())})
    run = ListRun.objects.get()
    assert answer.headers["Location"] == reverse("neighbourhoods:list_run", args=[run.pk])
    assert "Åsen" in client.get(answer.headers["Location"]).content.decode()
    lines = b"".join(client.get(reverse("neighbourhoods:list_refused", args=[run.pk, "csv"]))).decode()  # type: ignore[arg-type]
    assert "'=1+1" in lines and "Kommundel" in lines
    every = reverse("neighbourhoods:list_rows", args=[run.pk, "csv"])
    for query, numbers in (({}, ["2", "3"]), ({"visa": "new"}, ["2"]), ({"visa": "unchanged"}, [])):
        lines = b"".join(client.get(every, query)).decode()  # type: ignore[arg-type]
        assert [line.split(";")[0] for line in lines.splitlines()[1:]] == numbers
    for what, names in (("spara", ["Åsen"]), ("angra", [])):
        client.post(reverse("neighbourhoods:list_decide", args=[run.pk, what]))
        assert list(Area.objects.values_list("name", flat=True)) == names
    assert client.get(index).status_code == 200


def test_thrown_away(client: HouseClient, coordinator: User, agent: User) -> None:
    make_district("Tumba")
    run = preview(HEAD + "Åsen;Tumba;;;5;1;\n")
    away = reverse("neighbourhoods:list_decide", args=[run.pk, "slang"])
    client.force_login(agent)
    assert client.post(away).status_code == 404
    client.force_login(coordinator)
    assert client.post(away).status_code == 302
    run.refresh_from_db()
    assert run.status == ListRunStatus.DISCARDED and not run.rows.exists() and not Area.objects.exists()


def test_a_new_area_brings_its_status_and_who_declines_and_an_old_one_keeps_its_own(coordinator: User) -> None:
    held = make_area("Ekgården", district=make_district("Tumba"), households=40, households_joined=30)
    rows = "Åsen;Tumba;Aktivt;9;5;4\nBäcken;Tumba;closed;;;\nDalen;Tumba;Vilande;;;\nÅn;Tumba;pausat;;;\n"
    run = preview("Namn;Kommundel;Status;Hushåll;Deltar;Tackar nej\n" + rows + "Ekgården;Tumba;vilande;;;10\n")
    assert fates(run) == ["new", "new", "new", "refused", "changed"] and not run.left_out
    assert "aktivt" in run.rows.get(number=5).remark and "aktivt" in run.rows.get(number=6).remark
    assert fates(preview("Namn;Kommundel;Hushåll;Deltar;Tackar nej\nEken;Tumba;5;3;3\n")) == ["refused"]
    services.save_list(run=run, by=coordinator)
    made = Area.objects.exclude(pk=held.pk).order_by("name")
    assert {one.name: one.status for one in made} == {"Bäcken": "closed", "Dalen": "dormant", "Åsen": "active"}
    assert all(one.events.get().moved_to == one.status for one in made) and not StartupCase.objects.exists()
    held.refresh_from_db()
    assert (held.status, held.households_declined) == ("active", 10)
    services.score_areas()
    services.move_area(area=Area.objects.get(name="Dalen"), to=AreaStatus.CLOSED, by=coordinator)
    assert services.undo_list(run=run, by=coordinator) == 1
    held.refresh_from_db()
    assert set(Area.objects.values_list("name", flat=True)) == {"Ekgården", "Dalen"} and held.households_declined == 0


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_the_list_of_areas_writes_can_be_read_again(language: str) -> None:
    known = {word for words in HEADINGS.values() for word in words}
    with translation.override(language):
        headings = {str(heading).lower() for heading, _cell in columns()}
        derived = {str(word).lower() for word in (_("How it is"), _("Contact agents"))}
        assert headings - known == derived
        assert {status_words()[str(label).lower()] for label in AreaStatus.labels} == set(AreaStatus.values)


def test_a_list_says_that_it_does_not_move_the_day_an_area_was_closed() -> None:
    make_area("Ekgården", district=make_district("Tumba"), status="closed")
    rows = preview("Namn;Kommundel;Status;Stängdes\nEkgården;Tumba;stängd;2015-05-05\n").rows
    assert (rows.get().outcome, "står kvar" in rows.get().remark) == ("unchanged", True)
