"""Open311: what an independent client lists, posts and follows, and what nobody gets out of it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.core.management import call_command

from common import clock
from incidents import services
from incidents.lifecycle import ReportStatus
from incidents.models import ApiKey, Report
from tests.factories import neighbourhoods as places
from tests.factories.incidents import make_category, make_report

pytestmark = pytest.mark.django_db
V2 = "/open311/v2"


@pytest.fixture
def secret(coordinator: Any) -> str:
    cache.clear()
    return services.issue_api_key(owner="Provappen", email="app@example.com", daily_limit=50, by=coordinator)[1]


@pytest.fixture
def posting(secret: str) -> dict[str, str]:
    return {
        "api_key": secret,
        "service_code": make_category().code,
        "lat": "59.2",
        "long": "17.83",
        "description": "Färg på muren.",
    }


def public(**fields: Any) -> Report:
    return make_report(**{"released_at": clock.now(), "public_text": "Släppta ord"} | fields)


def test_services_in_both_formats(client: Any) -> None:
    category = make_category(name="Klotter & sånt")
    make_category("hidden", is_public_choice=False)
    [shown] = client.get(f"{V2}/services.json").json()
    assert shown["service_code"] == category.code and shown["type"] == "realtime" and shown["metadata"] is True
    answer = client.get(f"{V2}/services.xml")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert ET.fromstring(answer.content).findtext("service/service_name") == "Klotter & sånt"
    assert ET.fromstring(answer.content).findtext("service/metadata") == "true"


def test_a_definition_names_its_attributes_and_only_vehicles_have_a_plate(client: Any) -> None:
    make_category()
    make_category("abandoned-car", is_plate_kind=True)
    plain = client.get(f"{V2}/services/graffiti.json").json()["attributes"]
    assert [attribute["order"] for attribute in plain] == [1, 2, 3]
    car = ET.fromstring(client.get(f"{V2}/services/abandoned-car.xml").content)
    assert "plate" in [code.text for code in car.iter("code")]
    assert client.get(f"{V2}/services/finns-inte.xml").status_code == 404


def test_discovery_leads_to_the_endpoint(client: Any) -> None:
    make_category()
    for address in ("/open311/discovery.json", f"{V2}/discovery.json"):
        found = client.get(address).json()
        assert found["endpoints"][0]["url"].endswith(V2)
        assert found["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    assert ET.fromstring(client.get("/open311/discovery.xml").content).findtext("endpoints/endpoint/formats/format")


def test_only_released_reports_are_listed_without_place_or_hour(client: Any) -> None:
    shown = public(latitude=59.20011, longitude=17.83011, place="Exempelvägen 1", text="Hemliga ord")
    make_report()
    public(merged_into=shown)
    answer = client.get(f"{V2}/requests.json")
    [row] = answer.json()
    assert row["service_request_id"] == shown.number and row["description"] == "Släppta ord"
    assert (row["lat"], row["long"]) == (59.201, 17.83)
    assert "T00:00:00" in row["requested_datetime"] and "T00:00:00" in row["updated_datetime"]
    assert "Hemliga" not in answer.content.decode() and "Exempelvägen" not in answer.content.decode()


def test_control_signs_do_not_break_the_xml(client: Any) -> None:
    public(public_text="a\x0b<b>\ufffe&\x1f")
    assert ET.fromstring(client.get(f"{V2}/requests.xml").content).findtext("request/description") == "a<b>&"


def test_the_list_is_asked_by_day_state_and_kind(client: Any) -> None:
    old = public(received_at=clock.now() - timedelta(days=100))
    done = public(status=ReportStatus.DONE)
    other = public(category="lighting")
    ask = lambda query: [row["service_request_id"] for row in client.get(f"{V2}/requests.json{query}").json()]  # noqa: E731
    assert ask("") == [other.number, done.number]
    assert ask("?status=closed") == [done.number]
    assert ask("?service_code=lighting&status=") == [other.number]
    assert ask(f"?service_request_id={old.number},{done.number}") == [done.number, old.number]
    assert ask(f"?end_date={(clock.now() - timedelta(days=95)).date()}T00:00:00Z") == [old.number]
    assert ask("?page_size=1&page=2") == [done.number]


def test_an_hour_can_not_be_found_by_asking_for_it(client: Any) -> None:
    shown = public(received_at=clock.start_of_day(clock.today()) - timedelta(hours=2))
    day = clock.local(shown.received_at).date()
    for first, last in ((f"{day}T23:59:59%2B01:00", f"{day}T23:59:59%2B01:00"), (f"{day}T00:00:00%2B01:00",) * 2):
        assert len(client.get(f"{V2}/requests.json?start_date={first}&end_date={last}").json()) == 1


@pytest.mark.parametrize(
    "query",
    [
        "start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z",
        "start_date=igår",
        "start_date=2026-13-45T00:00:00Z",
        "end_date=0001-01-01T00:00:00Z",
        "start_date=9999-12-31T23:59:59-23:00",
        "status=halvt",
        "page=0",
        "page=x",
        "page_size=1001",
        "page=99999999999999999999",
    ],
)
def test_what_can_not_be_read_is_refused(client: Any, query: str) -> None:
    answer = client.get(f"{V2}/requests.json?{query}")
    assert answer.status_code == 400 and answer.json()[0]["code"] == 400 and answer.json()[0]["description"]


def test_what_is_not_there_is_said_in_the_format_asked_for(client: Any, settings: Any) -> None:
    assert client.get(f"{V2}/requests.json?service_code=nej").status_code == 404
    assert client.get(f"{V2}/nej.json").json()[0]["code"] == 404
    assert ET.fromstring(client.get(f"{V2}/nej").content).findtext("error/code") == "404"
    assert ET.fromstring(client.get(f"{V2}/requests/2020-999999.xml").content).findtext("error/code") == "404"
    settings.OPEN311_JURISDICTION = "botkyrka.se"
    assert client.get(f"{V2}/services.json?jurisdiction_id=solna.se").status_code == 404
    assert client.get(f"{V2}/services.json?jurisdiction_id=botkyrka.se").status_code == 200
    assert client.get(f"{V2}/services.json").status_code == 200


def test_a_posting_becomes_a_report_and_is_followed(client: Any, posting: dict[str, str], mailoutbox: Any) -> None:
    more = {"email": "prov@example.com", "attribute[occurred_when]": "today", "first_name": "Prov", "phone": "070"}
    [taken] = client.post(f"{V2}/requests.json", posting | more).json()
    report = Report.objects.get(number=taken["service_request_id"])
    assert (report.channel, report.text, report.occurred_when) == ("open311", "Färg på muren.", "today")
    assert report.reporter_email == "prov@example.com" and "070" not in report.text
    token = services.follow_token(report.form_token or "")
    assert token in taken["service_notice"]
    assert client.get(f"{V2}/tokens/{token}.json").json()[0]["service_request_id"] == report.number
    assert client.get(f"{V2}/requests/{report.number}.json").status_code == 404
    [own] = client.get(f"{V2}/requests/{report.number}.json?api_key={posting['api_key']}").json()
    assert own["status"] == "open" and own["description"] is None


def test_another_key_does_not_follow(client: Any, posting: dict[str, str], coordinator: Any) -> None:
    [taken] = client.post(f"{V2}/requests.json", posting).json()
    _key, other = services.issue_api_key(owner="Annan", email="b@example.com", daily_limit=5, by=coordinator)
    number = taken["service_request_id"]
    assert client.get(f"{V2}/requests/{number}.json", headers={"X-Api-Key": other}).status_code == 404
    assert client.get(f"{V2}/requests/{number}.json", headers={"X-Api-Key": posting["api_key"]}).status_code == 200


def test_the_same_posting_twice_is_one_report(client: Any, posting: dict[str, str]) -> None:
    numbers = {client.post(f"{V2}/requests.json", posting).json()[0]["service_request_id"] for _time in range(2)}
    assert len(numbers) == 1 == Report.objects.count()
    client.post(f"{V2}/requests.json", posting | {"description": "En annan mur."})
    assert Report.objects.count() == 2
    for text in ("Tre", "Fyra"):
        client.post(f"{V2}/requests.json", posting | {"description": text}, headers={"Idempotency-Key": "samma"})
    assert Report.objects.count() == 3


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"api_key": ""}, 403),
        ({"api_key": "gissad"}, 403),
        ({"service_code": ""}, 400),
        ({"service_code": "nej"}, 404),
        ({"description": ""}, 400),
        ({"description": "x" * 4001}, 400),
        ({"description": "Ring 070-123 45 67"}, 400),
        ({"lat": ""}, 400),
        ({"lat": "nan"}, 400),
        ({"lat": "inf"}, 400),
        ({"lat": "17.83", "long": "59.2"}, 400),
        ({"lat": "1e999"}, 400),
        ({"lat": "", "long": ""}, 400),
        ({"lat": "", "long": "", "address_id": "7"}, 400),
        ({"email": "inte en adress"}, 400),
        ({"attribute[occurred_when]": "imorgon"}, 400),
        ({"attribute[occurred_at]": "2999-01-01T00:00:00Z"}, 400),
        ({"attribute[occurred_at]": "förr"}, 400),
        ({"address_string": "Hos 070-123 45 67"}, 400),
    ],
)
def test_a_wrong_posting_is_refused_and_leaves_nothing(
    client: Any, posting: dict[str, str], change: dict[str, str], status: int
) -> None:
    places.make_municipality(boundary=places.square(17.7, 59.1, 0.3))
    answer = client.post(f"{V2}/requests.json", posting | change)
    assert answer.status_code == status and answer.json()[0]["code"] == status
    assert ET.fromstring(client.post(f"{V2}/requests.xml", posting | change).content).findtext("error/description")
    assert not Report.objects.exists()


def test_what_is_needed_or_urgent_is_taken_as_it_is(client: Any, posting: dict[str, str]) -> None:
    words = {"description": "Ring 070-123 45 67"}
    assert client.post(f"{V2}/requests.json", posting | words | {"attribute[keep_text]": "true"}).status_code == 200
    now = {"description": "Nu: 070-123 45 68", "attribute[occurred_when]": "now"}
    assert client.post(f"{V2}/requests.json", posting | now).status_code == 200


def test_a_withdrawn_key_and_a_used_up_one_open_nothing(client: Any, posting: dict[str, str], coordinator: Any) -> None:
    ApiKey.objects.update(daily_limit=1)
    assert client.post(f"{V2}/requests.json", posting).status_code == 200
    full = client.post(f"{V2}/requests.json", posting | {"description": "Två"})
    assert full.status_code == 429 and full["Retry-After"] and full.json()[0]["code"] == 429
    services.revoke_api_key(key=ApiKey.objects.get(), by=coordinator)
    assert client.post(f"{V2}/requests.json", posting).status_code == 403


def test_the_list_takes_as_many_queries_for_fifty_as_for_one(client: Any, django_assert_num_queries: Any) -> None:
    for amount in (1, 49):
        for _each in range(amount):
            public()
        with django_assert_num_queries(3):
            assert client.get(f"{V2}/requests.json").status_code == 200


def test_a_key_is_shown_once_and_withdrawn(client: Any, coordinator: Any, agent: Any) -> None:
    call_command("load_reference", verbosity=0)
    client.force_login(agent)
    assert client.get("/samordning/anmalningar/nycklar/").status_code == 404
    client.force_login(coordinator)
    sent = {"owner": "Stadsappen", "email": "app@example.org", "daily_limit": "20"}
    page = client.post("/samordning/anmalningar/nycklar/", sent).content.decode()
    key = ApiKey.objects.get()
    assert 'id="secret"' in page and key.beginning in page
    assert 'id="secret"' not in client.get("/samordning/anmalningar/nycklar/").content.decode()
    client.post(f"/samordning/anmalningar/nycklar/{key.pk}/aterkalla/")
    assert not ApiKey.objects.valid().exists()
    assert client.post("/samordning/anmalningar/nycklar/", sent | {"daily_limit": "0"}).status_code == 422


def test_json_is_written_in_letters(client: Any) -> None:
    public(public_text="Åäö")
    raw = client.get(f"{V2}/requests.json").content
    assert "Åäö".encode() in raw and json.loads(raw)
