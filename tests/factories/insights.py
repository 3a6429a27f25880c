"""What the situation stands on beside reports: counts from others."""

from __future__ import annotations

import io
from typing import Any

from accounts.models import User
from incidents import services
from incidents.models import CountList, CountSource

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


def arguments(by: User) -> dict[str, dict[str, Any]]:
    """Return the arguments of the pages, by name."""
    make_source()
    held = preview("Polisen;Klotter;;;2026-05;12;\nOkänd;Klotter;;;2026-05;12;\n", by)
    return {
        "incidents:counts_export": {"form": "csv"},
        "incidents:count_list": {"pk": held.pk},
        "incidents:count_list_decide": {"pk": held.pk, "what": "spara"},
        "incidents:count_list_refused": {"pk": held.pk, "form": "csv"},
    }
