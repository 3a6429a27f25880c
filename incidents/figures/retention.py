"""What a decision on retention takes, before anything is taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min

from incidents.models import Category, Photo, Report, ReportNote, RetentionDecision

LISTED = 200  # reports


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
    oldest: date | None
    listed: list[Report]


def rehearse(category: Category, months: int) -> Rehearsal:
    """Count and list what would go tonight. Nothing is written."""
    due = Report.objects.outlived(category, months)
    counts = due.aggregate(reports=Count("pk"), oldest=Min("closed_at"))
    return Rehearsal(
        reports=counts["reports"],
        photos=Photo.objects.filter(report__in=due).count(),
        notes=ReportNote.objects.filter(report__in=due).count(),
        with_address=due.exclude(reporter_email="").count(),
        oldest=counts["oldest"],
        listed=list(due.order_by("closed_at", "pk").only("number", "closed_at", "status")[:LISTED]),
    )
