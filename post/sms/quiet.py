"""Quiet hours: what is not urgent waits until morning, by Stockholm's wall clock, also when the clocks change."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings

from common import clock


def hours() -> tuple[time, time]:
    """Return when the quiet begins and ends (settings SMS_QUIET_FROM and SMS_QUIET_UNTIL, HH:MM)."""
    return time.fromisoformat(settings.SMS_QUIET_FROM), time.fromisoformat(settings.SMS_QUIET_UNTIL)


def is_quiet(moment: datetime) -> bool:
    """Tell whether a moment lies in the quiet hours; equal times mean none."""
    begins, ends = hours()
    wall = clock.local(moment).time()
    if begins <= ends:
        return begins <= wall < ends
    return wall >= begins or wall < ends


def leaves_at(moment: datetime) -> datetime:
    """Return when a message that is not urgent may leave: the moment itself, or the end of the quiet hours."""
    if not is_quiet(moment):
        return moment
    ends = hours()[1]
    day = clock.local(moment).date()
    # Summer time ends: the same wall time comes twice, and the first may have passed.
    for candidate in (day, day + timedelta(days=1)):
        for fold in (0, 1):
            end = datetime.combine(candidate, ends, tzinfo=clock.STOCKHOLM).replace(fold=fold)
            if end.timestamp() > moment.timestamp() and not is_quiet(end):
                return end
    raise AssertionError("the quiet hours end within a day")
