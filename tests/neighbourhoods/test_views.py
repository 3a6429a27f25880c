"""Pages of the places: own area, other area, anonymous, wrong method; same number of queries for 1 and 50."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEntry, User
from common import clock, paging
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, ContactAgent
from tests.factories.neighbourhoods import make_agent, make_area, make_district, square

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(agent: User) -> Area:
    return make_agent(make_area("Egna gården", boundary=square()), agent).area


@pytest.fixture
def other() -> Area:
    area = make_agent(make_area("Andra gården", boundary=square(17.85)), is_head=True).area
    make_agent(area, agrees_to_be_shown=True)
    return area


def pages(area: Area) -> Iterator[tuple[str, str]]:
    """Every coordinator's page with the method it takes."""
    appointment = area.agents.first()
    assert appointment is not None
    yield "get", reverse("neighbourhoods:areas")
    yield "get", reverse("neighbourhoods:areas_export", args=["csv"])
    yield "get", reverse("neighbourhoods:areas_export", args=["xlsx"])
    yield "get", reverse("neighbourhoods:area", args=[area.slug])
    yield "post", reverse("neighbourhoods:area_move", args=[area.slug])
    yield "get", reverse("neighbourhoods:appoint", args=[area.slug])
    yield "post", reverse("neighbourhoods:appoint", args=[area.slug])
    yield "get", reverse("neighbourhoods:end", args=[area.slug, appointment.pk])
    yield "post", reverse("neighbourhoods:end", args=[area.slug, appointment.pk])


def test_coordinators_pages_are_404_for_others_and_lead_the_anonymous_to_sign_in(
    client: Client, agent: User, volunteer: User, own: Area
) -> None:
    for method, address in pages(own):
        assert getattr(client, method)(address).status_code == 302, address
    for user in (agent, volunteer):
        client.force_login(user)
        for method, address in pages(own):
            assert getattr(client, method)(address).status_code == 404, address


def test_police_read_but_change_nothing(client: Client, police: User, own: Area) -> None:
    client.force_login(police)
    told = [getattr(client, method)(address).status_code for method, address in pages(own)]
    assert told == [200, 200, 200, 200, 404, 404, 404, 404, 404]
    held = make_agent(own)
    page = client.get(reverse("neighbourhoods:area", args=[own.slug])).content.decode()
    assert str(held.user) in page and held.user.email not in page
    own.refresh_from_db()
    assert own.status == AreaStatus.ACTIVE


def test_coordinator_opens_every_page_and_wrong_methods_are_refused(
    client: Client, coordinator: User, own: Area
) -> None:
    client.force_login(coordinator)
    for method, address in pages(own):
        response = getattr(client, method)(address, {"till": "dormant"} if "status" in address else {})
        assert response.status_code in (200, 302), address
        assert client.put(address).status_code == 405, address
    assert client.get(reverse("neighbourhoods:area_move", args=[own.slug])).status_code == 405
    assert client.get(reverse("neighbourhoods:area", args=["finns-inte"])).status_code == 404
    assert client.get("/samordning/omraden/lista.exe").status_code == 404


def test_portal_own_area_other_area_anonymous_wrong_method(
    client: Client, agent: User, volunteer: User, own: Area, other: Area
) -> None:
    address = reverse("neighbourhoods:portal_area", args=[own.slug])
    assert client.get(address).status_code == 302
    client.force_login(agent)
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 405
    assert client.get(reverse("neighbourhoods:portal_area", args=[other.slug])).status_code == 404
    client.force_login(volunteer)
    assert client.get(address).status_code == 404


def test_portal_shuts_the_day_after_the_last(client: Client, agent: User) -> None:
    area = make_agent(make_area(), agent, last_day=clock.today() - timedelta(days=1)).area
    client.force_login(agent)
    assert client.get(reverse("neighbourhoods:portal_area", args=[area.slug])).status_code == 404


