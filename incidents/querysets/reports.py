"""Reports: who sees which, and the questions asked of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from common import clock
from incidents.lifecycle import OPEN, ReportStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from incidents.models import Category, Report  # noqa: F401  (QuerySet["Report"] names it)

# The same expressions stand in the indexes of Report: change both together.
SEARCH_VECTOR = SearchVector("text", "place", config="swedish")
SEARCH_CONFIG = "swedish"


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every report for those who may see all, those of an agent's own areas today, else none.

        Seeing a report is not reading it: who wrote it needs `incidents.see_reporter`, and an agent reads
        its text and photos only after release (`figures.portal_rows`).
        """
        if not user.is_authenticated:
            return self.none()
        if user.has_perm("incidents.see_all_reports"):
            return self._without_kinds_kept_from(user)
        own = apps.get_model("neighbourhoods", "Area")._default_manager.filter(
            agents__user=user, agents__period__contains=clock.today()
        )
        return self.filter(area__in=own.values("pk"))._without_kinds_kept_from(user)

    def _without_kinds_kept_from(self, user: User | AnonymousUser) -> Self:
        """Leave out kinds that only some roles see and this person has none of them."""
        if user.is_superuser:
            return self
        kinds = apps.get_model("incidents", "Category")._default_manager
        return self.exclude(category__in=kinds.kept_from(user).values("pk"))

    def open(self) -> Self:
        """Return reports that are not closed."""
        return self.filter(status__in=OPEN)

    def to_decide(self) -> Self:
        """Return reports that wait for a coordinator's decision."""
        return self.filter(status=ReportStatus.RECEIVED)

    def to_act_on(self) -> Self:
        """Return reports that wait for a decision, late or not, or whose reporter has written since the last one."""
        return self.filter(Q(status=ReportStatus.RECEIVED) | Q(reply_waits_since__isnull=False))

    def overdue(self) -> Self:
        """Return open reports whose time has run out."""
        return self.open().filter(due_at__lt=clock.now())

    def with_reply(self) -> Self:
        """Return reports whose reporter has written and nobody has decided anything since, closed ones too."""
        return self.filter(reply_waits_since__isnull=False)

    def urgent(self) -> Self:
        """Return open reports that a person has called urgent."""
        return self.filter(closed_at__isnull=True, priority=3)

    def due_today(self) -> Self:
        """Return open reports that run out before the end of today, overdue ones not counted."""
        now = clock.now()
        midnight = clock.start_of_day(clock.today() + timedelta(days=1))
        return self.open().filter(due_at__gte=now, due_at__lt=midnight)

    def released(self) -> Self:
        """Return reports whose text a person has released."""
        return self.filter(released_at__isnull=False)

    def outlived(self, category: Category, months: int) -> Self:
        """Return reports of a kind closed that many months ago that still have their words.

        What is the same as an open report waits for it: its people are still told what happens there.
        """
        before = clock.start_of_day(clock.months_before(clock.today(), months))
        closed = self.filter(category=category, closed_at__lt=before, anonymised_at__isnull=True)
        return closed.filter(Q(merged_into__isnull=True) | Q(merged_into__closed_at__isnull=False))

    def listed_singly(self) -> Self:
        """Return released reports of the kinds that are published one by one; the rest appear as counts only."""
        since = Q(category__single_from=None) | Q(received_at__gte=F("category__single_from"))
        return self.released().filter(since, category__publishing="single")

    def real(self) -> Self:
        """Leave out what is marked as an example."""
        return self.filter(is_example=False)

    def search(self, words: str) -> Self:
        """Find by number, Swedish word forms, and parts of compounds ("klotter" finds "klottersanering")."""
        words = words.replace("\x00", "").strip()[:100]
        if not words:
            return self
        query = SearchQuery(words, config=SEARCH_CONFIG, search_type="websearch")
        found = self.alias(vector=SEARCH_VECTOR, low_text=Lower("text"), low_place=Lower("place"))
        low = words.lower()
        return found.filter(
            Q(vector=query) | Q(low_text__contains=low) | Q(low_place__contains=low) | Q(number__startswith=words)
        )

    def for_list(self) -> Self:
        """Fetch what a row of a list shows, in one query."""
        return self.select_related("category", "district", "area", "assigned_to", "passed_to")
