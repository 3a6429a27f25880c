"""Kinds as they are published, kept and seen, and what changes when one is published in another way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import titles
from incidents.figures.public import MOST_COUNTED, listed_by_kind, public_reports
from incidents.models import Category, Release, Report, RetentionDecision


@dataclass(frozen=True)
class KindLine:
    """A kind: how long its reports are kept, who sees them, and how many stand in open lists (`public_page`)."""

    kind: Category
    decision: RetentionDecision | None
    seen_by: list[str]
    listed: int
    is_more: bool  # than that number: counting stops there


@dataclass(frozen=True)
class Consequences:
    """What happens at once when a kind is published in another way."""

    to: Category.Publishing
    listed: int  # reports that appear in open lists, or go from them
    not_released: int  # open reports of the kind that nobody has released
    months: int  # published months, which stay
    since: datetime | None  # reports received before are not listed


@dataclass(frozen=True)
class PublishingChange:
    """One change of how a kind is published, or of who sees it."""

    at: datetime
    by: User | None
    words: str
    note: str


def kind_lines(user: User | AnonymousUser) -> list[KindLine]:
    """Return the kinds that somebody sees, in four queries however many."""
    kinds = Category.objects.exclude(pk__in=Category.objects.kept_from(user).values("pk")).prefetch_related("seen_by")
    decisions = {one.category_id: one for one in RetentionDecision.objects.visible_to(user).in_force()}
    listed = listed_by_kind()
    return [
        KindLine(
            kind,
            decisions.get(kind.pk),
            titles(kind.seen_by.all()),
            min(listed[kind.pk], MOST_COUNTED),
            listed[kind.pk] > MOST_COUNTED,
        )
        for kind in kinds
    ]


def consequences(kind: Category, *, since: datetime | None) -> Consequences:
    """Return what changes when a kind is published in the other way; `since` is from when it would be listed."""
    reports = Report.objects.filter(category=kind, merged_into=None)
    is_single = kind.publishes_as == Category.Publishing.SINGLE
    told = reports.released() if since is None or is_single else reports.released().filter(received_at__gte=since)
    return Consequences(
        to=Category.Publishing.COUNTS if is_single else Category.Publishing.SINGLE,
        listed=(public_reports().filter(category=kind) if is_single else told).count(),
        not_released=reports.open().filter(released_at=None).count(),
        months=Release.objects.count(),
        since=since,
    )


def publishing_changes(kind: Category) -> list[PublishingChange]:
    """Return how a kind's publishing, and who sees it, has been changed, the latest first."""
    held: list[Any] = list(kind.history.select_related("history_user").order_by("history_date", "history_id"))
    changes = []
    for before, now in zip([None, *held], held, strict=False):
        note = now.history_change_reason or ""
        if before is not None and before.publishing != now.publishing:
            changes.append(PublishingChange(now.history_date, now.history_user, now.get_publishing_display(), note))
        elif note:
            changes.append(PublishingChange(now.history_date, now.history_user, _("who sees it"), note))
    return changes[::-1]
