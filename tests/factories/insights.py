"""What the situation stands on beside reports: counts from others."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from accounts.models import User
from common import clock
from incidents import services
from incidents.models import CountList, CountSource, StandingSummary

HEAD = "Källa;Typ;Kommundel;Område;Period;Antal;Status\n"


def make_source(name: str = "Polisen", **fields: Any) -> CountSource:
    """Make somebody who delivers counts, or return the one of that name."""
    return CountSource.objects.get_or_create(name=name, defaults=fields)[0]


def preview(text: str, by: User, name: str = "siffror.csv") -> CountList:
    """Read a list in, as far as its preview."""
    return services.preview_counts(name=name, file=io.BytesIO((HEAD + text).encode()), by=by)


def deliver(text: str, by: User) -> CountList:
    """Read a list in and save it."""
    held = preview(text, by)
    services.save_counts(held=held, by=by)
    return held


def effort_fields(**fields: Any) -> dict[str, Any]:
    """Return what an effort is recorded with: it starts in ten days."""
    first = fields.get("first_day") or clock.today() + timedelta(days=10)
    defaults = {
        "what": "Samordnad klottersanering", "description": "", "leader": "Fastighet", "district": None, "area": None,
        "first_day": first, "last_day": first + timedelta(days=60), "direction": "fewer", "compared_district": None,
        "compared_area": None, "categories": [],
    }  # fmt: skip
    return defaults | fields


def make_standing(by: User, **fields: Any) -> StandingSummary:
    """Let somebody have summaries."""
    held = StandingSummary(**{"receiver": "Polisen", "email": "polisen@example.org"} | fields)
    return services.save_standing(standing=held, by=by)


def arguments(by: User) -> dict[str, dict[str, Any]]:
    """Return the arguments of the pages, by name."""
    make_source()
    held = preview("Polisen;Klotter;;;2026-05;12;\nOkänd;Klotter;;;2026-05;12;\n", by)
    effort = services.record_effort(by=by, fields=effort_fields())
    standing = make_standing(by)
    return {
        **{f"incidents:{name}": {"pk": effort.pk} for name in ("effort", "change_effort")},
        **{f"incidents:{name}": {"pk": standing.pk} for name in ("change_standing", "summaries")},
        "incidents:summary_file": {"pk": standing.pk, "issue": 1},
        "incidents:statistics_data": {"form": "csv"},
        "incidents:counts_export": {"form": "csv"},
        "incidents:count_list": {"pk": held.pk},
        "incidents:count_list_decide": {"pk": held.pk, "what": "spara"},
        "incidents:count_list_refused": {"pk": held.pk, "form": "csv"},
    }
