"""Who sees which issues: readers what has been sent, the desk also what is being written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models.lookups import Exact

from common import clock
from newsletters.lifecycle import NOT_YET_SENT, PUBLIC, IssueStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from newsletters.models import Issue, Tip  # noqa: F401  (the rows' types)


WORD = re.compile(r"\w+")
MOST_WORDS = 8


class TipQuerySet(models.QuerySet["Tip"]):
    """The library of tips."""

    def with_last_use(self) -> Self:
        """Add when each was used last (`last_used`), cancelled issues left out; never used first, then longest ago."""
        used = ~models.Q(blocks__issue__status=IssueStatus.CANCELLED)
        last = models.Max("blocks__issue__send_at", filter=used)
        return self.annotate(last_used=last).order_by(models.F("last_used").asc(nulls_first=True), "title")


class IssueQuerySet(models.QuerySet["Issue"]):
    """Issues of all series."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every issue for those who may see drafts, else only what has gone out."""
        return self if user.has_perm("newsletters.see_drafts") else self.published()

    def published(self) -> Self:
        """Return issues that readers have been sent."""
        return self.filter(status__in=PUBLIC)

    def withdrawn(self) -> Self:
        """Return issues that were cancelled when some readers had got them already."""
        return self.filter(status=IssueStatus.CANCELLED, events__moved_to=IssueStatus.SENDING).distinct()

    def search(self, words: str) -> Self:
        """Find issues that hold each of the words in heading, preamble or any block; a word's beginning is enough."""
        sought = list(dict.fromkeys(WORD.findall(words[:100])))[:MOST_WORDS]
        if not sought:
            return self.filter(models.Q(title__icontains=words) | models.Q(preamble__icontains=words))
        found = self
        for word in sought:
            found = found.filter(self._holds(word))
        return found

    def _holds(self, word: str) -> models.Q:
        """In the blocks Swedish word forms count; a word that says nothing ("och") stands everywhere."""
        vector = SearchVector("blocks__heading", "blocks__text", "blocks__tip_text", config="swedish")
        query = SearchQuery(f"{word}:*", config="swedish", search_type="raw")
        says_nothing = Exact(models.Func(query, function="numnode", output_field=models.IntegerField()), 0)
        in_head = models.Q(title__icontains=word) | models.Q(preamble__icontains=word)
        in_blocks = self.model.objects.alias(words=vector).filter(words=query).values("pk")
        return in_head | models.Q(pk__in=in_blocks) | models.Q(says_nothing)

    def not_yet_sent(self) -> Self:
        """Return issues that still lie ahead, those of today and overdue ones included."""
        return self.filter(status__in=NOT_YET_SENT)

    def unfinished(self) -> Self:
        """Return issues whose promise is not kept yet: those ahead, and those on their way out, held or not."""
        return self.filter(status__in=[*NOT_YET_SENT, IssueStatus.SENDING, IssueStatus.PAUSED])

    def due(self) -> Self:
        """Return scheduled issues whose time has come."""
        return self.filter(status=IssueStatus.SCHEDULED, send_at__lte=clock.now())

    def late(self) -> Self:
        """Return issues that have missed a date of their plan: text, approval or sending."""
        today, now = clock.today(), clock.now()
        waiting_for_text = models.Q(status__in=[IssueStatus.PLANNED, IssueStatus.DRAFT], text_due_on__lt=today)
        waiting_for_approval = models.Q(status=IssueStatus.REVIEW, approve_due_on__lt=today)
        return self.not_yet_sent().filter(waiting_for_text | waiting_for_approval | models.Q(send_at__lt=now))
