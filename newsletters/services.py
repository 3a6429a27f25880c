"""What can be done with letters: plan a year, write, approve, schedule, send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import open_partner_access
from common import clock
from newsletters import transitions
from newsletters.lifecycle import IssueStatus
from newsletters.models import Block, Issue, Series

SEND_AT = time(9)
TEXT_LEAD, APPROVE_LEAD = timedelta(days=7), timedelta(days=3)
# Nobody reads a letter in July: the year's issues share the other eleven months.
MONTHS = (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12)
OVERDUE_ASKS_AFTER = timedelta(days=2)
PARTNER_READS_DAYS = 14


@dataclass(frozen=True)
class BlockText:
    """What an editor typed into one block; `pk` is None for a new one."""

    pk: int | None
    kind: str
    heading: str
    text: str


def sending_days(year: int, issues_per_year: int) -> list[date]:
    """Return the days of a year's issues: even spread, mid-month, the first working Tuesday-to-Thursday found."""
    days: list[date] = []
    for number in range(issues_per_year):
        month = MONTHS[int((number + 0.5) * len(MONTHS) / issues_per_year)]
        taken = [day for day in days if day.month == month]
        day = date(year, month, 10) if not taken else taken[-1] + timedelta(days=max(1, 20 // issues_per_year))
        while not (clock.is_working_day(day) and day.weekday() in (1, 2, 3)):
            day += timedelta(days=1)
        days.append(day)
    return days


@transaction.atomic
def plan_year(*, series: Series, year: int) -> list[Issue]:
    """Lay out a year's issues with their dates. Running it again fills gaps and changes nothing else."""
    issues = []
    for number, day in enumerate(sending_days(year, series.issues_per_year), start=1):
        issue, _made = Issue.objects.get_or_create(
            series=series,
            year=year,
            number=number,
            defaults={
                "text_due_on": day - TEXT_LEAD,
                "approve_due_on": day - APPROVE_LEAD,
                "send_at": datetime.combine(day, SEND_AT, tzinfo=clock.STOCKHOLM),
            },
        )
        issues.append(issue)
    return issues


@transaction.atomic
def write(*, issue: Issue, version: int, title: str, preamble: str, blocks: Sequence[BlockText], by: User) -> Issue:
    """Save the text of an issue. Raises ValidationError (`changed`, `not_editable`) and saves nothing then."""
    held = Issue.objects.select_for_update(of=("self",)).select_related("series").get(pk=issue.pk)
    if held.version != version:
        raise ValidationError(
            _("Somebody else has saved this issue since you opened it. Copy what you wrote and reload the page."),
            code="changed",
        )
    if not held.is_editable:
        raise ValidationError(
            _("This issue has been approved: take it back first, then change it."), code="not_editable"
        )
    held.title, held.preamble = title, preamble
    held.version += 1
    held.save(update_fields=["title", "preamble", "version"])
    _save_blocks(held, blocks, by)
    if held.status != IssueStatus.DRAFT:
        held = transitions.move(held.pk, IssueStatus.DRAFT, by=by, reason="text_changed")
    return held


def _save_blocks(issue: Issue, blocks: Sequence[BlockText], by: User) -> None:
    existing = {block.pk: block for block in issue.blocks.all()}
    kept = set()
    for position, typed in enumerate(blocks, start=1):
        block = existing.get(typed.pk or 0) or Block(issue=issue)
        if (block.heading, block.text, block.kind) != (typed.heading, typed.text, typed.kind):
            block.written_by = by
        block.heading, block.text, block.kind, block.position = typed.heading, typed.text, typed.kind, position
        block.save()
        kept.add(block.pk)
    issue.blocks.exclude(pk__in=kept).delete()


def submit(*, issue: Issue, by: User) -> Issue:
    """Ask for approval. Raises ValidationError (`empty`) for an issue without heading or text."""
    if not issue.title or not issue.blocks.exists():
        raise ValidationError(_("Write a heading and at least one block of text first."), code="empty")
    return transitions.move(issue.pk, IssueStatus.REVIEW, by=by, reason="submitted")


def approve(*, issue: Issue, by: User) -> Issue:
    """Approve an issue. Raises ValidationError (`own_text`) for one's own text alone."""
    authors = set(issue.blocks.exclude(text="").values_list("written_by", flat=True))
    if authors and authors <= {by.pk}:
        raise ValidationError(
            _("You have written all of this issue yourself. Ask a colleague to read and approve it."), code="own_text"
        )
    return transitions.move(issue.pk, IssueStatus.APPROVED, by=by, reason="approved", approved_by=by)


def take_back(*, issue: Issue, by: User) -> Issue:
    """Take an issue that waits, is approved or scheduled back to writing."""
    if issue.status == IssueStatus.SCHEDULED:
        issue = transitions.move(issue.pk, IssueStatus.APPROVED, by=by, reason="unscheduled")
    return transitions.move(issue.pk, IssueStatus.DRAFT, by=by, reason="taken_back", approved_by=None)


def schedule(*, issue: Issue, at: datetime, by: User) -> Issue:
    """Set the time an approved issue leaves. Raises ValidationError (`in_the_past`)."""
    if at < clock.now() - timedelta(minutes=5):
        raise ValidationError(_("That time has passed. Choose a later one."), code="in_the_past")
    return transitions.move(issue.pk, IssueStatus.SCHEDULED, by=by, reason="scheduled", send_at=at)


def cancel(*, issue: Issue, by: User) -> Issue:
    """Cancel an issue that has not gone out."""
    return transitions.move(issue.pk, IssueStatus.CANCELLED, by=by, reason="cancelled")


def let_partner_read(*, issue: Issue, email: str, organisation: str, by: User) -> None:
    """Mail a link and a code: another organisation reads this issue for two weeks. Raises PermissionDenied."""
    open_partner_access(
        by=by, email=email, organisation=organisation, purpose=partner_purpose(issue), days=PARTNER_READS_DAYS
    )


def partner_purpose(issue: Issue) -> str:
    """Return the purpose of a partner access to one issue."""
    return f"newsletters:issue:{issue.pk}"


def is_long_overdue(issue: Issue) -> bool:
    """Tell whether a scheduled time lies so far back (the system was down) that a person must be asked first."""
    return issue.send_at < clock.now() - OVERDUE_ASKS_AFTER
