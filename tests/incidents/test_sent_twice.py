"""A form sent twice makes one thing: two clicks, a reload, an answer lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client

from accounts.models import AuditEntry, User
from common import clock
from incidents.models import (
    ApiKey,
    CountList,
    Destination,
    Disclosure,
    Effort,
    ReportNote,
    RetentionDecision,
    RoutingRule,
    StandingSummary,
)
from neighbourhoods.models import Area
from tests.factories.incidents import make_category, make_report
from tests.factories.insights import HEAD, make_source

pytestmark = pytest.mark.django_db
DESK = "/samordning/anmalningar/"


def key() -> tuple[str, dict[str, Any]]:
    return f"{DESK}nycklar/", {"owner": "Stadsappen", "email": "app@example.org", "daily_limit": "20"}


def rule() -> tuple[str, dict[str, Any]]:
    told = {
        "name": "Klotter",
        "destination": Destination.objects.create(name="Gatan", kind="owner", way="by_hand").pk,
        "from_hour": 0,
        "to_hour": 24,
        "rank": 1,
    }
    return f"{DESK}vagar/regel/ny/", told | {"version": 0}


def effort() -> tuple[str, dict[str, Any]]:
    first = clock.today() + timedelta(days=10)
    told = {"what": "Sanering", "leader": "Fastighet", "first_day": first, "last_day": first, "direction": "fewer"}
    return "/samordning/insatser/ny/", told | {"categories": [make_category("graffiti").pk], "version": 0}


def standing() -> tuple[str, dict[str, Any]]:
    told = {"receiver": "Lokala Brå", "email": "bra@example.org", "way": "code", "rhythm": "month"}
    return "/samordning/sammanfattningar/ny/", told | {"is_active": "on"}


def counts() -> tuple[str, dict[str, Any]]:
    make_source()
    return "/samordning/siffror/listor/", {"file": f"{HEAD}Polisen;Klotter;;;2025-05;30;\n".encode()}


def copy() -> tuple[str, dict[str, Any]]:
    told = {"text": "Färg på muren.", "reference": "2026:1", "is_reviewed": "on"}
    return f"{DESK}{make_report().number}/lamna-ut/", told


def decision() -> tuple[str, dict[str, Any]]:
    told = {"months": 12, "decided_on": clock.today(), "reference": "KS 2026:1", "record": ""}
    return f"/samordning/gallring/{make_category('graffiti').code}/", told


CASES = [
    (key, ApiKey), (rule, RoutingRule), (effort, Effort), (standing, StandingSummary), (counts, CountList),
    (copy, Disclosure), (decision, RetentionDecision),
]  # fmt: skip


def send(client: Client, address: str, told: dict[str, Any]) -> Any:
    files = {name: SimpleUploadedFile("a.csv", value) for name, value in told.items() if isinstance(value, bytes)}
    return client.post(address, told | files)


def token_in(page: Any) -> dict[str, str]:
    found = re.search(r'name="form_token" value="([0-9a-f]{32})"', page.content.decode())
    return {"form_token": found[1]} if found else {}


@pytest.mark.parametrize(("case", "made"), CASES)
def test_sent_twice_is_one(client: Client, coordinator: User, case: Callable[[], Any], made: type[Model]) -> None:
    client.force_login(coordinator)
    address, told = case()
    told |= token_in(client.get(address))
    first, second = send(client, address, told), send(client, address, told)
    assert (first.status_code, made._default_manager.count()) == (second.status_code, 1)
    assert first.status_code in (201, 302)
    traces = AuditEntry.objects.filter(object_type=made._meta.label_lower).count()
    assert traces <= 1


def test_a_new_form_makes_another(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    address, told = standing()
    for _n in range(2):
        send(client, address, told | token_in(client.get(address)))
    assert StandingSummary.objects.count() == 2


def test_a_key_is_the_same_key_and_its_form_gives_no_secret_an_hour_later(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    address, told = key()
    told |= token_in(client.get(address))
    secrets = [
        re.search(r'id="secret"[^>]* value="([^"]+)"', send(client, address, told).content.decode()) for _n in "12"
    ]
    assert secrets[0] and secrets[1] and secrets[0][1] == secrets[1][1]
    with clock.at(clock.now() + timedelta(hours=2)):
        assert send(client, address, told).status_code == 302
    assert ApiKey.objects.count() == 1 and told["form_token"] not in str(ApiKey.objects.values())


def test_an_agents_comment_is_one(client: Client, agent: User, area: Area) -> None:
    client.force_login(agent)
    report = make_report(area=area)
    told = {"text": "Det är värst vid porten."} | token_in(client.get("/portal/anmalningar/"))
    for _n in range(2):
        client.post(f"/portal/anmalningar/{report.number}/", told)
    client.post(f"/portal/anmalningar/{report.number}/", told | {"form_token": "hej"})
    assert ReportNote.objects.count() == 2
