"""What a decision on retention takes, before anything is taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min

from incidents.models import (
    Category,
    Disclosure,
    Follower,
    Forwarding,
    Photo,
    Report,
    ReportNote,
    RetentionDecision,
)
from post.services import count_threads

LISTED, AT_A_TIME = 200, 5_000  # reports


@dataclass(frozen=True)
class Standing:
    """A kind of report, the decision that stands for it, and how many reports would go tonight."""

    category: Category
    decision: RetentionDecision | None
    due: int


def standings() -> list[Standing]:
    """Return every kind with its decision."""
    decided = {each.category_id: each for each in RetentionDecision.objects.in_force()}
    found = [(category, decided.get(category.pk)) for category in Category.objects.all()]
    return [
        Standing(category, decision, Report.objects.outlived(category, decision.months).count() if decision else 0)
        for category, decision in found
    ]


@dataclass(frozen=True)
class Rehearsal:
    """What would go if a kind were kept for some months: how much, and the oldest reports by number."""

    reports: int
    photos: int
    notes: int
    with_address: int
    messages: int
    followers: int
    sent_on: int
    handed_out: int
    oldest: date | None
    listed: list[Report]

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.reports - len(self.listed)


def rehearse(category: Category, months: int) -> Rehearsal:
    """Count and list what would go tonight. Nothing is written."""
    due = Report.objects.outlived(category, months)
    counts = due.aggregate(reports=Count("pk"), oldest=Min("closed_at"))
    return Rehearsal(
        reports=counts["reports"],
        photos=Photo.objects.filter(report__in=due).count(),
        notes=ReportNote.objects.filter(report__in=due).count(),
        with_address=due.exclude(reporter_email="").count(),
        messages=_messages(list(due.order_by().values_list("pk", flat=True))),
        followers=Follower.objects.filter(report__in=due).count(),
        sent_on=Forwarding.objects.filter(report__in=due).exclude(text="").count(),
        handed_out=Disclosure.objects.filter(report__in=due).exclude(text="").count(),
        oldest=counts["oldest"],
        listed=list(due.order_by("closed_at", "pk").only("number", "closed_at", "status")[:LISTED]),
    )


def _messages(pks: list[int]) -> int:
    portions = (pks[start : start + AT_A_TIME] for start in range(0, len(pks), AT_A_TIME))
    return sum(count_threads(threads_of(portion)) for portion in portions)


def threads_of(pks: list[int]) -> list[str]:
    """Return the threads in the post of reports, of what was sent on and of who follows."""
    threads = [f"incidents:report:{pk}" for pk in pks]
    for model, word in ((Forwarding, "forwarding"), (Follower, "follower")):
        own = model._default_manager.filter(report__in=pks).values_list("pk", flat=True)
        threads += [f"incidents:{word}:{pk}" for pk in own]
    return threads
