"""What the calendar does by the clock."""

from __future__ import annotations

from celery import shared_task

from holiday_calendar import services


@shared_task(name="calendar.periodic.invitations")
def invitations() -> None:
    """Mail those invited to meetings that were changed, cancelled or not yet mailed; each state once."""
    services.tell_invitees()


@shared_task(name="calendar.periodic.late_tasks")
def late_tasks() -> None:
    """Remind owners of tasks before and after their day, and a week later the chair; each once."""
    services.tell_of_tasks()


@shared_task(name="calendar.periodic.room_mails")
def room_mails() -> None:
    """Ask those who take part in a break: to confirm before it, for a note during it, what they thought after it."""
    services.ask_by_the_clock()


@shared_task(name="calendar.periodic.forget_outlived")
def forget_outlived() -> int:
    """Empty, two years afterwards, what tells who took part."""
    return services.forget_outlived()
