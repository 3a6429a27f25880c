"""Each fault the post is made for, on sending processes of their own: nobody left out, nobody twice beyond one a kill.

Everything is done within two sweeps, SWEEP_SECONDS apart. `./run bench crash` strikes harder, and longer.
"""

import bisect
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import timedelta
from email import message_from_bytes

import pytest
import redis
from django.apps import apps
from django.conf import settings
from django.core.mail import send_mail
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.models import F

from botkyrka_trygghet.celery import app
from botkyrka_trygghet.local import postgres
from botkyrka_trygghet.local.places import folder
from botkyrka_trygghet.local.servers import stop
from common import clock
from common.moves import MoveRefusedError
from post import services
from post.lifecycle import MailingStatus
from post.mail.links import token_for
from post.models import Bounce, Chunk, Delivery, Mailing
from post.periodic import sweep
from post.sending import chunks
from post.sending.run import begin
from post.tasks import deliver, deliver_first
from tests.factories import post as factory
from tests.factories.senders import SWEEP
from tests.fixtures.processes import wait_for
from tests.tables import create_extensions

pytestmark = pytest.mark.django_db(transaction=True)


def sent() -> bool:
    return Mailing.objects.get().status == MailingStatus.SENT


def arrived(server) -> Counter[str]:
    return Counter(address for address, _text in server.received)


def everybody(count: int) -> set[str]:
    return {f"reader{n}@example.com" for n in range(count)}


def message_ids(server) -> set[str]:
    return {message_from_bytes(text)["Message-ID"] for _address, text in server.received}


def until_arrived(server, count: int) -> None:
    patience = time.monotonic() + 120
    while len(server.received) < count:
        assert time.monotonic() < patience, f"{len(server.received)} of {count}"
        time.sleep(0.001)


def most_doubled_by_one_strike(server, marks: list[int]) -> int:
    """Return how many got it twice whose first copy came before one and the same strike, after the one before."""
    first: dict[str, int] = {}
    doubled: Counter[int] = Counter()
    for place, (address, _text) in enumerate(server.received):
        if address in first:
            doubled[bisect.bisect_left(marks, first[address] + 1)] += 1
        first.setdefault(address, place)
    return max(doubled.values(), default=0)


def go_on(mailing_id: int) -> None:
    """Be a worker that is woken again and again."""
    while not sent():
        deliver(mailing_id)
        time.sleep(0.02)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_kill_9_seven_times_and_then_nobody_is_left(relay, senders, monkeypatch, seed):
    monkeypatch.setattr(chunks, "CHUNK", 10)
    rng, server = random.Random(seed), relay()
    mailing = factory.mailing(readers=240)
    services.start_mailing(mailing=mailing)
    marks: list[int] = []

    def strike() -> None:
        senders.kill(rng.choice(senders.running))
        assert until(lambda: server.lines <= len(senders.running), seconds=60)  # what it had said has been heard
        marks.append(len(server.received))
        Chunk.objects.exclude(held_at=None).update(held_at=F("held_at") - timedelta(seconds=6))  # as if 6 s had passed

    for threshold in sorted(rng.sample(range(10, 180), 5)):
        while len(senders.running) < 2:
            senders.start(go_on, mailing.pk)
        until_arrived(server, threshold)
        strike()
    senders.start(go_on, mailing.pk)
    until_arrived(server, 190)
    for _last in range(2):
        strike()
    senders.sweeps_until(sent)
    found = arrived(server)
    assert set(found) == everybody(240)
    assert most_doubled_by_one_strike(server, marks) <= 1
    assert len(message_ids(server)) == 240


