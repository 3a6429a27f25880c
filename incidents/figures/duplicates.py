"""Reports that could be about the same thing: near in place, time and kind."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from common import geo
from incidents.models import Category, Report
from incidents.querysets import ReportQuerySet

# Metres: what a resident is shown, and what staff are (FixMyStreet's distances).
NEAR, NEAR_FOR_STAFF = 250.0, 1_000.0
DAYS = 90
MOST = 200  # looked at; the nearest of them are shown
# Kinds that people take for one another.
KIN = (
    frozenset({"graffiti", "graffiti-offensive", "vandalism"}),
    frozenset({"vandalism", "broken-glass"}),
    frozenset({"abandoned-car", "stolen-vehicle"}),
    frozenset({"lighting", "unsafe-place"}),
    frozenset({"suspicious", "unsafe-place"}),
)
# How much farther away another kind counts as, in metres; and how far a month's age does.
ANOTHER_KIND, KINDRED, A_MONTH = 150.0, 60.0, 60.0


@dataclass(frozen=True)
class Similar:
    """A report that could be the same, how far away it is (metres), and a score: lower is likelier."""

    report: Report
    metres: float
    score: float


@dataclass(frozen=True)
class Sought:
    """What others are compared with: kind, place (WGS84) and when it came in."""

    category: Category
    latitude: float
    longitude: float
    at: datetime


def similar(reports: ReportQuerySet, sought: Sought, *, within: float = NEAR, most: int = 3) -> list[Similar]:
    """Return the likeliest of the given reports within so many metres, the likeliest first."""
    west, south, east, north = geo.box_around(sought.longitude, sought.latitude, within)
    near = reports.filter(
        latitude__range=(south, north),
        longitude__range=(west, east),
        received_at__range=(sought.at - timedelta(days=DAYS), sought.at),
        merged_into=None,
    )
    found = _measured(near.select_related("category").order_by("-received_at", "-pk")[:MOST], sought)
    return sorted((one for one in found if one.metres <= within), key=lambda one: one.score)[:most]


def _measured(reports: Iterable[Report], sought: Sought) -> list[Similar]:
    found = []
    for report in reports:
        metres = geo.distance_m(
            sought.longitude, sought.latitude, report.longitude or math.nan, report.latitude or math.nan
        )
        months = (sought.at - report.received_at).total_seconds() / (30 * 86_400)
        score = metres + _kind_distance(sought.category.code, report.category.code) + A_MONTH * months
        found.append(Similar(report, metres, score))
    return found


def _kind_distance(one: str, other: str) -> float:
    if one == other:
        return 0.0
    return KINDRED if any({one, other} <= kin for kin in KIN) else ANOTHER_KIND
