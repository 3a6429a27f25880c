"""Real Celery workers and a real mail server process. What kills and stops them: test_process_faults.py."""

from collections import Counter

import pytest
from celery.app.task import Task
from django.core.mail import send_mail
from kombu.exceptions import OperationalError

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


def test_two_workers_share_a_mailing(smtp_server, celery_worker, tmp_path):
    folder = tmp_path / "second"
    folder.mkdir()
    second = CeleryWorker(folder, celery_worker.env)
    try:
        mailing = factory.mailing(readers=400)
        services.start_mailing(mailing=mailing)
        deliver.delay(mailing.pk)
        deliver.delay(mailing.pk)
        wait_for(lambda: Mailing.objects.filter(status="sent").exists(), seconds=60, what="the mail-out")
    finally:
        second.stop()
    found = arrived(smtp_server)
    assert set(found) == everybody(400)
    assert set(found.values()) == {1}


def test_broker_and_mail_server_away_then_back(smtp_server, celery_worker, monkeypatch):
    def away(*_arguments, **_options):
        raise OperationalError("connection refused")

    smtp_server.stop()
    with monkeypatch.context() as broken:
        broken.setattr(Task, "apply_async", away)
        send_mail("Kvitto", "Tack för din rapport.", None, ["anna@example.com"])
        services.start_mailing(mailing=factory.mailing(readers=2))
    sweep()
    wait_for(lambda: "mail server away" in celery_worker.log.read_text(), what="the attempt")
    assert set(Delivery.objects.values_list("status", "attempts")) == {("waiting", 0)}
    smtp_server.start()
    wanted = {"anna@example.com", *everybody(2)}
    wait_for(lambda: sweep() or set(arrived(smtp_server)) == wanted, what="what waited")
    assert set(arrived(smtp_server).values()) == {1}
