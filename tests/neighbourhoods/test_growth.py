"""Growth since 2002: what lists say of the past is counted in its years, and stays when people are forgotten."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common import personal_data
from neighbourhoods import figures, services
from neighbourhoods.models import Area, ContactAgent, ListRun
from tests.factories.neighbourhoods import make_agent, make_area, make_district

pytestmark = pytest.mark.django_db
AREAS = "Namn;Kommundel;Status;Boende;Startade;Stängdes\n"
AGENTS = "E-post;Namn;Område;Första dag;Sista dag\n"


def read_in(kind: str, text: str, by: User) -> ListRun:
    run = services.preview_list(kind=kind, name="lista.csv", file=io.BytesIO(text.encode()), by=by)
    return services.save_list(run=run, by=by)


def fates(run: ListRun) -> list[str]:
    return list(run.rows.values_list("outcome", flat=True))


def test_closed_areas_and_erased_agents_count_in_their_years(client: Client, coordinator: User) -> None:
    make_district("Tumba")
    areas = "Gamla;Tumba;Stängd;hyresrätt;2004-05-01;2010-03-01\nNya;Tumba;Aktiv;villaägarförening;2008-05-01;\n"
    read_in("areas", AREAS + areas, coordinator)
    agents = "gun@example.org;Gun;Gamla;2004-05-01;2006-12-31\nbo@example.org;Bo;Nya;2008-05-01;\n"
    assert fates(read_in("agents", AGENTS + agents, coordinator)) == ["new", "new"]
    before = {housing: figures.growth(housing=housing) for housing in ("", "rented", "house_owners")}
    counted = {row.year: (row.areas, row.agents) for row in before[""]}
    assert [counted[year] for year in (2003, 2004, 2006, 2007, 2009, 2010)] == [
        (0, 0),
        (1, 1),
        (1, 1),
        (1, 0),
        (2, 1),
        (1, 1),
    ]
    rented = {row.year: (row.areas, row.agents) for row in before["rented"]}
    assert (rented[2006], rented[2009], rented[2010]) == ((1, 1), (1, 0), (0, 0))
    for email in ("gun@example.org", "bo@example.org"):
        personal_data.erase(email)
    after = {housing: figures.growth(housing=housing) for housing in before}
    assert {housing: rows[:-1] for housing, rows in after.items()} == {
        housing: rows[:-1] for housing, rows in before.items()
    }
    assert (before[""][-1].agents, after[""][-1].agents) == (1, 0)
    client.force_login(coordinator)
    listed = client.get(reverse("neighbourhoods:agents"), {"nar": "former"}).content.decode()
    assert not User.objects.filter(full_name__in=("Gun", "Bo")).exists() and "example.invalid" not in listed


def test_a_day_of_closing_must_be_true_and_an_unknown_one_is_said(coordinator: User) -> None:
    make_district("Tumba")
    rows = "A;Tumba;Aktiv;;;2010-03-01\nB;Tumba;Stängd;;2011-01-01;2010-03-01\nC;Tumba;Stängd;;;2100-01-01\n"
    run = read_in("areas", AREAS + rows + "D;Tumba;Stängd;;2004-01-01;\n", coordinator)
    assert fates(run) == ["refused", "refused", "refused", "new"]
    assert "räknas området som stängt från i dag" in run.rows.get(number=5).remark
    assert services.undo_list(run=run, by=coordinator) == 0 and not Area.objects.exists()


def test_past_agents_are_read_in_and_a_second_period_of_the_same_person(coordinator: User) -> None:
    make_area("Gamla", status="closed")
    held = make_agent(make_area("Nya"), starts_on=date(2020, 1, 1))
    rows = (
        "gun@example.org;Gun;Gamla;2004-05-01;2006-12-31\n"
        "gun@example.org;Gun;Gamla;2008-01-01;2009-12-31\n"
        "gun@example.org;Gun;Gamla;2009-06-01;2010-12-31\n"
        "gun@example.org;Gun;Gamla;2020-01-01;\n"
        f"{held.user.email};;Nya;2004-05-01;2006-12-31\n"
    )
    wanted = ["new", "new", "refused", "refused", "new"]
    assert fates(read_in("agents", AGENTS + rows, coordinator)) == wanted
    assert ContactAgent.objects.filter(user__email="gun@example.org").count() == 2
    assert not User.objects.get(email="gun@example.org").groups.exists()
    again = fates(read_in("agents", AGENTS + rows, coordinator))
    assert again == ["unchanged", "unchanged", "refused", "refused", "unchanged"]
