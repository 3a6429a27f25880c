"""Every pair of states against the table of moves; deadlines as the municipality promises them."""

from __future__ import annotations

from datetime import datetime
from itertools import product

import pytest

from common import clock
from common.moves import MoveRefusedError
from incidents import lifecycle, services
from incidents.lifecycle import MOVES, DeadlineRule, ReportStatus
from tests.factories.incidents import make_report

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("here", "there"), list(product(ReportStatus, ReportStatus)))
def test_a_report_moves_as_the_table_says(here, there, coordinator):
    report = make_report(here)
    if there in MOVES[here]:
        event = services.move_report(report=report, to=there, by=coordinator)
        assert (event.moved_from, event.moved_to, event.actor) == (here, there, coordinator)
        assert report.status == there and report.is_open == (there in lifecycle.OPEN) and report.version == 1
    else:
        with pytest.raises(MoveRefusedError):
            services.move_report(report=report, to=there, by=coordinator)
        report.refresh_from_db()
        assert report.status == here and not report.events.exists()


FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=clock.STOCKHOLM)


@pytest.mark.parametrize(
    ("hours", "rule", "due"),
    [
        (48, DeadlineRule.CLOCK, datetime(2026, 11, 22, 15, 0, tzinfo=clock.STOCKHOLM)),
        (24, DeadlineRule.WEEKDAY, datetime(2026, 11, 23, 15, 0, tzinfo=clock.STOCKHOLM)),
        (9, DeadlineRule.WORKING, datetime(2026, 11, 23, 15, 0, tzinfo=clock.STOCKHOLM)),
    ],
)
def test_hours_count_by_the_rule(hours, rule, due):
    assert lifecycle.due_at(FRIDAY, hours, rule) == due


def test_reopening_starts_the_clock_again(coordinator):
    with clock.at(FRIDAY):
        report = make_report(ReportStatus.DONE)
        services.move_report(report=report, to=ReportStatus.RECEIVED, by=coordinator, reason="reopened")
    assert report.closed_at is None and report.due_at > FRIDAY
