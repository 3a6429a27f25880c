"""Where reports are sent on: who sees destinations, rules and sendings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from incidents.lifecycle import ForwardingStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from incidents.models import Destination, Forwarding, RoutingRule  # noqa: F401  (the querysets name them)


ASK_AGAIN, ASKED_FOR = timedelta(hours=1), timedelta(days=120)


class DestinationQuerySet(models.QuerySet["Destination"]):
    """Destinations of reports."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every destination for who handles reports, else none."""
        return self if user.has_perm("incidents.triage_report") else self.none()

    def usable(self) -> Self:
        """Return destinations that reports can be sent to now."""
        return self.filter(is_active=True)


class RoutingRuleQuerySet(models.QuerySet["RoutingRule"]):
    """Routing rules."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every rule for who edits them, else none."""
        return self if user.has_perm("incidents.route_reports") else self.none()

    def in_force(self) -> Self:
        """Return published rules that lead somewhere, in the order they are asked, with what they ask about."""
        found = self.filter(published_at__isnull=False, destination__is_active=True)
        return found.select_related("destination").prefetch_related("categories").order_by("rank", "pk")


class ForwardingQuerySet(models.QuerySet["Forwarding"]):
    """Sendings on of reports."""

    def to_post(self, now: datetime) -> Self:
        """Return sendings to other systems whose turn it is."""
        return self.filter(status=ForwardingStatus.QUEUED, next_try_at__lte=now)

    def to_ask_about(self, now: datetime) -> Self:
        """Return sendings that another system has taken and not closed, asked about longest ago first."""
        taken = self.filter(destination__way="open311", status=ForwardingStatus.SENT, sent_at__gt=now - ASKED_FOR)
        return taken.filter(Q(asked_at=None) | Q(asked_at__lt=now - ASK_AGAIN)).order_by(
            F("asked_at").asc(nulls_first=True)
        )

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every sending of the kinds somebody sees, for who handles reports, else none."""
        if not user.has_perm("incidents.triage_report"):
            return self.none()
        kinds = apps.get_model("incidents", "Category")._default_manager
        return self.exclude(report__category__in=kinds.kept_from(user).values("pk"))
