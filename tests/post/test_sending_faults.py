"""What goes wrong between ledger and mail server, and what people do meanwhile: nobody left out, nobody twice."""

import threading
import time
from collections import Counter
from datetime import timedelta
from email import message_from_bytes

import pytest
from django.core.mail import send_mail
from django.db import connection
from django.db.models import F

from common import clock
from post import figures, services, tasks
from post.lifecycle import MailingStatus
from post.models import Chunk, Delivery, Mailing
from post.periodic import sweep
from post.sending import chunks, marks
from post.sending import run as engine
from post.sending.run import begin
from post.tasks import deliver
from tests.factories import post as factory

pytestmark = pytest.mark.django_db(transaction=True)


def arrived(server) -> Counter[str]:
    return Counter(address for address, _text in server.received)


def everybody(count: int) -> set[str]:
    return {f"reader{n}@example.com" for n in range(count)}


def five_seconds_pass() -> None:
    """A bundle whose worker went away without a word is taken over after so long."""
    Chunk.objects.update(held_at=F("held_at") - timedelta(seconds=6))


def deliver_until_sent(mailing: Mailing, *, runs: int = 5) -> None:
    """Deliver as often as sweeps would, each a while after the other."""
    for run in range(runs):
        with clock.at(clock.now() + timedelta(hours=run)):
            deliver(mailing.pk)
    mailing.refresh_from_db()
    assert mailing.status == MailingStatus.SENT


@pytest.mark.parametrize("lines", [1, 4])
def test_the_lines_go_down_again_and_again(relay, settings, lines):
    settings.POST_CONNECTIONS = lines
    down = {"reader3@example.com": "421 closing", "reader40@example.com": "drop", "reader77@example.com": "451 later"}

    def script(step, address, count):
        return down.pop(address, None) if step == "rcpt" else None

    server = relay(script)
    mailing = factory.mailing(readers=150)
    services.start_mailing(mailing=mailing)
    deliver_until_sent(mailing)
    assert set(arrived(server)) == everybody(150)
    assert set(arrived(server).values()) == {1}


def test_a_server_that_closes_after_some_refusals_is_told_all_of_them(relay):
    """As Postfix does after so many errors on one line: that is no broken server."""
    asked = []

    def script(step, address, count):
        asked.append(address)
        return "421 too many errors" if len(asked) % 3 == 0 else "550 5.1.1 unknown"

    relay(script)
    mailing = factory.mailing(readers=12)
    services.start_mailing(mailing=mailing)
    deliver_until_sent(mailing, runs=3)
    assert set(Delivery.objects.values_list("status", flat=True)) == {"bounced"}


def test_a_server_that_writes_answer_by_answer_is_not_kept_waiting(relay):
    """It holds the second back until the first is acknowledged, which Linux puts off for 40 ms: 6 seconds here."""
    relay(at_once=False)
    mailing = factory.mailing(readers=150)
    services.start_mailing(mailing=mailing)
    began = time.monotonic()
    deliver(mailing.pk)
    assert time.monotonic() - began < 5
    assert Delivery.objects.filter(status="accepted").count() == 150


def test_a_server_that_drops_every_line_is_left_alone(relay):
    server = relay(lambda step, address, count: "drop" if step == "text" else None)
    mailing = factory.mailing(readers=30)
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    assert len(server.received) == 3
    assert Delivery.objects.filter(attempts=0).count() == 27


def test_a_server_that_stalls_costs_three_waits_not_one_for_each_reader(relay, settings):
    settings.POST_TIMEOUT = 0.3
    server = relay(lambda step, address, count: time.sleep(1.5))
    mailing = factory.mailing(readers=30)
    services.start_mailing(mailing=mailing)
    began = time.monotonic()
    deliver(mailing.pk)
    assert time.monotonic() - began < 10
    assert len(server.received) <= 3
    assert Delivery.objects.filter(status="waiting").count() >= 27


def test_a_refused_sender_is_nobodys_bounce(relay):
    server = relay(lambda step, address, count: None)
    usual = server.small_talk
    server.small_talk = lambda word: "530 sign in first" if word == b"MAIL" else usual(word)
    mailing = factory.mailing(readers=3)
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    assert not Delivery.objects.filter(status="bounced").exists()


