"""With the broker away a report is accepted within a second, and its receipt waits in the ledger."""

from __future__ import annotations

import time

import pytest
from kombu.exceptions import OperationalError

from incidents.models import Report

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_report_is_accepted_within_a_second(client, filled, monkeypatch, settings):
    settings.EMAIL_BACKEND = "post.backend.LedgerBackend"

    def away(*_args: object, **_options: object) -> None:
        raise OperationalError("broker away")

    monkeypatch.setattr("celery.Task.apply_async", away)
    client.get("/rapportera/")
    began = time.monotonic()
    answer = client.post("/rapportera/", filled | {"email": "prov@example.com"})
    assert answer.status_code == 302 and time.monotonic() - began < 1
    assert Report.objects.get().reporter_email == "prov@example.com"
