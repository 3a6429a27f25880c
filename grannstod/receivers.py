"""What Grannstöd hears from the reports below it: somebody has answered what a patrol saw."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from grannstod import services
from incidents.lifecycle import CLOSED
from incidents.signals import report_answered, report_moved


@receiver(report_moved, dispatch_uid="grannstod.closed")
def closed(report_id: int, moved_to: str, **_more: Any) -> None:
    """Tell the two who saw it that a report is closed; moves on the way there stand in the log only."""
    if moved_to in CLOSED:
        services.tell_crew(report_id=report_id)


@receiver(report_answered, dispatch_uid="grannstod.answered")
def answered(report_id: int, **_more: Any) -> None:
    """Tell the two who saw it that somebody has written to them."""
    services.tell_crew(report_id=report_id)
