"""Reports: who sees which, and the questions asked of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower

from common import clock
from incidents.lifecycle import OPEN, ReportStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from incidents.models import Category, Report  # noqa: F401  (QuerySet["Report"] names it)


class Stem(Func):
    """The stem of a Swedish word as PostgreSQL knows it; whatever is no such word stays as it is."""

    template = "coalesce((ts_lexize('swedish_stem', %(expressions)s))[1], %(expressions)s)"
    output_field = models.TextField()

    def __init__(self, word: str) -> None:
        super().__init__(Value(word))

    def as_sql(self, *arguments: Any, **context: Any) -> tuple[str, Any]:
        """Give the word twice: it stands twice in the template."""
        sql, params = super().as_sql(*arguments, **context)
        return sql, (*params, *params)


def _terms(words: str) -> list[str]:
    """Return what has to be found, a number with the word before it."""
    terms: list[str] = []
    for word in words.split():
        if terms and word[0].isdigit():
            terms[-1] += f" {word}"
        else:
            terms.append(word)
    return terms


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
            return self.without_kinds_kept_from(user)
        own = apps.get_model("neighbourhoods", "Area")._default_manager.filter(
            agents__user=user, agents__period__contains=clock.today()
        )
        return self.filter(area__in=own.values("pk")).without_kinds_kept_from(user)

    def without_kinds_kept_from(self, user: User | AnonymousUser) -> Self:
        """Leave out kinds that only some roles see and this person has none of them."""
        if user.is_superuser:
            return self
        kinds = apps.get_model("incidents", "Category")._default_manager
        return self.exclude(category__in=kinds.kept_from(user).values("pk"))

    def open(self) -> Self:
        """Return reports that are not closed. Each status of an open one comes with no time of closing (`transitions`):
        naming both lets the small index of what is open answer."""
        return self.filter(status__in=OPEN, closed_at__isnull=True)

    def to_decide(self) -> Self:
        """Return reports that wait for a coordinator's decision."""
        return self.open().filter(status=ReportStatus.RECEIVED)

    def waiting(self) -> Self:
        """Return reports that wait for somebody else's answer or work."""
        return self.open().filter(status__in=(ReportStatus.WAITING, ReportStatus.PASSED_ON))

    def to_act_on(self) -> Self:
        """Return reports that wait for a decision, late or not, or whose reporter has written since the last one."""
        to_decide = Q(status=ReportStatus.RECEIVED, closed_at__isnull=True)
        return self.filter(to_decide | Q(reply_waits_since__isnull=False))

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
        """Find by number, and by words in any order and form, also inside others: "lampor släckta" finds "Gatlampan är
        släckt". A number belongs to the word before it, as in an address."""
        words = words.replace("\x00", "").strip()[:100].lower()
        if not words:
            return self
        every_term = Q()
        for term in _terms(words):
            every_term &= Q(low_text__contains=Stem(term)) | Q(low_place__contains=Stem(term))
        found = self.alias(low_text=Lower("text"), low_place=Lower("place"))
        return found.filter(every_term | Q(number__startswith=words))

    def for_list(self) -> Self:
        """Fetch what a row of a list shows, in one query."""
        return self.select_related("category", "district", "area", "assigned_to", "passed_to")
