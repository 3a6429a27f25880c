"""Eight weeks ahead: each thing in its week, nothing past the eighth, and the desk shows it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from botkyrka_trygghet.pages import weeks
from common import clock
from newsletters.lifecycle import IssueStatus
from tests.factories.grannstod import make_shift
from tests.factories.newsletters import make_issue

pytestmark = pytest.mark.django_db


def test_each_thing_stands_in_its_week(client: Any, coordinator: User) -> None:
    soon = clock.now() + timedelta(weeks=3)
    issue = make_issue(status=IssueStatus.DRAFT, send_at=soon)
    make_shift(soon)
    make_shift(soon)
    make_shift(clock.now() + timedelta(weeks=9))
    found = weeks.ahead(coordinator)
    assert len(found) == 8
    entries = found[3].entries
    assert any(issue.glyph in one.title and one.day == clock.local(soon).date() for one in entries)
    shifts = [one for week in found for one in week.entries if one.title.startswith("Grannstöd")]
    assert [one.title for one in shifts] == ["Grannstöd: 2 pass"]
    assert shifts[0] in entries
    assert all(week.first_day <= one.day < week.first_day + timedelta(days=7) for week in found for one in week.entries)
    client.force_login(coordinator)
    page = client.get("/samordning/").content.decode()
    assert "Åtta veckor framåt" in page and "Grannstöd: 2 pass" in page
