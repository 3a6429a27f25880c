"""How an area begins: interest with consent, the pool, the case with its steps."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from common import clock, personal_data
from common.moves import MoveRefusedError
from neighbourhoods import figures, services, transitions
from neighbourhoods.lifecycle import INTEREST_MOVES, STARTUP_MOVES, AreaStatus, InterestStatus, StartupStatus
from neighbourhoods.models import Area, InterestedPerson, InterestEvent, StartupCase, StartupEvent
from neighbourhoods.periodic import forget_interested
from tests.factories.neighbourhoods import (
    make_address,
    make_agent,
    make_area,
    make_district,
    make_interested,
    make_municipality,
    make_sign,
    make_startup,
    square,
)

pytestmark = pytest.mark.django_db

BEGIN = "/grannsamverkan/starta/"


def code_of(error: pytest.ExceptionInfo[ValidationError]) -> Any:
    """Return the code of the first sentence."""
    return error.value.error_list[0].code


@pytest.mark.parametrize(("here", "there"), list(product(StartupStatus, StartupStatus)))
def test_every_pair_of_a_cases_states(here: StartupStatus, there: StartupStatus) -> None:
    case = make_startup(status=here, closed_at=None if here is StartupStatus.OPEN else clock.now())
    if there in STARTUP_MOVES[here]:
        transitions.move_startup(case, there, by=None)
        held = StartupCase.objects.get()
        assert (held.status, held.closed_at is None) == (there, there is StartupStatus.OPEN)
    else:
        with pytest.raises(MoveRefusedError):
            transitions.move_startup(case, there, by=None)
        assert not StartupEvent.objects.exists()


@pytest.mark.parametrize(("here", "there"), list(product(InterestStatus, InterestStatus)))
def test_every_pair_of_an_interests_states(here: InterestStatus, there: InterestStatus) -> None:
    person = make_interested(status=here)
    if there in INTEREST_MOVES[here]:
        transitions.move_interest(person, there, by=None)
        assert InterestEvent.objects.get().moved_to == there
    else:
        with pytest.raises(MoveRefusedError):
            transitions.move_interest(person, there, by=None)
        assert InterestedPerson.objects.get().status == here


def asks(client: Any, **fields: Any) -> Any:
    """Send the public form."""
    sent = {"name": "Robin Exempel", "email": "robin@example.com", "address": "Exempelvägen 1", "consent": "on"}
    return client.post(BEGIN, sent | fields)


def test_an_address_finds_district_and_area(client: Any) -> None:
    make_municipality()
    district = make_district("Tumba", boundary=square(17.80, 59.18, 0.1))
    make_area("Solbacken", district=district, boundary=square())
    make_address("Exempelvägen", "1")
    make_address("Långt bort", "1", latitude=59.25, longitude=17.85)
    there = client.get(BEGIN, {"adress": "exempelvägen 1"}).content.decode()
    assert "Solbacken" in there and "Tumba" in there
    nowhere = client.get(BEGIN, {"adress": "Långt bort 1"}).content.decode()
    assert "Solbacken" not in nowhere and "Tumba" in nowhere
    by_point = client.get(BEGIN, {"adress": "59.2010, 17.8310"}).content.decode()
    assert "Solbacken" in by_point
    outside = client.get(BEGIN, {"adress": "58.10, 15.20"})
    assert "utanför kommunen" in outside.content.decode() and "id_email" not in outside.content.decode()


def test_an_interest_is_confirmed_by_mail_and_taken_back(client: Any, mailoutbox: Any) -> None:
    make_municipality()
    area = make_area(boundary=square())
    assert asks(client, latitude="59.201", longitude="17.831").status_code == 302
    person = InterestedPerson.objects.get()
    assert (person.status, person.area, person.confirmed_at) == ("unconfirmed", area, None)
    link = reverse("neighbourhoods:interest_own", args=[services.interest_token(person)])
    [mail] = mailoutbox
    assert mail.to == ["robin@example.com"] and link in mail.body and mail.extra_headers["X-House-Secret"] == "1"
    client.get(link)
    person.refresh_from_db()
    assert person.status == "unconfirmed"
    client.post(link, {"gor": "bekrafta"})
    person.refresh_from_db()
    assert person.status == "new" and person.expires_on > clock.today() + timedelta(days=300)
    client.post(link, {"gor": "ta-tillbaka"})
    assert not InterestedPerson.objects.exists()
    assert client.get(link).status_code == 404
    assert client.get(reverse("neighbourhoods:interest_own", args=["1:hittepa"])).status_code == 404


def test_nothing_is_kept_without_consent(client: Any) -> None:
    answer = asks(client, consent="")
    assert answer.status_code == 422
    assert not InterestedPerson.objects.exists()


def test_the_same_interest_twice_is_one(client: Any) -> None:
    asks(client)
    asks(client, form_token="a" * 32)
    assert InterestedPerson.objects.count() == 1


def test_outside_the_municipality_is_refused(client: Any, mailoutbox: Any) -> None:
    make_municipality()
    answer = asks(client, latitude="58.1", longitude="15.2")
    assert answer.status_code == 422
    assert not InterestedPerson.objects.exists() and not mailoutbox


def test_many_mails_to_one_address_are_refused(client: Any) -> None:
    answers = [asks(client, address=f"Exempelvägen {number}").status_code for number in range(5)]
    assert answers == [302, 302, 302, 429, 429]


def test_people_are_forgotten_in_time() -> None:
    make_interested(expires_on=clock.today())
    stays = make_interested()
    assert forget_interested() == 1
    assert list(InterestedPerson.objects.all()) == [stays]


def test_a_person_is_shown_and_erased_with_everything_else() -> None:
    person = make_interested(email="granne@example.com")
    assert any(row["kind"] == "interest" for row in personal_data.export(person.email)["neighbourhoods"])
    personal_data.erase(person.email)
    assert not InterestedPerson.objects.exists()


def test_only_those_who_recruit_see_the_pool(client: Any, agent: Any, police: Any, coordinator: Any) -> None:
    make_interested()
    for user in (agent, police):
        assert not InterestedPerson.objects.visible_to(user).exists()
    client.force_login(coordinator)
    assert "Robin Exempel" in client.get("/samordning/intresserade/").content.decode()
    assert AuditEntry.objects.filter(action="interested.read", actor=coordinator).exists()


def test_an_area_begins_with_those_who_live_near(client: Any, coordinator: Any) -> None:
    district = make_district()
    first = make_interested(latitude=59.2, longitude=17.8, district=district)
    near = make_interested(latitude=59.201, longitude=17.8)
    make_interested(latitude=59.3, longitude=17.8)
    assert figures.interested_nearby(17.8, 59.2) == [first, near]
    client.force_login(coordinator)
    address = reverse("neighbourhoods:startup_new") + f"?person={first.pk}"
    fields = {"name": "Solbacken", "district": district.pk, "housing": "mixed", "people": [first.pk, near.pk]}
    assert client.post(address, fields).status_code == 302
    area = Area.objects.get(name="Solbacken")
    assert set(area.interested.all()) == {first, near}
    assert StartupCase.objects.get().area == area


def test_the_case_follows_the_areas_life(coordinator: Any) -> None:
    area = make_area(status=AreaStatus.INTEREST, started_on=None)
    services.move_area(area=area, to=AreaStatus.FORMING, by=coordinator)
    case = StartupCase.objects.get()
    assert services.open_startup(area=area, by=coordinator) == case
    make_agent(area, trained_on=clock.today())
    services.move_area(area=area, to=AreaStatus.ACTIVE, by=coordinator)
    area.refresh_from_db()
    assert area.started_on == clock.today()
    assert StartupCase.objects.get().is_open
    services.finish_startup(case=case, by=coordinator)
    assert StartupCase.objects.get().status == StartupStatus.DONE


def test_an_active_area_has_no_start_up(coordinator: Any) -> None:
    with pytest.raises(ValidationError) as error:
        services.open_startup(area=make_area(), by=coordinator)
    assert code_of(error) == "area_begun"


def test_a_case_that_is_given_up_lets_the_area_wait(coordinator: Any) -> None:
    case = make_startup()
    services.give_up_startup(case=case, by=coordinator)
    assert (StartupCase.objects.get().status, Area.objects.get().status) == ("abandoned", "interest")
    with pytest.raises(ValidationError) as error:
        services.record_steps(case=case, by=coordinator, meeting_held_on=clock.today())
    assert code_of(error) == "closed"


def test_households_are_counted_as_numbers(coordinator: Any) -> None:
    case = make_startup(threshold=60)
    services.count_households(case=case, households=50, joined=29, declined=4, by=coordinator)
    assert [step.is_done for step in figures.steps_of(case)][:2] == [True, False]
    services.count_households(case=case, households=50, joined=30, declined=4, by=coordinator)
    assert [step.is_done for step in figures.steps_of(case)][:2] == [True, True]
    with pytest.raises(ValidationError) as error:
        services.count_households(case=case, households=50, joined=30, declined=21, by=coordinator)
    assert code_of(error) == "too_many"
    assert Area.objects.get().households_declined == 4


def test_the_share_that_is_needed_is_a_setting(coordinator: Any, settings: Any) -> None:
    settings.STARTUP_SHARE_PERCENT = 35
    case = services.open_startup(area=make_area(status=AreaStatus.FORMING), by=coordinator)
    for joined, is_enough in ((6, False), (7, True)):
        services.count_households(case=case, households=20, joined=joined, declined=0, by=coordinator)
        share = figures.steps_of(case)[1]
        assert share.is_done == is_enough and share.said == f"{joined * 5} % går med, minst 35 % behövs"


def test_a_step_can_not_lie_ahead(client: Any, coordinator: Any) -> None:
    case = make_startup()
    client.force_login(coordinator)
    day = (clock.today() + timedelta(days=2)).isoformat()
    answer = client.post(f"/samordning/uppstart/{case.pk}/", {"vad": "steg", "meeting_held_on": day, "threshold": "50"})
    assert answer.status_code == 422
    assert StartupCase.objects.get().meeting_held_on is None


def test_a_course_is_noted_once(coordinator: Any) -> None:
    case = make_startup()
    assert services.record_course(area=case.area, held_on=clock.today(), by=coordinator)
    assert not services.record_course(area=case.area, held_on=clock.today(), by=coordinator)
    assert StartupCase.objects.get().course_held_on == clock.today()


def test_the_page_of_a_case(client: Any, coordinator: Any) -> None:
    case = make_startup()
    make_interested(area=case.area)
    client.force_login(coordinator)
    address = f"/samordning/uppstart/{case.pk}/"
    assert client.get(address).status_code == 200
    fields = {"vad": "antal", "households": 40, "joined": 30, "declined": 2, "counted_on": clock.today().isoformat()}
    assert client.post(address, fields).status_code == 302
    assert client.post(address, {"vad": "skyltar", "quantity": 2}).status_code == 302
    for what in ("aktivera", "avsluta", "lagg-ner"):
        assert client.post(f"{address}{what}/").status_code == 302
    assert client.post(f"{address}hittepa/").status_code == 404


@pytest.mark.parametrize("address", ["/samordning/uppstart/", "/samordning/intresserade/", "/samordning/skyltar/"])
def test_as_many_queries_for_one_row_as_for_fifty(client: Any, coordinator: Any, address: str) -> None:
    client.force_login(coordinator)
    counts = []
    for many in (1, 12):
        for _number in range(many):
            case = make_startup()
            make_agent(case.area)
            make_interested(area=case.area, district=case.area.district)
            make_sign(case.area)
        client.get(address)
        with CaptureQueriesContext(connection) as taken:
            assert client.get(address).status_code == 200
        counts.append(len(taken))
    assert counts[0] == counts[1]


def test_a_bad_filter_is_left_out(client: Any, coordinator: Any) -> None:
    make_startup()
    client.force_login(coordinator)
    for address in ("uppstart", "intresserade", "skyltar"):
        query = "?status=x&kommundel=x&saknar=x&skick=x&sida=x&q=%00"
        assert client.get(f"/samordning/{address}/{query}").status_code == 200
        for kind in ("xlsx", "csv"):
            assert client.get(f"/samordning/{address}/lista.{kind}").status_code == 200
        assert client.get(f"/samordning/{address}/lista.pdf").status_code == 404
