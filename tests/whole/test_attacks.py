"""What an attacker tries first: secrets in logs, foreign redirects, forged links, formulas, spoofed networks."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve

from accounts.models import User
from common import limits, signed_links
from common.logs import JsonFormatter
from incidents import services
from tests.factories.incidents import make_report

pytestmark = pytest.mark.django_db


def test_a_secret_link_and_an_address_stay_out_of_the_log() -> None:
    request = RequestFactory().get("/arende/mycket-hemligt/")
    request.resolver_match = resolve(request.path)
    text = "Internal Server Error: %s Key (email)=(kim@example.com)"
    record = logging.makeLogRecord({"msg": text, "args": (request.path,), "request": request})
    line = json.loads(JsonFormatter().format(record))
    assert line["message"] == "Internal Server Error: /arende/<str:token>/ Key (email)=((e-mail))"
    assert "hemligt" not in json.dumps(line) and "kim" not in json.dumps(line)


@pytest.mark.parametrize("where", ["/konto/logga-in/", "/konto/logga-in/losenord/", "/admin/login/"])
@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_no_open_redirect(client: Client, agent: User, where: str, evil: str) -> None:
    for signed_in in (False, True):
        if signed_in:
            client.force_login(agent)
        answer = client.get(where, {"next": evil})
        assert not answer.get("Location", "/").startswith((evil, "//", "https://evil", "javascript"))


def test_the_language_leads_nowhere_else(client: Client) -> None:
    answer = client.post("/sprak/setlang/", {"language": "en", "next": "https://evil.example/"})
    assert "evil" not in answer["Location"]


def test_a_foreign_host_is_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_nothing_slips_into_a_header(client: Client) -> None:
    answer = client.get("/", headers={"x-request-id": "abc\r\nSet-Cookie: a=b"})
    assert "Set-Cookie" not in answer["X-Request-ID"]


@pytest.mark.parametrize("page", ["arende", "avsluta", "installningar", "bekrafta", "konto/inbjudan", "konto/partner"])
def test_a_link_for_one_thing_opens_nothing_else(client: Client, page: str) -> None:
    report = make_report()
    assert report.form_token is not None
    tokens = {signed_links.sign("follow", str(report.pk)), signed_links.sign("leave", "1"), report.form_token}
    if page != "arende":
        tokens.add(services.follow_token(report.form_token))
    for token in tokens:
        for send in (client.get, client.post):
            assert send(f"/{page}/{token}/").status_code in (404, 405, 410)


def test_a_forwarded_header_is_not_believed_without_a_proxy(settings: Any) -> None:
    asked = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers={"x-forwarded-for": "198.51.100.9"})
    settings.TRUSTED_PROXIES = 0
    assert limits.client_network(asked) == "192.0.2.1/32"
    settings.TRUSTED_PROXIES = 1
    asked = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers={"x-forwarded-for": "203.0.113.5, 198.51.100.9"})
    assert limits.client_network(asked) == "198.51.100.9/32"


def test_a_formula_is_text_in_the_exported_list(client: Client, coordinator: User) -> None:
    make_report(place="=HYPERLINK(1)")
    client.force_login(coordinator)
    answer = client.get("/samordning/anmalningar/lista.csv", {"heap": "all"})
    assert "'=HYPERLINK(1)" in b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_fields_a_form_does_not_have_change_nothing(client: Client, agent: User) -> None:
    client.force_login(agent)
    more = {"is_staff": "1", "is_superuser": "1", "email": "x@example.com", "groups": "1"}
    client.post("/konto/", {"full_name": "Kim", "phone": "", "language": "sv", **more})
    before = agent.email
    agent.refresh_from_db()
    assert (agent.full_name, agent.email, agent.is_staff, agent.is_superuser) == ("Kim", before, False, False)
