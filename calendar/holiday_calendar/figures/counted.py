"""Reads: the reports that a break's figures count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.models import Category, Report

if TYPE_CHECKING:
    from incidents.querysets import ReportQuerySet


def counted_reports() -> ReportQuerySet:
    """Return the reports to count: each matter once, and only kinds that every role sees.

    People of several roles read the same room, and each sees the same sums.
    """
    return Report.objects.filter(merged_into=None).exclude(category__in=Category.objects.kept_from_some())
