"""Who reads neighbours' or agents' names and addresses at the desk is in the audit trail."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, User
from tests.factories.neighbourhoods import make_agent, make_interested
from tests.factories.trainings import make_sign_up, make_training

pytestmark = pytest.mark.django_db


def test_each_page_with_names_leaves_a_line(client: Any, coordinator: User) -> None:
    training, keen = make_training(in_days=0), make_interested()
    make_sign_up(training)
    make_agent()
    client.force_login(coordinator)
    for name, args, query, action in (
        ("startup_new", [], {"person": keen.pk}, "interested.read"),
        ("interested_home", [keen.pk], {}, "interested.read"),
        ("attendance", [training.pk], {}, "training.people_read"),
        ("trainings_lacking", [], {}, "agents.read"),
    ):
        before = AuditEntry.objects.count()
        assert client.get(reverse(f"neighbourhoods:{name}", args=args), query).status_code == 200
        line = AuditEntry.objects.latest("pk")
        assert (line.action, line.actor, AuditEntry.objects.count()) == (action, coordinator, before + 1), name
    client.get(reverse("neighbourhoods:startup_new"))
    assert AuditEntry.objects.count() == before + 1, "nobody was shown"