def test_a_doubled_send_by_two_workers_at_once(relay, settings):
    settings.POST_CONNECTIONS = 2
    server = relay()
    mailing = factory.mailing(readers=400)
    services.start_mailing(mailing=mailing)

    def one_worker() -> None:
        try:
            deliver(mailing.pk)
        finally:
            connection.close()

    workers = [threading.Thread(target=one_worker) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    deliver(mailing.pk)
    assert set(arrived(server)) == everybody(400)
    assert set(arrived(server).values()) == {1}
    assert Mailing.objects.get().status == MailingStatus.SENT


def test_a_bundle_is_nobody_elses_until_its_holder_is_gone():
    mailing = factory.mailing(readers=150)
    services.start_mailing(mailing=mailing)
    begin(mailing.pk)
    first = chunks.claim(mailing.pk)
    wanted = [mailing.pk, clock.now(), mailing.pk, "sending", chunks.LOOKED_AT, chunks._LOCKS]
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(chunks._CLAIM, wanted)
            assert cursor.fetchone()[1] == 1
            connection.close()  # as a killed worker's is
            time.sleep(0.2)
            cursor.execute(chunks._CLAIM, wanted)
            assert cursor.fetchone()[1] == 1  # a worker whose connection went may still have something to note
            five_seconds_pass()
            cursor.execute(chunks._CLAIM, wanted)
            assert cursor.fetchone()[1] == first.number
    finally:
        other.close()


@pytest.fixture
def ends_the_workers_connection():
    """What a mail server does at the twentieth message: `script(step)`."""
    other = connection.copy()
    other.inc_thread_sharing()  # the mail server's thread uses it

    def script(step):
        def at_twenty(at, address, count):
            if at == step and count == 20:
                with other.cursor() as cursor:
                    cursor.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                        "AND pid <> pg_backend_pid() AND query LIKE '%%post_delivery%%'"
                    )

        return at_twenty

    yield script
    other.close()


@pytest.mark.parametrize("step", ["rcpt", "text"])
def test_what_was_accepted_is_noted_although_the_connection_went_away(relay, ends_the_workers_connection, step):
    """The worker's own connection ends in the middle of a dialogue: it remembers, and nobody gets a second copy."""
    server = relay(ends_the_workers_connection(step))
    mailing = factory.mailing(readers=30)
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    assert 18 <= len(server.received) <= 21
    assert set(Delivery.objects.filter(status="accepted").values_list("recipient", flat=True)) == set(arrived(server))
    deliver(mailing.pk)
    assert len(server.received) <= 21  # nobody takes the bundle yet
    five_seconds_pass()
    deliver(mailing.pk)
    assert set(arrived(server)) == everybody(30)
    assert set(arrived(server).values()) == {1}


def test_a_database_away_beyond_patience_costs_two_second_copies_at_most(
    relay, ends_the_workers_connection, monkeypatch
):
    monkeypatch.setattr(marks, "PATIENCE", 0.0)
    server = relay(ends_the_workers_connection("text"))
    mailing = factory.mailing(readers=30)
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    noted = Delivery.objects.filter(status="accepted").count()
    assert len(server.received) - 2 <= noted < len(server.received)
    five_seconds_pass()
    deliver(mailing.pk)
    copies = arrived(server)
    assert set(copies) == everybody(30) and max(copies.values()) == 2
    assert 1 <= sum(number > 1 for number in copies.values()) <= 2
    assert len({message_from_bytes(text)["Message-ID"] for _address, text in server.received}) == 30


@pytest.mark.parametrize(
    ("stop", "lines", "offers"),
    [(services.pause, 1, ("PIPELINING",)), (services.pause, 1, ()), (services.cancel, 3, ("PIPELINING",))],
)
def test_nothing_is_accepted_a_second_after_a_pause(relay, settings, stop, lines, offers):
    """By the mail server's clock, where each text takes a third of that second."""
    settings.POST_CONNECTIONS = lines
    accepted, begun = [], threading.Event()

    def script(step, address, count):
        if step == "text":
            time.sleep(0.3)
            accepted.append(time.monotonic())
            begun.set()

    relay(script, offers=offers)
    mailing = factory.mailing(readers=150)
    services.start_mailing(mailing=mailing)
    worker = threading.Thread(target=lambda: (deliver(mailing.pk), connection.close()))
    worker.start()
    assert begun.wait(10)
    stop(mailing=mailing)
    stopped = time.monotonic()
    worker.join(30)
    assert accepted[-1] - stopped < 1
    assert Delivery.objects.filter(status="accepted").count() == len(accepted) < 150


def test_the_pace_is_shared_by_all_lines(relay, settings):
    settings.POST_CONNECTIONS = 3
    server = relay()
    mailing = factory.mailing(readers=150, per_minute=3_000)
    services.start_mailing(mailing=mailing)
    began = time.monotonic()
    deliver(mailing.pk)
    assert len(server.received) == 150
    assert time.monotonic() - began > 150 / 3_000 * 60 - 1.2


