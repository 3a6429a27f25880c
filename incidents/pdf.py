"""One document a function: what goes on the paper of one case."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from incidents.models import Report, ReportEvent


def case(report: Report) -> dict[str, Any]:
    """Return the context of one case's page: the facts, the text as received, what happened. Never the reporter."""
    shown = (ReportEvent.Kind.MOVED, ReportEvent.Kind.ANSWERED, ReportEvent.Kind.JUDGED, ReportEvent.Kind.ASSIGNED)
    events = report.events.filter(kind__in=shown).select_related("note").order_by("at", "pk")
    return {
        "report": report,
        "events": list(events),
        "facts": [
            (_("Kind"), str(report.category)),
            (_("Status"), str(report.get_status_display())),
            (_("Where"), ", ".join(filter(None, [report.place, str(report.area or ""), str(report.district or "")]))),
            (_("When"), str(report.get_occurred_when_display())),
            (_("Came by"), str(report.get_channel_display())),
            (_("Passed on to"), str(report.passed_to or "")),
        ],
        "photo_count": report.photos.count(),
    }
