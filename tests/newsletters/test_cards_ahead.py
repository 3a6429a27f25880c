"""What the desk shows of letters to come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import User
from common import clock
from newsletters import cards
from newsletters.lifecycle import IssueStatus
from tests.factories.newsletters import make_issue

pytestmark = pytest.mark.django_db


def test_old_letters_do_not_crowd_out_the_coming_ones(coordinator: User) -> None:
    for number in range(1, 14):
        late = clock.now() - timedelta(days=number + 3)
        make_issue(status=IssueStatus.DRAFT, number=number, send_at=late)
    coming = make_issue(status=IssueStatus.DRAFT, number=14, send_at=clock.now() + timedelta(days=3))
    assert [one.send_at for one in cards.upcoming(coordinator, 12)] == [coming.send_at]
