"""What is counted and read, one file a subject."""

from incidents.figures.portal import PortalRow, portal_rows
from incidents.figures.queue import QueueCounts, queue_counts, weekly_counts
from incidents.figures.series import (
    MONTHS,
    Comparison,
    Scope,
    Trend,
    YearOnYear,
    area_trend,
    by_category,
    by_district,
    month_counts,
    year_before,
    year_on_year,
)

__all__ = [
    "MONTHS",
    "Comparison",
    "PortalRow",
    "QueueCounts",
    "Scope",
    "Trend",
    "YearOnYear",
    "area_trend",
    "by_category",
    "by_district",
    "month_counts",
    "portal_rows",
    "queue_counts",
    "weekly_counts",
    "year_before",
    "year_on_year",
]