def test_portal_names_only_those_who_agree_except_to_the_head(
    client: Client, agent: User, other_agent: User, own: Area
) -> None:
    shy = make_agent(own)
    make_agent(own, other_agent, is_head=True, agrees_to_be_shown=True)
    address = reverse("neighbourhoods:portal_area", args=[own.slug])
    client.force_login(agent)
    page = client.get(address).content.decode()
    assert shy.user.email not in page and str(shy.user) not in page
    assert str(other_agent) in page and other_agent.email not in page
    client.force_login(other_agent)
    page = client.get(address).content.decode()
    assert str(shy.user) in page and shy.user.email not in page and agent.email not in page
    assert reverse("neighbourhoods:group") in page


def test_portal_gives_the_districts_figure_in_place_of_a_small_one(client: Client, agent: User) -> None:
    district = make_district("Tumba")
    make_area(district=district, households_joined=37)
    area = make_agent(make_area(district=district, households_joined=3), agent).area
    client.force_login(agent)
    page = client.get(reverse("neighbourhoods:portal_area", args=[area.slug])).content.decode()
    assert "<b>40</b>" in page and "<b>3</b>" not in page


def test_list_searches_filters_and_sorts(client: Client, coordinator: User, own: Area, other: Area) -> None:
    client.force_login(coordinator)
    asleep = make_area(
        "Sovande", status=AreaStatus.DORMANT, housing=Area.Housing.RENTED, households=7, households_joined=0
    )

    def names(**query: str) -> list[str]:
        response = client.get(reverse("neighbourhoods:areas"), query)
        return [area.name for area in response.context["page"].object_list]

    assert names(q="egna") == ["Egna gården"]
    assert names(q=f"Andra {other.district.name}") == ["Andra gården"]
    assert names(q="Prov Kontaktombud") == ["Egna gården"]
    assert names(status="dormant") == names(boende="rented") == names(lage="dormant") == ["Sovande"]
    assert names(kommundel=asleep.district.slug) == ["Sovande"]
    assert names(ordning="hushall")[0] == names(ordning="-namn")[0] == "Sovande"
    assert len(names(ordning="drop table", status="nonsens", kommundel="nowhere", sida="x", lage="'")) == 3


def test_the_list_takes_the_same_queries_for_one_row_and_fifty(  # type: ignore[no-untyped-def]
    client: Client, coordinator: User, own: Area, django_assert_num_queries
) -> None:
    client.force_login(coordinator)
    address = reverse("neighbourhoods:areas")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _number in range(49):
        make_agent()
    with django_assert_num_queries(len(one)):
        assert len(client.get(address).context["page"].object_list) == 50


def test_exports_are_logged_and_hold_what_the_filter_lets_through(
    client: Client, coordinator: User, own: Area, other: Area
) -> None:
    client.force_login(coordinator)
    book = client.get(reverse("neighbourhoods:areas_export", args=["xlsx"]), {"q": "egna"})
    rows = list(load_workbook(BytesIO(book.content)).active.values)  # type: ignore[union-attr]
    found = dict(zip(rows[0], rows[1], strict=True))
    assert len(rows) == 2 and found["Namn"] == "Egna gården" and found["Kontaktombud"] == 1
    text = b"".join(client.get(reverse("neighbourhoods:areas_export", args=["csv"])).streaming_content)  # type: ignore[attr-defined]
    assert text.startswith(b"\xef\xbb\xbf") and text.count(b"\r\n") == 3
    assert AuditEntry.objects.filter(action="areas.exported", actor=coordinator).count() == 2


