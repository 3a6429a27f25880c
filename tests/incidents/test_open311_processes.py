"""Open311 between processes: an independent client against a served house, and our own client against it and worse."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from common import clock
from incidents import services
from incidents.lifecycle import Reason, ReportStatus
from incidents.models import Report
from incidents.sending import answers, open311
from incidents.sending.open311 import Fate, Server
from tests.factories import accounts as people
from tests.factories.incidents import make_category, make_report


class Client:
    """An Open311 client that knows the specification and nothing of this house."""

    def __init__(self, discovery: str) -> None:
        found = ET.fromstring(urllib.request.urlopen(discovery, timeout=30).read())
        self.base = found.findtext("endpoints/endpoint/url", "")

    def get(self, path: str, **asked: str) -> ET.Element:
        query = urllib.parse.urlencode(asked)
        return ET.fromstring(urllib.request.urlopen(f"{self.base}/{path}?{query}", timeout=30).read())

    def post(self, **fields: str) -> ET.Element:
        body = urllib.parse.urlencode(fields).encode()
        return ET.fromstring(urllib.request.urlopen(f"{self.base}/requests.xml", data=body, timeout=30).read())


@pytest.fixture
def key(transactional_db: None) -> str:
    by = people.person("safety_coordinator")
    return services.issue_api_key(owner="Prov", email="app@example.com", daily_limit=50, by=by)[1]


@pytest.mark.slow
def test_an_independent_client_lists_posts_and_follows(house_server: str, key: str) -> None:
    make_category()
    client = Client(f"{house_server}/open311/discovery.xml")
    code = client.get("services.xml").findtext("service/service_code", "")
    attribute = client.get(f"services/{code}.xml").findtext("attributes/attribute/code", "")
    fields = {"service_code": code, "lat": "59.2", "long": "17.83", "description": "Trasig lampa", attribute: "today"}
    with pytest.raises(urllib.error.HTTPError, match="403") as refused:
        client.post(**fields)
    assert ET.fromstring(refused.value.read()).findtext("error/code") == "403"
    number = client.post(api_key=key, **fields).findtext("request/service_request_id", "")
    assert client.post(api_key=key, **fields).findtext("request/service_request_id") == number
    assert client.get("requests.xml").find("request") is None
    assert client.get(f"requests/{number}.xml", api_key=key).findtext("request/status") == "open"
    Report.objects.filter(number=number).update(released_at=clock.now(), public_text="En lampa lyser inte.")
    listed = client.get("requests.xml", status="open", page_size="1")
    assert listed.findtext("request/service_request_id") == number
    assert listed.findtext("request/description") == "En lampa lyser inte."


@pytest.mark.slow
def test_a_report_is_sent_on_once_and_followed(house_server: str, key: str, settings: Any) -> None:
    settings.OPEN311_PRIVATE_HOSTS = ["127.0.0.1"]
    report = make_report(latitude=59.2, longitude=17.83)
    server = Server(f"{house_server}/open311/v2", key, keeps_idempotency_keys=True)
    sent = open311.send(report, "Färg på en mur.", server, service_code=report.category.code)
    assert sent.fate == Fate.TAKEN and sent.number != report.number
    again = open311.send(report, "Färg på en mur.", server, service_code=report.category.code, was_unknown=True)
    assert (again.fate, again.number) == (Fate.TAKEN, sent.number)
    assert Report.objects.count() == 2
    stands = open311.status_of(sent.number, server)
    assert stands is not None and stands.is_open
    services.move_report(
        report=Report.objects.get(number=sent.number), to=ReportStatus.DONE, by=None, reason=Reason.FIXED
    )
    stands = open311.status_of(sent.number, server)
    assert stands is not None and not stands.is_open
    refused = open311.send(make_report(), "x", Server(server.address, "fel"), service_code=report.category.code)
    assert refused.fate == Fate.REFUSED and "403" in refused.answer


Answering = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def other(settings: Any) -> Iterator[Any]:
    """A server that answers as it is told, and remembers what it was asked."""
    settings.OPEN311_PRIVATE_HOSTS = ["127.0.0.1"]

    class Handler(BaseHTTPRequestHandler):
        seen: list[tuple[str, str]] = []
        answer: Answering = staticmethod(lambda _handler: None)

        def do_GET(self) -> None:
            Handler.seen.append((self.command, self.path))
            Handler.answer(self)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    Handler.seen = []
    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    Handler.url = f"http://127.0.0.1:{listening.server_port}"  # type: ignore[attr-defined]
    yield Handler
    listening.shutdown()


def saying(status: int, body: bytes) -> Answering:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><service_requests>&b;</service_requests>'


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "body", "fate"),
    [
        (200, b'[{"service_request_id": 77}]', Fate.TAKEN),
        (201, b'{"service_requests": [{"token": "abc"}]}', Fate.TAKEN),
        (200, b"<service_requests><request><service_request_id>77</service_request_id></request></service_requests>",
         Fate.TAKEN),
        (200, b"", Fate.UNKNOWN),
        (200, b"<html>hej</html>", Fate.UNKNOWN),
        (200, BOMB, Fate.UNKNOWN),
        (200, BOMB.decode().encode("utf-16"), Fate.UNKNOWN),
        (200, b"[" * 100_000, Fate.UNKNOWN),
        (200, b"[{}]", Fate.UNKNOWN),
        (200, b"x" * (3 * 1024 * 1024), Fate.UNKNOWN),
        (500, b"", Fate.UNKNOWN),
        (429, b"", Fate.LATER),
        (400, b'[{"code": 400, "description": "Nej"}]', Fate.REFUSED),
        (302, b"", Fate.REFUSED),
    ],
)  # fmt: skip
def test_every_answer_has_a_fate(other: Any, status: int, body: bytes, fate: Fate) -> None:
    other.answer = staticmethod(saying(status, body))
    report = make_report(reporter_email="hemlig@example.com")
    assert open311.send(report, "Ord", Server(other.url, "nyckel", timeout=5), service_code="1").fate == fate
    assert len(other.seen) == 1


@pytest.mark.django_db
def test_a_lost_answer_is_asked_for_and_never_posted_again_blindly(other: Any) -> None:
    report = make_report()
    listed = json.dumps([{"service_request_id": "9", "description": f"Ord {open311.reference(report)}"}]).encode()
    other.answer = staticmethod(saying(200, b"[]"))
    server = Server(other.url, "nyckel", timeout=5)
    assert open311.send(report, "Ord", server, service_code="1", was_unknown=True).fate == Fate.UNKNOWN
    other.answer = staticmethod(saying(200, listed))
    assert open311.send(report, "Ord", server, service_code="1", was_unknown=True).number == "9"
    assert [method for method, _path in other.seen] == ["GET", "GET"]


@pytest.mark.django_db
def test_a_server_that_stalls_or_is_away(other: Any) -> None:
    other.answer = staticmethod(lambda _handler: time.sleep(3))
    server = Server(other.url, "nyckel", timeout=0.3)
    assert open311.send(make_report(), "Ord", server, service_code="1").fate == Fate.UNKNOWN
    assert open311.send(make_report(), "Ord", Server("http://127.0.0.1:9", ""), service_code="1").fate == Fate.LATER
    assert open311.send(make_report(), "Ord", Server("http://10.0.0.1", ""), service_code="1").fate == Fate.LATER
    assert open311.status_of("1", server) is None and open311.number_of_token("a/b", server) == ""


@pytest.mark.parametrize("body", [b"\xff", b"<a", b"7", b"<!DOCTYPE a><errors/>", b"<other/>", b"nej"])
def test_what_is_no_answer(body: bytes) -> None:
    with pytest.raises(answers.UnreadableAnswerError):
        answers.rows_of(body)
