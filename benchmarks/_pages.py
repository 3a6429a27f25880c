"""Pages asked for in this process, by somebody signed in, and how long they take."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

ROUNDS = 40


def signed_in(user: Any) -> Any:
    """Return a client signed in as a person, with the second factor that staff need."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    session = client.session
    now = time.time()
    session["account_authentication_methods"] = [
        {"method": "password", "at": now},
        {"method": "mfa", "type": "totp", "id": 0, "at": now},
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def coordinator() -> Any:
    """Return the client of somebody who may see everything."""
    from django.contrib.auth.models import Group

    from accounts.models import User
    from accounts.roles import SAFETY_COORDINATOR
    from accounts.services.roles import make_groups

    make_groups()
    user = User.objects.create(email="provare@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name=SAFETY_COORDINATOR))
    return signed_in(user)


def page_p95(client: Any, page: str) -> float:
    """Return the 95th percentile of the seconds a page takes; it must be shown."""
    if (status := client.get(page).status_code) != 200:
        raise SystemExit(f"{page} was not shown: {status}")
    return p95(lambda: client.get(page).content)


def p95(work: Callable[[], object]) -> float:
    """Return the 95th percentile of the seconds a piece of work takes."""
    times = []
    work()
    for _round in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return sorted(times)[int(0.95 * ROUNDS)]