def test_coordinator_appoints_someone_new_and_ends_it(client: Client, coordinator: User, own: Area) -> None:
    client.force_login(coordinator)
    address = reverse("neighbourhoods:appoint", args=[own.slug])
    data = {"email": "ny@example.com", "starts_on": "2026-01-01", "is_head": "on"}
    refused = client.post(address, data)
    assert refused.status_code == 200 and refused.context["form"].errors["full_name"]
    assert client.post(address, data | {"full_name": "Ny Exempel"}).status_code == 302
    appointment = ContactAgent.objects.get(user__email="ny@example.com")
    assert appointment.is_head and appointment.user.has_perm("neighbourhoods.use_portal")
    again = client.post(address, data | {"full_name": "Ny Exempel"})
    assert again.status_code == 200 and again.context["form"].non_field_errors()
    end = reverse("neighbourhoods:end", args=[own.slug, appointment.pk])
    yesterday = clock.today() - timedelta(days=1)
    assert client.post(end, {"last_day": "igår"}).status_code == 200
    assert client.post(end, {"last_day": yesterday.isoformat()}).status_code == 302
    appointment.refresh_from_db()
    assert appointment.last_day == yesterday
    assert not appointment.user.groups.exists()


def test_an_appointment_of_another_area_is_not_found(client: Client, coordinator: User, own: Area, other: Area) -> None:
    client.force_login(coordinator)
    elsewhere = other.agents.first()
    assert elsewhere is not None
    assert client.get(reverse("neighbourhoods:end", args=[own.slug, elsewhere.pk])).status_code == 404


def test_a_move_that_is_refused_is_said_and_a_made_up_one_is_404(client: Client, coordinator: User, own: Area) -> None:
    client.force_login(coordinator)
    address = reverse("neighbourhoods:area_move", args=[own.slug])
    assert client.post(address, {"till": "forming"}, follow=True).status_code == 200
    own.refresh_from_db()
    assert own.status == AreaStatus.ACTIVE
    assert client.post(address, {"till": "gone"}).status_code == 404


def test_reading_the_agents_contact_data_is_logged(client: Client, coordinator: User, own: Area) -> None:
    client.force_login(coordinator)
    client.get(reverse("neighbourhoods:area", args=[own.slug]))
    entry = AuditEntry.objects.get(action="area.agents_read")
    assert (entry.actor, entry.object_id) == (coordinator, str(own.pk))


@pytest.mark.parametrize(("page", "words"), [("areas", "Fler än 2 områden"), ("agents", "Fler än 2 uppdrag")])
def test_a_long_list_shows_the_first_and_says_so_and_its_file_holds_all(
    client: Client, coordinator: User, monkeypatch: pytest.MonkeyPatch, page: str, words: str
) -> None:
    for name in ("Cederkvarteret", "Almkvarteret", "Björkkvarteret"):
        make_agent(make_area(name, district=make_district("Tumba")))
    client.force_login(coordinator)
    address = reverse(f"neighbourhoods:{page}")
    assert "Fler än" not in client.get(address).content.decode()
    monkeypatch.setattr(paging, "MOST_LISTED", 2)
    found = client.get(address, {"q": "kvarteret", "sida": "9"})
    assert words in found.content.decode() and len(found.context["page"].object_list) == 2
    shown = [getattr(row, "area", row).name for row in found.context["page"].object_list]
    assert shown == ["Almkvarteret", "Björkkvarteret"]
    assert "Fler än" not in client.get(address, {"q": "ceder"}).content.decode()
    taken = b"".join(client.get(reverse(f"neighbourhoods:{page}_export", args=["csv"]))).decode()
    assert taken.count("kvarteret") == 3


def test_only_who_may_read_agents_addresses_finds_areas_by_them(
    client: Client, coordinator: User, police: User, own: Area
) -> None:
    held = make_agent(own, User.objects.create_user("unik.adress@example.org", "Sonja Exempel"))
    for user, word, found in (
        (coordinator, "unik.adress", True),
        (police, "unik.adress", False),
        (police, "Sonja", True),
    ):
        client.force_login(user)
        page = client.get(reverse("neighbourhoods:areas"), {"q": word})
        assert (held.area in page.context["page"].object_list) == found, (user, word)
