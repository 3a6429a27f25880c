"""Lists of contact agents read in: every row's fate first, saved when confirmed, undone as a whole."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from accounts.models import User
from accounts.roles import CONTACT_AGENT, HEAD_CONTACT_AGENT
from common import clock
from neighbourhoods import services
from neighbourhoods.models import Area, ContactAgent, ListRow, ListRun
from tests.factories.accounts import HouseClient, person
from tests.factories.neighbourhoods import make_agent, make_area, make_district

pytestmark = pytest.mark.django_db
HEAD = "E-post;Namn;Område;Kommundel;Första dag;Sista dag;Huvudkontaktombud;Får visas;Grundkurs\n"


@pytest.fixture
def area() -> Area:
    return make_area("Ekgården", district=make_district("Tumba"))


def preview(text: str, by: User | None = None, encoding: str = "utf-8") -> ListRun:
    file = io.BytesIO(text.encode(encoding))
    return services.preview_list(kind="agents", name="ombud.csv", file=file, by=by)


def fates(run: ListRun) -> list[str]:
    return list(run.rows.values_list("outcome", flat=True))


def test_each_row_has_its_fate_and_nothing_is_saved(area: Area) -> None:
    make_area("Ekgården", district=make_district("Alby"), slug="ekgarden-alby")
    make_area("Stängda", district=area.district, status="closed")
    held = make_agent(area, user=person(email="gun@example.org"), is_head=True)
    User.objects.create_user("borta@example.org", "Bo", is_active=False)
    text = HEAD + (
        "ny@example.org;Åsa Ny;Ekgården;tumba;2026-01-01;;nej;ja;40663\n"
        "GUN@example.org;;Ekgården;Tumba;;;;ja;\n"
        "gun@example.org;;Ekgården;Tumba;;;;;\n"
        "ny@example.org;Åsa Ny;Ekgården;Tumba;;;;;\n"
        "ny2@example.org;Bo;Ekgården;;;;;;\n"
        "ny2@example.org;Bo;Ingen;Tumba;;;;;\n"
        "ny2@example.org;Bo;;Tumba;;;;;\n"
        "inte en adress;Bo;Ekgården;Tumba;;;;;\n"
        ";Bo;Ekgården;Tumba;;;;;\n"
        "ny2@example.org;;Ekgården;Tumba;;;;;\n"
        "ny2@example.org;Bo;Ekgården;Tumba;;;ja;;\n"
        "ny2@example.org;Bo;Ekgården;Tumba;2026-05-01;2026-04-30;;;\n"
        "ny2@example.org;Bo;Ekgården;Tumba;;;kanske;;\n"
        "ny2@example.org;Bo;Ekgården;Tumba;i våras;;;;\n"
        "ny2@example.org;Bo;Stängda;Tumba;;;;;\n"
        "borta@example.org;Bo;Ekgården;Tumba;;;;;\n"
        "ny2@example.org;=1+1;Ekgården;Tumba;;;;;\n"
    )
    run = preview(text)
    assert fates(run) == ["new", "changed", *["refused"] * 15]
    assert all(run.rows.filter(outcome="refused").values_list("remark", flat=True))
    assert len(set(run.rows.values_list("remark", flat=True))) >= 13
    first, second = run.rows.get(number=2), run.rows.get(number=3)
    assert (first.after["starts_on"], first.after["trained_on"]) == ("2026-01-01", "2011-04-30")
    assert (second.kept_id, second.before["agrees_to_be_shown"], second.after["agrees_to_be_shown"]) == (
        held.pk,
        False,
        True,
    )
    assert ContactAgent.objects.count() == 1 and not User.objects.filter(email="ny@example.org").exists()


def test_saved_when_confirmed_and_undone_with_accounts_and_roles(area: Area, coordinator: User) -> None:
    old = make_agent(area, user=person(email="gun@example.org"), is_head=True)
    text = HEAD + "gun@example.org;;Ekgården;;;;nej;;\nny@example.org;Åsa Ny;Ekgården;;;;ja;;\n"
    run = preview(text, by=coordinator)
    assert fates(run) == ["changed", "new"]
    services.save_list(run=run, by=coordinator)
    old.refresh_from_db()
    new = ContactAgent.objects.get(user__email="ny@example.org")
    assert (old.is_head, new.is_head, new.starts_on) == (False, True, clock.today())
    assert [group.name for group in new.user.groups.all()] == [HEAD_CONTACT_AGENT]
    assert services.undo_list(run=run, by=coordinator) == 0
    old.refresh_from_db()
    assert old.is_head and not User.objects.filter(email="ny@example.org").exists()
    assert set(old.user.groups.values_list("name", flat=True)) >= {HEAD_CONTACT_AGENT}


def test_an_account_that_was_used_stays_and_a_changed_appointment_is_left(area: Area, coordinator: User) -> None:
    text = HEAD + "ny@example.org;Åsa;Ekgården;;;;;;\nbo@example.org;Bo;Ekgården;;;;;;\n"
    run = preview(text, by=coordinator)
    services.save_list(run=run, by=coordinator)
    User.objects.filter(email="ny@example.org").update(last_login=clock.now())
    ContactAgent.objects.filter(user__email="bo@example.org").update(agrees_to_be_shown=True)
    assert services.undo_list(run=run, by=coordinator) == 1
    assert list(ContactAgent.objects.values_list("user__email", flat=True)) == ["bo@example.org"]
    used = User.objects.get(email="ny@example.org")
    assert not used.groups.exists()
    assert User.objects.get(email="bo@example.org").groups.get().name == CONTACT_AGENT


def test_what_changed_since_the_preview_is_refused(area: Area, coordinator: User) -> None:
    run = preview(HEAD + "ny@example.org;Åsa;Ekgården;;;;ja;;\nbo@example.org;Bo;Ekgården;;;;;;\n", by=coordinator)
    make_agent(area, user=person(email="gun@example.org"), is_head=True)
    services.save_list(run=run, by=coordinator)
    assert run.counts == {"refused": 1, "new": 1}
    assert not User.objects.filter(email="ny@example.org").exists()


def test_only_who_may_invite_adds_people(area: Area, police: User) -> None:
    assert fates(preview(HEAD + "ny@example.org;Åsa;Ekgården;;;;;;\n", by=police)) == ["refused"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_letters_and_cells_arrive_whole(area: Area, encoding: str, delimiter: str) -> None:
    text = "E-post;Namn;Område\nåsa@example.org;~Åsa; Öberg~;Ekgården\n".replace("åsa@", "asa@")
    file = text.replace(";", delimiter).replace("~", '"')
    assert preview(file, encoding=encoding).rows.get().cells["full_name"].startswith("Åsa")


def test_a_workbook_with_ten_thousand_empty_rows_and_a_formula(area: Area) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["E-post", "Namn", "Område", "Första dag"])
    sheet.append(["ny@example.org", "Åsa", "Ekgården", 46000])
    sheet.append(["bo@example.org", '=CONCATENATE("B";"o")', "Ekgården", None])
    sheet.append(["eva@example.org", "Eva", None, None])
    sheet.merge_cells("C3:C4")
    sheet.cell(row=10_004, column=1, value=" ")
    out = io.BytesIO()
    book.save(out)
    run = services.preview_list(kind="agents", name="a.xlsx", file=io.BytesIO(out.getvalue()), by=None)
    assert fates(run) == ["new", "refused", "refused"]
    assert "CONCATENATE" in run.rows.get(number=3).remark
    merged = "Raden saknar område. Sammanslagna celler måste fyllas i på varje rad."
    assert run.rows.get(number=4).remark == merged


def test_the_rows_are_forgotten_after_a_month_and_on_erasure(area: Area, coordinator: User) -> None:
    run = preview(HEAD + "ny@example.org;Åsa;Ekgården;;;;;;\n", by=coordinator)
    services.save_list(run=run, by=coordinator)
    assert {row["kind"] for row in services.export_person("ny@example.org")} == {"appointment", "list"}
    services.erase_person("ny@example.org")
    assert not ListRow.objects.filter(cells__has_key="email").exists()
    ListRun.objects.update(at=clock.now() - timedelta(days=31))
    run.refresh_from_db()
    with pytest.raises(ValidationError):
        services.undo_list(run=run, by=coordinator)
    assert services.forget_lists() == 1 and not run.rows.exists() and run.counts == {"new": 1}


def test_the_list_that_is_fetched_comes_back_unchanged(
    client: HouseClient, coordinator: User, area: Area, police: User
) -> None:
    make_agent(
        area, user=person(email="gun@example.org", full_name="Gun; Öberg"), is_head=True, trained_on=clock.today()
    )
    client.force_login(coordinator)
    page = client.get(reverse("neighbourhoods:agents"), {"q": "gun", "vilka": "head", "kommundel": "tumba"})
    assert "gun@example.org" in page.content.decode()
    assert "gun@example.org" not in client.get(reverse("neighbourhoods:agents"), {"nar": "former"}).content.decode()
    for kind in ("csv", "xlsx"):
        fetched = client.get(reverse("neighbourhoods:agents_export", args=[kind]))
        content = fetched.content if kind == "xlsx" else b"".join(fetched)  # type: ignore[arg-type]
        upload = SimpleUploadedFile(f"ombud.{kind}", content)
        sent = client.post(reverse("neighbourhoods:list_runs"), {"kind": "agents", "file": upload})
        run = ListRun.objects.latest("pk")
        assert sent.headers["Location"] == reverse("neighbourhoods:list_run", args=[run.pk])
        assert (fates(run), run.left_out) == (["unchanged"], [])
    shown = client.get(reverse("neighbourhoods:list_run", args=[run.pk])).content.decode()
    assert "Gun; Öberg" in shown
