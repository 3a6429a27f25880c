"""What Grannstöd does by the clock."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from common import clock
from grannstod import services
from grannstod.models import CrewMember
from post.services import texts_are_on

BEFORE = timedelta(hours=24)


@shared_task(name="grannstod.periodic.remind")
def remind() -> None:
    """Send a text message about tomorrow's shift to those who want one; each seat once, however often this runs."""
    if not texts_are_on():
        return
    now = clock.now()
    soon = CrewMember.objects.filter(starts_at__gt=now, starts_at__lte=now + BEFORE, reminded_at=None)
    wanted = soon.filter(volunteer__wants_texts=True).exclude(volunteer__user__phone="")
    for seat_id in list(wanted.order_by("starts_at").values_list("pk", flat=True)):
        services.remind(seat_id=seat_id)


@shared_task(name="grannstod.periodic.support")
def support() -> None:
    """Each morning: tell contact agents, say which support visits are late or lack somebody, erase what has outlived
    its decision, and ask those who have not driven for six weeks."""
    services.tell_agents()
    services.escalate()
    services.ask_for_areas()
    services.ask_for_pairs()
    services.erase_outlived()
    services.ask_the_idle()


@shared_task(name="grannstod.periodic.seats")
def seats() -> None:
    """Let offers pass that nobody answered, and remind by mail of what is near."""
    services.lapse_offers()
    services.remind_by_mail()


@shared_task(name="grannstod.periodic.forget")
def forget() -> None:
    """Forget applicants whose time has run out, those who left two years ago, and who drove two years ago."""
    services.forget_applicants()
    services.forget_left()
    services.forget_drives()


@shared_task(name="grannstod.periodic.schedules")
def schedules() -> None:
    """Find schedules that no worker was woken for, or whose worker died."""
    services.wake_schedules()
