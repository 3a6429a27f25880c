"""What letters show on pages that show several rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from common.cards import Need
from newsletters.figures import deciders_of
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue


@dataclass(frozen=True)
class UpcomingIssue:
    """One line of the desk's table of letters."""

    glyph: str
    title: str
    text_due_on: date
    send_at: datetime
    ready: int
    blocks: int
    url: str


def _url(issue: Issue) -> str:
    return reverse("newsletters:edit", args=[issue.pk])


def upcoming(user: User, limit: int = 3) -> list[UpcomingIssue]:
    """Return the next issues from today on, with how many of their blocks are written. Needs `see_drafts`.

    What should have gone before today stands under `late`, and crowds nothing out here.
    """
    if not user.has_perm("newsletters.see_drafts"):
        return []
    issues = (
        Issue.objects.not_yet_sent()
        .filter(send_at__gte=clock.start_of_day(clock.today()))
        .select_related("series")
        .annotate(block_count=Count("blocks"), ready_count=Count("blocks", filter=~Q(blocks__text="")))[:limit]
    )
    return [
        UpcomingIssue(
            issue.glyph,
            issue.title,
            issue.text_due_on,
            issue.send_at,
            issue.ready_count,  # type: ignore[attr-defined]  # annotated above
            issue.block_count,  # type: ignore[attr-defined]  # annotated above
            _url(issue),
        )
        for issue in issues
    ]


def needs(user: User) -> list[Need]:
    """Return issues that wait for this person's decision: by their series, and not of their own text alone."""
    if not user.has_perm("newsletters.approve_issue"):
        return []
    in_review = list(Issue.objects.filter(status=IssueStatus.REVIEW).select_related("series")[:50])
    deciders = deciders_of(in_review) if in_review else {}
    waiting = [issue for issue in in_review if user in deciders[issue.pk]][:10]
    return [
        Need(
            title=_("Newsletter %(name)s waits for approval") % {"name": issue.glyph},
            detail=issue.title,
            due=issue.approve_due_on,
            url=_url(issue),
            action=_("Read and approve"),
        )
        for issue in waiting
    ]


def late(user: User) -> list[Need]:
    """Return issues that have missed a date of their plan."""
    if not user.has_perm("newsletters.see_drafts"):
        return []
    return [
        Need(
            title=_("Newsletter %(name)s is late") % {"name": issue.glyph},
            detail=str(issue.get_status_display()),
            due=issue.text_due_on,
            url=_url(issue),
            action=_("Open"),
            is_late=True,
        )
        for issue in Issue.objects.late().select_related("series")[:10]
    ]


def latest(limit: int = 3) -> list[Issue]:
    """Return the issues that went out last, for the start page."""
    return list(Issue.objects.published().select_related("series").order_by("-send_at")[:limit])
