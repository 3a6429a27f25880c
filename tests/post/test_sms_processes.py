"""A real worker and a real gateway: text messages leave once, whoever is killed or away meanwhile."""

import time
from collections import Counter
from threading import Barrier, Thread
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from post import services
from post.models import Delivery, TextMessage, TextReceipt
from post.periodic import sweep_texts
from post.tasks import send_texts
from tests.fixtures.processes import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NUMBERS = [f"+467012345{n:02d}" for n in range(40)]


def numbers_taken(gateway):
    return Counter(row["to"] for row in gateway.taken())


def accepted():
    return Delivery.objects.filter(status="accepted").count()


def as_if_time_had_passed():
    Delivery.objects.filter(status="deferred").update(next_attempt_at=None)


@pytest.fixture
def swept(senders, monkeypatch):
    """A sweep after so long that what a dead worker held is anybody's again; whoever it wakes is another process."""

    def sweep() -> None:
        as_if_time_had_passed()
        with monkeypatch.context() as patched:
            patched.setattr("post.periodic.wake", senders.start)
            sweep_texts()
            senders.wait()

    return sweep


def test_killed_workers_lose_nothing_and_send_nothing_twice(sms_gateway, senders, swept):
    services.send_sms(text="Passet är inställt.", recipients=NUMBERS)
    for share in (5, 15, 25):
        worker = senders.start(send_texts)
        patience = time.monotonic() + 30
        while accepted() <= share:
            assert time.monotonic() < patience
        senders.kill(worker)
        as_if_time_had_passed()
    swept()
    assert accepted() == len(NUMBERS)
    assert numbers_taken(sms_gateway) == Counter(NUMBERS)


def test_killed_while_the_gateway_has_taken_it_and_not_answered(sms_gateway, senders, swept):
    sms_gateway.set_mode("stall")
    services.send_sms(text="Passet är inställt.", recipients=NUMBERS[:1])
    worker = senders.start(send_texts)
    wait_for(sms_gateway.taken, what="the gateway to take it")
    assert Delivery.objects.get().reason == "under_way"
    senders.kill(worker)
    sms_gateway.set_mode("accept")
    swept()
    assert accepted() == 1
    assert len(sms_gateway.taken()) == 1
    assert TextReceipt.objects.get().gateway_id == sms_gateway.taken()[0]["id"]


def test_two_workers_share_the_numbers(sms_gateway):
    services.send_sms(text="Passet är inställt.", recipients=NUMBERS)
    together(send_texts, send_texts)
    assert numbers_taken(sms_gateway) == Counter(NUMBERS)


def together(*tasks):
    ready = Barrier(len(tasks))
    failed = []

    def one(task):
        try:
            ready.wait()
            task()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=one, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


def test_two_people_at_once_do_not_pass_the_ceiling_together(sms_gateway, settings):
    settings.SMS_MONTHLY_CEILING = 1

    def send():
        services.send_sms(text="Hej", recipients=NUMBERS[:1])

    [refused] = together(send, send)
    assert isinstance(refused, ValidationError) and refused.code == "ceiling"
    assert TextMessage.objects.count() == 1


def test_a_slow_report_reaches_the_page(sms_gateway, live_server):
    made = services.send_sms(text="Passet är inställt.", recipients=NUMBERS[:2])
    send_texts()
    first, second = sms_gateway.taken()
    assert urlsplit(first["form"]["whendelivered"]).scheme in ("http", "https")
    assert sms_gateway.report_to(live_server.url, first, status="sent") == 204
    assert sms_gateway.report_to(live_server.url, second, status="failed") == 204
    assert sms_gateway.report_to(live_server.url, first, status="delivered", delivered="2026-11-23T10:00:00") == 204
    outcomes = dict(made.receipts.values_list("delivery__recipient", "delivery__status"))
    assert outcomes == {first["to"]: "delivered", second["to"]: "bounced"}
