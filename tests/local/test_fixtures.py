"""The shared fixtures do what they say: a real worker runs tasks, a real server keeps mail, axe finds faults."""

import os
import smtplib
from email.message import EmailMessage

import pytest
from django.conf import settings
from django.core.cache import cache

from botkyrka_trygghet.periodic import HEARTBEAT, heartbeat


def message(recipient: str) -> EmailMessage:
    made = EmailMessage()
    made["To"], made["From"], made["Subject"] = recipient, "trygghet@example.com", "Räksmörgås"
    made.set_content("Hej på dig")
    return made


def test_each_parallel_process_has_a_broker_and_files_of_its_own():
    process = os.environ.get("PYTEST_XDIST_WORKER", "")
    assert settings.SETTINGS_MODULE == "tests.settings", "however the tests are started"
    number = process.removeprefix("gw") or "0"
    assert settings.REDIS_URL.endswith(f"db={number}")
    assert str(settings.PRIVATE_ROOT).endswith(process or "alone")


@pytest.mark.slow
def test_a_real_worker_runs_a_task(celery_worker):
    from tests.fixtures.processes import wait_for

    heartbeat.delay()
    assert wait_for(lambda: cache.get(HEARTBEAT), what="the heartbeat")


@pytest.mark.slow
def test_smtp_server_keeps_refuses_stops_and_returns(smtp_server):
    with smtplib.SMTP("127.0.0.1", smtp_server.port) as relay:
        relay.send_message(message("berit@example.com"))
        smtp_server.set_mode("defer")
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            relay.send_message(message("berit@example.com"))
    assert refused.value.recipients["berit@example.com"][0] == 451
    [kept] = smtp_server.messages()
    assert kept["Subject"] == "Räksmörgås"
    assert kept["X-RcptTo"] == "berit@example.com"
    smtp_server.stop()
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP("127.0.0.1", smtp_server.port)
    smtp_server.set_mode("accept")
    smtp_server.start()
    with smtplib.SMTP("127.0.0.1", smtp_server.port) as relay:
        relay.send_message(message("sven@example.com"))
    assert len(smtp_server.messages()) == 2


@pytest.mark.browser
def test_axe_and_the_policy_watch_find_faults(page, csp_violations, assert_accessible):
    page.goto("/finns-inte/")
    page.evaluate("document.body.innerHTML = '<img src=\"x.png\">'")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    page.wait_for_timeout(100)
    assert csp_violations
    csp_violations.clear()
