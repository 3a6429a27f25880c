"""Hands an issue over to `post`: one frozen letter per district and language, one delivery per reader.

The issue and its mail-out are made in one transaction, and the mail-out's key is the issue's: a second "send",
from another worker or after a crash, finds the same mail-out and sends nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from common import clock
from neighbourhoods.models import ContactAgent, District
from newsletters import mail, transitions
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue
from post import services as post
from post.lifecycle import MailingStatus, SubscriptionStatus
from post.models import Mailing, Subscription

FINISHED = (MailingStatus.SENT, MailingStatus.CANCELLED)


@transaction.atomic
def begin(issue_pk: int) -> Issue:
    """Start sending a scheduled issue. Raises MoveRefusedError if another worker got there first."""
    issue = transitions.move(issue_pk, IssueStatus.SENDING, by=None, reason="time_has_come")
    mailing = post.create_mailing(
        key=f"newsletters:issue:{issue.pk}",
        title=f"{issue.name} {issue.title}",
        list_keys=[issue.series.list_key],
        sender=settings.DEFAULT_FROM_EMAIL,
        thread=f"newsletters:issue:{issue.pk}",
        extra_recipients=_agents(issue) if issue.series.goes_to_agents else [],
    )
    _freeze_all(issue, mailing)
    post.start_mailing(mailing=mailing)
    issue.mailing = mailing
    issue.save(update_fields=["mailing"])
    return issue


def _agents(issue: Issue) -> Iterable[post.Recipient]:
    """Go through today's contact agents who have not left the series, each once, by their area's district."""
    left = Subscription.objects.filter(list__key=issue.series.list_key, status=SubscriptionStatus.LEFT)
    agents = (
        ContactAgent.objects.current()
        .filter(user__is_active=True)
        .exclude(user__email__in=left.values("email"))
        .order_by("user_id", "pk")
        .distinct("user_id")
        .values_list("user__email", "user__language", "area__district__slug", "user_id")
    )
    for email, language, district, person in agents:
        yield post.Recipient(email=email, language=language, variant=district, person=f"user:{person}")


def _freeze_all(issue: Issue, mailing: Mailing) -> None:
    for language, _name in settings.LANGUAGES:
        _freeze(issue, mailing, None, language)
        if issue.series.goes_to_agents:
            for district in District.objects.all():
                _freeze(issue, mailing, district, language)


def _freeze(issue: Issue, mailing: Mailing, district: District | None, language: str) -> None:
    letter = mail.compose(
        issue,
        district=district,
        language=language,
        unsubscribe_url=post.UNSUBSCRIBE_URL,
        preferences_url=post.PREFERENCES_URL,
    )
    post.freeze(
        mailing=mailing,
        variant=district.slug if district else "",
        language=language,
        subject=letter.subject,
        html=letter.html,
        text=letter.text,
    )


def finish_if_done(issue: Issue) -> None:
    """Mark an issue as sent once its mail-out is through."""
    if issue.mailing and issue.mailing.status in FINISHED:
        transitions.move(issue.pk, IssueStatus.SENT, by=None, reason="all_delivered", sent_at=clock.now())
