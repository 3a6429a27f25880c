"""Letters in named states."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from common import clock
from newsletters.lifecycle import IssueStatus
from newsletters.models import Block, Issue, Series
from post.services import ensure_list


def make_series(code: str = "A", issues_per_year: int = 9, **fields: Any) -> Series:
    """A series with its mailing list; the one that exists already if the code is taken."""
    defaults = {
        "slug": code.lower(),
        "title": f"Brev {code}",
        "sender": "Polisen",
        "about": "Om brevet",
        "issues_per_year": issues_per_year,
        **fields,
    }
    series, _made = Series.objects.get_or_create(code=code, defaults=defaults)
    ensure_list(key=series.list_key, title=series.title)
    return series


def make_issue(
    *,
    status: IssueStatus = IssueStatus.PLANNED,
    number: int = 1,
    send_at: datetime | None = None,
    title: str = "Mörkertid",
    blocks: int = 1,
    written_by: User | None = None,
    series: Series | None = None,
    **fields: Any,
) -> Issue:
    """An issue in any state, with text blocks and a block of figures last."""
    send_at = send_at or clock.now() + timedelta(days=14)
    issue = Issue.objects.create(
        series=series or make_series(),
        year=send_at.year,
        number=number,
        title=title,
        status=status,
        send_at=send_at,
        text_due_on=send_at.date() - timedelta(days=7),
        approve_due_on=send_at.date() - timedelta(days=3),
        **fields,
    )
    for position in range(1, blocks + 1):
        Block.objects.create(
            issue=issue, position=position, heading=f"Del {position}", text="Ring **112**.", written_by=written_by
        )
    if blocks:
        Block.objects.create(issue=issue, position=99, kind=Block.Kind.STATISTICS, heading="Så ser det ut")
    return issue