def test_kill_9_of_a_worker_with_four_lines_doubles_one_a_line_at_most(relay, senders, settings, monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK", 10)
    settings.POST_CONNECTIONS = 4
    server = relay()
    mailing = factory.mailing(readers=160)
    services.start_mailing(mailing=mailing)
    marks: list[int] = []
    for threshold in (30, 70, 110):
        worker = senders.start(go_on, mailing.pk)
        until_arrived(server, threshold)
        senders.kill(worker)
        assert until(lambda: server.lines == 0, seconds=10)
        marks.append(len(server.received))
        Chunk.objects.exclude(held_at=None).update(held_at=F("held_at") - timedelta(seconds=6))
    senders.sweeps_until(sent)
    assert set(arrived(server)) == everybody(160)
    assert most_doubled_by_one_strike(server, marks) <= 4
    assert len(message_ids(server)) == 160


@pytest.mark.parametrize("lost", ["the sender", "its database connection"])
def test_a_code_whose_answer_nobody_hears_comes_twice_at_most(relay, senders, lost):
    """The mail server has the text and holds its 250: it is sent once more, the same message, and the others once."""
    has_text, goes_on = threading.Event(), threading.Event()

    def script(step, address, count):
        if step == "text" and not has_text.is_set():
            has_text.set()
            goes_on.wait(10)

    server = relay(script)
    for number in range(3):
        send_mail("Kod", f"{number}", None, [f"reader{number}@example.com"])
    worker = senders.start(deliver_first)
    assert has_text.wait(10)
    if lost == "the sender":
        senders.kill(worker)
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND state = 'idle in transaction'"
            )
    goes_on.set()
    senders.wait()
    assert until(lambda: server.lines == 0 and len(server.received) == 1, seconds=10)
    senders.sweeps_until(lambda: not Delivery.objects.unsent().exists())
    found = arrived(server)
    assert set(found) == everybody(3) and sorted(found.values()) == [1, 1, 2]
    assert len(message_ids(server)) == 3
    assert set(Delivery.objects.values_list("status", flat=True)) == {"accepted"}