def test_the_settings_pace_holds_where_a_mailing_has_none(relay, settings):
    settings.POST_PER_MINUTE = 600
    server = relay()
    mailing = factory.mailing(readers=25)
    services.start_mailing(mailing=mailing)
    began = time.monotonic()
    deliver(mailing.pk)
    assert len(server.received) == 25
    assert time.monotonic() - began > 1.4


def test_start_resume_and_the_sweep_wake_as_many_workers_as_may_run(settings, monkeypatch):
    settings.POST_RUNS = 3
    woken = []
    for room in ("post.services.mailings.wake_after_commit", "post.periodic.wake"):
        monkeypatch.setattr(room, lambda *task_and_arguments: woken.append(task_and_arguments))
    mailing = factory.mailing()
    for wakes in (
        lambda: services.start_mailing(mailing=mailing),
        sweep,
        lambda: (services.pause(mailing=mailing), services.resume(mailing=mailing)),
    ):
        wakes()
        assert woken == [(deliver, mailing.pk)] * 3
        woken.clear()


def test_a_line_is_renewed_after_so_many_messages(relay, monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK", 10)
    monkeypatch.setattr(engine, "LINE_LASTS", 10)
    opened, connect = [], engine.connect
    monkeypatch.setattr(engine, "connect", lambda: (opened.append(1), connect())[1])
    server = relay()
    mailing = factory.mailing(readers=35)
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    assert arrived(server) == Counter(everybody(35)) and len(opened) == 4
    for number in range(15):
        send_mail("Kvitto", "Tack", None, [f"single{number}@example.com"])
    deliver()
    assert set(arrived(server).values()) == {1} and len(server.received) == 50 and len(opened) == 6


def test_what_nobody_was_woken_for_waits_a_minute_at_most(settings):
    assert settings.CELERY_BEAT_SCHEDULE["post-sweep"]["schedule"] <= 60


def test_progress_follows_the_bundles(relay):
    relay(lambda step, address, count: "550 no" if address == "reader1@example.com" else None)
    mailing = factory.mailing(readers=230)
    assert figures.progress(mailing).total == 0
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    mailing.refresh_from_db()
    found = figures.progress(mailing)
    assert (found.accepted, found.waiting, found.bounced, found.total) == (229, 0, 1, 230)
    assert found.per_minute > 0
    assert Chunk.objects.filter(mailing=mailing, done=True).count() == 3
    delivery = Delivery.objects.filter(status="accepted").first()
    from post import transitions

    transitions.came_back(delivery.pk, status_code="5.1.1")
    assert figures.progress(mailing).bounced == 2


def test_codes_have_a_queue_of_their_own(settings):
    routes = settings.CELERY_TASK_ROUTES
    assert routes[tasks.deliver_first.name]["queue"] == "first"
    assert routes[tasks.deliver.name]["queue"] == "mailings"
    assert {"first", "house", "mailings"} == set(settings.CELERY_TASK_QUEUES)


def test_two_sweeps_finish_what_a_lost_broker_left(relay, monkeypatch):
    server = relay()
    mailing = factory.mailing(readers=10)
    services.start_mailing(mailing=mailing)
    send_mail("Kvitto", "Tack", None, ["anna@example.com"])
    woken = []
    monkeypatch.setattr("post.periodic.wake", lambda task, *arguments: woken.append((task, arguments)))
    sweep()
    for task, arguments in woken:
        task(*arguments)
    assert arrived(server) == Counter([*everybody(10), "anna@example.com"])


def test_a_great_mail_out_is_cancelled_by_a_worker_or_the_next_sweep(relay, monkeypatch):
    server = relay()
    monkeypatch.setattr("post.services.mailings._BUNDLES_AT_ONCE", 1)
    woken = []
    monkeypatch.setattr("post.periodic.wake", lambda task, *arguments: woken.append((task, arguments)))
    monkeypatch.setattr("post.services.mailings.wake_after_commit", lambda *_arguments: None)
    mailing = factory.mailing(readers=250)
    services.start_mailing(mailing=mailing)
    begin(mailing.pk)
    services.cancel(mailing=mailing)
    deliver(mailing.pk)
    assert server.received == []
    assert Delivery.objects.filter(status="waiting").count() == 250
    sweep()
    for task, arguments in woken:
        task(*arguments)
    assert Delivery.objects.filter(status="cancelled").count() == 250
    woken.clear()
    sweep()
    assert woken == []
