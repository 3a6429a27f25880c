"""What an attacker tries first: secrets in logs, foreign redirects, forged links, formulas, spoofed networks."""

from __future__ import annotations

import io
import json
import logging
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from PIL import Image

from accounts.models import User
from common import limits, signed_links
from common.logs import JsonFormatter
from incidents import services
from incidents.models import Report
from tests.factories.incidents import make_category, make_report

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


@pytest.mark.parametrize(
    "evil", ["https://evil.example/", "//evil.example/", "/\\evil.example", "\thttps://evil.example"]
)
def test_the_language_leads_nowhere_else(client: Client, evil: str) -> None:
    answer = client.post("/sprak/setlang/", {"language": "en", "next": evil}, headers={"referer": evil})
    assert "evil" not in answer["Location"]


@pytest.mark.parametrize("where", ["/konto/logga-ut/", "/konto/partneratkomst/", "/vidare/", "/rapportera/"])
def test_leaving_and_going_on_lead_nowhere_else(client: Client, coordinator: User, where: str) -> None:
    for send in (client.get, client.post):
        client.force_login(coordinator)
        for name in ("next", "redirect_to", "url", "return", "back"):
            answer = send(f"{where}?{name}=https://evil.example/", {name: "//evil.example/"})
            assert "evil" not in answer.get("Location", "")


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


NEVER_MISSING = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "s",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'",
}


@pytest.mark.parametrize(
    ("method", "where", "status"),
    [
        ("get", "/", 200),
        ("get", "/finns-inte/", 404),
        ("get", "/samordning/", 302),
        ("post", "/om/", 403),
        ("post", "/rapportera/", 403),
        ("get", "/arende/ingen/", 404),
        ("get", "/kalender/kalender.ics", 200),
        ("get", "/healthz", 200),
        ("get", "/metrics", 404),
    ],
)
def test_every_answer_carries_the_protecting_headers(method: str, where: str, status: int) -> None:
    make_report()
    answer = getattr(Client(enforce_csrf_checks=True), method)(where)
    assert answer.status_code == status
    for name, begins in NEVER_MISSING.items():
        assert begins in answer.get(name, ""), (where, name)
    assert "unsafe" not in answer["Content-Security-Policy"] and "*" not in answer["Content-Security-Policy"]
    assert "Server" not in answer and "X-Powered-By" not in answer


def test_a_method_cannot_be_passed_off_as_another(client: Client, coordinator: User) -> None:
    report = make_report()
    client.force_login(coordinator)
    where = f"/samordning/anmalningar/{report.number}/"
    for name in ("x-http-method-override", "x-http-method", "x-method-override"):
        assert client.get(f"{where}?_method=POST&decision=close", headers={name: "POST"}).status_code == 200
    assert client.post("/om/?_method=GET", headers={"x-http-method-override": "GET"}).status_code == 405
    assert report.events.count() == type(report).objects.get(pk=report.pk).events.count()


def test_a_report_decides_nothing_about_itself(client: Client) -> None:
    kind = make_category()
    page = client.get("/rapportera/").content.decode()
    token = page.split('name="form_token" value="')[1].split('"')[0]
    told = {"category": kind.code, "place": "Torget", "occurred_when": "today", "text": "Trasig", "form_token": token}
    more = {
        "status": "closed", "number": "2000-1", "released_text": "Hej", "is_offensive": "1", "assignee": "1",
        "channel": "import", "is_example": "1", "area": "1", "due_at": "2000-01-01", "received_at": "2000-01-01",
    }  # fmt: skip
    assert client.post("/rapportera/", told | more).status_code == 302
    report = Report.objects.get()
    assert (report.status, report.channel, report.is_example) == ("received", "web", False)
    assert report.number != "2000-1" and report.received_at.year > 2000 and report.area is None


@pytest.mark.parametrize(
    ("where", "name"), [("/konto/logga-in/", "email"), ("/konto/losenord/glomt/", "email"), ("/om-mig/", "email")]
)
def test_nobody_learns_who_has_an_account(client: Client, agent: User, where: str, name: str) -> None:
    seen = []
    for email in (agent.email, "ingen@example.com"):
        answer = Client().post(where, {name: email}, follow=True)
        page = re.sub(r'(csrfmiddlewaretoken" value="|nonce=")[^"]+', "", answer.content.decode())
        seen.append((answer.redirect_chain, answer.status_code, page.replace(email, "EMAIL")))
    assert seen[0] == seen[1]


def test_a_photo_that_is_a_page_too_is_given_out_as_a_picture_only(client: Client, coordinator: User) -> None:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(out, "JPEG", comment=b"<script>alert(1)</script>")
    upload = SimpleUploadedFile("a.html", out.getvalue() + b"<script>alert(1)</script>", content_type="text/html")
    page = client.get("/rapportera/").content.decode()
    token = page.split('name="form_token" value="')[1].split('"')[0]
    told = {"category": make_category().code, "place": "Torget", "occurred_when": "today", "text": "Trasig"}
    client.post("/rapportera/", told | {"form_token": token, "photos": upload})
    photo = Report.objects.get().photos.get()
    client.force_login(coordinator)
    answer = client.get(reverse("incidents:photo", args=[photo.token]))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"script" not in body and "html" not in photo.name
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