def test_two_sending_processes_share_one_pace(relay, senders, monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK", 10)
    server = relay()
    mailing = factory.mailing(readers=100, per_minute=3_000)
    services.start_mailing(mailing=mailing)
    began = time.monotonic()
    for _worker in range(2):
        senders.start(deliver, mailing.pk)
    senders.wait()
    assert arrived(server) == Counter(everybody(100))
    assert time.monotonic() - began > 0.8  # the second lot of 50 is given a second after the first


FAULTS = {
    "drops the line before it answers": ("text", "drop"),
    "drops the line before the text": ("rcpt", "drop"),
    "451 to some recipients": ("rcpt", "451 4.2.1 later"),
    "452 after the text": ("text", "452 4.3.1 no room"),
    "421 and closes": ("rcpt", "421 4.3.2 closing"),
    "550 to some recipients": ("rcpt", "550 5.1.1 unknown"),
    "stalls": ("text", "stall"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_the_relay_does_and_sent_twice_by_two_workers(relay, senders, settings, monkeypatch, fault):
    """Once for each of two readers, 550 for good; two workers are told twice each to send."""
    monkeypatch.setattr(chunks, "CHUNK", 10)
    settings.POST_TIMEOUT = 1.5
    where, what = FAULTS[fault]
    struck = {"reader3@example.com", "reader17@example.com"}
    left = set(struck)

    def script(step, address, count):
        if step != where or address not in left:
            return None
        if not what.startswith("5"):
            left.discard(address)
        if what == "stall":
            time.sleep(3)
        return "drop" if what == "stall" else what

    server = relay(script)
    mailing = factory.mailing(readers=40)
    for _press in range(2):
        with suppress(MoveRefusedError):
            services.start_mailing(mailing=mailing)
    for _worker in range(2):
        senders.start(lambda: [deliver(mailing.pk) for _time in range(2)])
    senders.wait()
    if not sent():
        senders.sweeps_until(sent)
    assert until(lambda: server.lines == 0, seconds=60)  # the stalled one has written down what it got
    refused = struck if what.startswith("5") else set()
    in_doubt = struck if where == "text" and what in ("drop", "stall") else set()
    found = arrived(server)
    assert set(found) == everybody(40) - refused
    assert {address for address, copies in found.items() if copies > 1} == in_doubt
    assert max(found.values()) <= 2 and len(message_ids(server)) == 40 - len(refused)
    assert set(Delivery.objects.filter(status="bounced").values_list("recipient", flat=True)) == refused
    assert set(Bounce.objects.values_list("email", flat=True)) == refused


def test_who_leaves_between_fan_out_and_sending_gets_nothing(relay, senders, client):
    server = relay()
    mailing = factory.mailing(readers=3)
    services.start_mailing(mailing=mailing)
    begin(mailing.pk)
    gone = Delivery.objects.get(recipient="reader1@example.com")
    press = client.post(f"/avsluta/{token_for(gone.pk, gone.subscription_id)}/", {"List-Unsubscribe": "One-Click"})
    assert press.status_code == 200
    senders.start(deliver, mailing.pk)
    senders.wait()
    assert sent() and set(arrived(server)) == everybody(3) - {gone.recipient}
    gone.refresh_from_db()
    assert (gone.status, gone.reason) == ("skipped", "left")


def send_beside(where: str) -> None:
    """Send 250 letters from a database server of one's own, as a worker that is woken again and again."""
    connection.settings_dict.update(HOST=where, PORT="", NAME="faults", USER="postgres", PASSWORD="")
    create_extensions()
    with connection.schema_editor() as editor:
        for room in ("contenttypes", "auth", "accounts", "post"):
            for model in apps.get_app_config(room).get_models():
                editor.create_model(model)
    call_command("createcachetable", verbosity=0)
    mailing = factory.mailing(readers=250)
    services.start_mailing(mailing=mailing)
    while True:
        try:
            go_on(mailing.pk)
            return
        except OperationalError:
            connection.close()
            time.sleep(0.02)


def test_the_database_stopped_immediately_five_times(relay, senders, monkeypatch, tmp_path):
    """A PostgreSQL of its own that ends without a word under a sender that lives on; the machine itself stays up."""
    claim, hold = (sql.replace("5 seconds", "1 second") for sql in (chunks._CLAIM, chunks._HOLD))
    monkeypatch.setattr(chunks, "_CLAIM", claim)  # how soon a lost bundle is taken anew, counted from the last start
    monkeypatch.setattr(chunks, "_HOLD", hold)
    monkeypatch.setattr(chunks, "CHUNK", 20)
    server, home = relay(), tmp_path / "own"
    folder(home)
    postgres.initialise(home / "postgres")
    with (home / "postgres" / "postgresql.conf").open("a") as conf:
        conf.write("fsync = off\n")
    with postgres.served(home, database="faults"), ExitStack() as stack:
        senders.start(send_beside, str(postgres.socket_folder(home)))
        for threshold in sorted(random.Random(1).sample(range(20, 220), 5)):
            until_arrived(server, threshold)
            pid = postgres.running_pid(home / "postgres")
            os.kill(pid, signal.SIGQUIT)
            wait_for(lambda: postgres.running_pid(home / "postgres") is None, what="the end of it")
            again = postgres.launch(home, durable=True)[0]
            stack.callback(stop, again, with_signal=signal.SIGINT)
        senders.wait()
    assert arrived(server) == Counter(everybody(250))  # the sender remembers what it could not note


def be_celery() -> None:
    """Be a Celery worker with two children, as in production."""
    os.setsid()
    app._after_fork()
    app.conf.broker_transport_options = {**settings.CELERY_BROKER_TRANSPORT_OPTIONS, "socket_timeout": None}
    app.worker_main(["worker", "--pool", "prefork", "-c", "2", "--without-gossip", "--without-mingle"])


def test_the_whole_celery_tree_killed_and_the_broker_flushed(relay, senders):
    server = relay()
    mailing = factory.mailing(readers=400)
    tree = senders.start(be_celery)
    services.start_mailing(mailing=mailing)
    until_arrived(server, 150)
    senders.kill(tree, tree=True)
    marks = [len(server.received)]
    redis.Redis.from_url(settings.REDIS_URL).flushdb()
    senders.start(be_celery)
    for number in (1, 2):
        Chunk.objects.exclude(held_at=None).update(held_at=F("held_at") - SWEEP)
        with clock.at(clock.now() + SWEEP * number):
            sweep()
        if until(sent, seconds=60):
            break
    assert sent()
    assert set(arrived(server)) == everybody(400)
    assert most_doubled_by_one_strike(server, marks) <= 1
    assert len(message_ids(server)) == 400


def until(condition: Callable[[], bool], *, seconds: float) -> bool:
    patience = time.monotonic() + seconds
    while not condition() and time.monotonic() < patience:
        time.sleep(0.02)
    return condition()
