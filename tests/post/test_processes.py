"""A real worker and a real mail server: what is accepted leaves once, whatever is killed or away meanwhile."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
import redis
from celery.app.task import Task
from django.conf import settings as django_settings
from django.core.mail import send_mail
from kombu.exceptions import OperationalError

from botkyrka_trygghet.local import postgres
from botkyrka_trygghet.local.places import ROOT
from botkyrka_trygghet.local.servers import dies_with_parent
from post import services
from post.models import Delivery, Mailing
from post.periodic import sweep
from post.tasks import deliver
from tests.factories import post as factory
from tests.fixtures.processes import CeleryWorker, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def arrived(server) -> Counter[str]:
    return Counter(message["X-RcptTo"] for message in server.messages())


def everybody(count: int) -> set[str]:
    return {f"reader{n}@example.com" for n in range(count)}


def sent() -> bool:
    return Mailing.objects.filter(status="sent").exists()


def test_500_readers_get_it_once(smtp_server, celery_worker):
    mailing = factory.mailing(readers=500)
    services.start_mailing(mailing=mailing)
    wait_for(sent, seconds=60, what="the mail-out")
    found = arrived(smtp_server)
    assert set(found) == everybody(500)
    assert set(found.values()) == {1}


def swept_until(condition, *, what):
    """Wait as the house does: whatever was lost with a killed worker, the next sweep wakes somebody for it."""
    for _sweep in range(8):
        with contextlib.suppress(pytest.fail.Exception):
            wait_for(condition, seconds=6, what=what)
            return
        Mailing.objects.update(touched_at=None)  # as if the minute until the next sweep had passed
        sweep()
    wait_for(condition, seconds=6, what=what)


def test_killed_workers_lose_nothing(smtp_server, celery_worker):
    mailing = factory.mailing(readers=400)
    services.start_mailing(mailing=mailing)
    kills = 0
    for share in (60, 150, 260):
        swept_until(lambda share=share: Delivery.objects.filter(status="accepted").count() > share, what="some mail")
        celery_worker.kill()
        kills += 1
        Mailing.objects.update(touched_at=None)  # as if the minute until the next sweep had passed
        celery_worker.start()
        sweep()
    swept_until(sent, what="the mail-out")
    messages = smtp_server.messages()
    found = arrived(smtp_server)
    assert set(found) == everybody(400)
    assert sum(found.values()) - 400 <= kills
    assert len({message["Message-ID"] for message in messages}) == 400


def test_two_workers_share_a_mailing(smtp_server, celery_worker, tmp_path):
    folder = tmp_path / "second"
    folder.mkdir()
    second = CeleryWorker(folder, celery_worker.env)
    try:
        mailing = factory.mailing(readers=400)
        services.start_mailing(mailing=mailing)
        deliver.delay(mailing.pk)
        deliver.delay(mailing.pk)
        wait_for(sent, seconds=60, what="the mail-out")
    finally:
        second.stop()
    found = arrived(smtp_server)
    assert set(found) == everybody(400)
    assert set(found.values()) == {1}


def test_mail_server_away_then_back(smtp_server, celery_worker):
    smtp_server.stop()
    send_mail("Kvitto", "Tack för din rapport.", None, ["anna@example.com"])
    wait_for(lambda: "mail server away" in celery_worker.log.read_text(), what="the attempt")
    assert Delivery.objects.get().status == "waiting"
    smtp_server.start()
    sweep()
    [message] = smtp_server.wait_for_messages(1)
    assert message["Subject"] == "Kvitto"


def test_broker_away_then_the_sweep_finds_it(smtp_server, celery_worker, monkeypatch):
    def away(*_arguments, **_options):
        raise OperationalError("connection refused")

    with monkeypatch.context() as broken:
        broken.setattr(Task, "apply_async", away)
        send_mail("Kvitto", "Tack för din rapport.", None, ["anna@example.com"])
        services.start_mailing(mailing=factory.mailing(readers=2))
    assert set(Delivery.objects.values_list("status", flat=True)) == {"waiting"}
    sweep()
    assert set(arrived_when(smtp_server, 3)) == {"anna@example.com", *everybody(2)}


def arrived_when(server, count: int) -> Counter[str]:
    server.wait_for_messages(count)
    return arrived(server)


def test_the_whole_celery_tree_killed_and_the_broker_flushed(smtp_server, celery_worker):
    mailing = factory.mailing(readers=300)
    services.start_mailing(mailing=mailing)
    wait_for(lambda: Delivery.objects.filter(status="accepted").count() > 80, seconds=60, what="some mail")
    celery_worker.kill()
    redis.Redis.from_url(django_settings.REDIS_URL).flushdb()
    celery_worker.start()
    for _sweep in range(2):  # the sweep comes each minute; a dead worker's bundle is free after five seconds
        time.sleep(6)
        Mailing.objects.update(touched_at=None)
        sweep()
    wait_for(sent, seconds=90, what="the mail-out")
    found = arrived(smtp_server)
    assert set(found) == everybody(300)
    assert sum(found.values()) - 300 <= 1
    assert len({message["Message-ID"] for message in smtp_server.messages()}) == 300


def test_the_database_stopped_immediately(tmp_path, smtp_server):
    """One sending process, its PostgreSQL stopped as by a power cut, then there again: nobody left out, one twice."""
    home = tmp_path / "own"
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(postgres.served(home, database="faults"))
        env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "botkyrka_trygghet.settings"}
        env |= {"EMAIL_URL": smtp_server.url, "BENCH_SEED": "1"}
        subprocess.run([sys.executable, "-m", "tests.tables"], env=env, cwd=ROOT, check=True, capture_output=True)
        command = [*dies_with_parent(), sys.executable, "-c", SEND_400]
        sender = stack.enter_context(subprocess.Popen(command, env=env, cwd=ROOT))
        stack.callback(sender.kill)
        wait_for(lambda: len(os.listdir(smtp_server.maildir / "new")) > 100, seconds=90, what="some mail")
        os.kill(postgres.running_pid(home / "postgres"), signal.SIGQUIT)
        wait_for(lambda: postgres.running_pid(home / "postgres") is None, what="the end of it")
        with postgres.served(home, database="faults"):
            assert sender.wait(120) == 0
    found = arrived(smtp_server)
    assert set(found) == everybody(400)
    assert sum(found.values()) - 400 <= 1


SEND_400 = """
import time, django
django.setup()
from django.db import OperationalError, connection
from post import services, tasks
from post.models import Mailing
from tests.factories import post as factory
mailing = factory.mailing(readers=400)
services.start_mailing(mailing=mailing)
while True:
    try:
        if Mailing.objects.get().status == "sent":
            break
        tasks.deliver(mailing.pk)
    except OperationalError:
        connection.close()
    time.sleep(0.1)
"""
