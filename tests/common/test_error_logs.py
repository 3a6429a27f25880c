"""What goes wrong is told to the administrators by our own handler alone, without what the request held.

In a process of its own: the tests leave logging unconfigured, so only there the handlers are those of production.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings

SCRIPT = """
import json
import django
django.setup()
from django.conf import settings
from django.core import mail
from django.test import Client
from common.error_mail import ErrorMailHandler
from incidents import services

ours = []
ErrorMailHandler.emit = lambda self, record: ours.append(record.name)
settings.DEBUG, settings.ALLOWED_HOSTS, settings.ADMINS = False, ["testserver"], [("Drift", "drift@example.com")]
settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
mail.outbox = []

def crash(*args):
    raise RuntimeError("broken")

services.by_follow_token = crash
client = Client(raise_request_exception=False)
statuses = [client.get("/", HTTP_HOST="evil.example").status_code]
after_host = list(ours)
statuses.append(client.get("/arende/SECRETTOKEN/").status_code)
print(json.dumps({"statuses": statuses, "after_host": after_host, "ours": ours,
                  "theirs": [str(message.message()) for message in mail.outbox]}))
"""


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """Return who was told of a foreign Host header, then of a crash, with DEBUG off."""
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "botkyrka_trygghet.settings"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    assert found["statuses"] == [400, 500]
    return found


def test_the_frameworks_own_error_mail_is_off(told: dict[str, Any]) -> None:
    assert told["theirs"] == []


def test_a_crash_is_told_once_and_a_foreign_host_header_never(told: dict[str, Any]) -> None:
    assert told["after_host"] == []
    assert told["ours"] == ["django.request"]
