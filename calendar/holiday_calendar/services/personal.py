"""What the calendar holds of people: forgotten on request, handed out, gone two years after a break or a meeting."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from common import clock
from common.signed_links import new_token
from holiday_calendar.models import CalendarItem, Invitee, LogNote, MeetingTask, Participant, PersonalFeed

ERASED = "@example.invalid"
KEPT_MONTHS = 24
LINE_FIELDS = ("role", "name", "phone", "on_duty")


@transaction.atomic
def erase_person(email: str) -> int:
    """Forget a person: the line keeps organisation and role, without name and ways to reach them."""
    found = Participant.objects.filter(email__iexact=email)
    count = _empty(found)
    count += Invitee.objects.filter(email__iexact=email).delete()[0]
    count += PersonalFeed.objects.filter(user__email__iexact=email).delete()[0]
    return count + _unnamed(MeetingTask.objects.filter(owner_email__iexact=email))


@transaction.atomic
def forget_outlived() -> int:
    """Two years after a break, a meeting or an item: nobody can be read out of it. Returns changed rows.

    What was done and learnt stays: plan, follow-up, figures, ratings, minutes and decisions.
    """
    before = clock.months_before(clock.today(), KEPT_MONTHS)
    begins = clock.start_of_day(before)
    lines = Participant.objects.filter(room__school_break__last_day__lt=before).exclude(email__endswith=ERASED)
    count = _empty(lines)
    count += LogNote.objects.filter(room__school_break__last_day__lt=before).delete()[0]
    count += Invitee.objects.filter(meeting__ends_at__lt=begins).delete()[0]
    tasks = MeetingTask.objects.filter(meeting__ends_at__lt=begins).exclude(owner_email__endswith=ERASED)
    count += _unnamed(tasks)
    items = CalendarItem.objects.filter(ends_at__lt=begins).exclude(description="", led_by="")
    return count + items.update(description="", led_by="")


def _empty(lines: Iterable[Participant]) -> int:
    count = 0
    for line in lines:
        line.name = line.phone = line.on_duty = line.worked = line.differently = ""
        line.email, line.link_key = f"borttagen-{line.pk}{ERASED}", new_token()
        line.save()
        line.notes.update(participant=None)
        count += 1
    return count


def _unnamed(tasks: QuerySet[MeetingTask]) -> int:
    return tasks.update(owner_name="–", owner_email=f"borttagen{ERASED}")


def export_person(email: str) -> list[dict[str, object]]:
    """Return the lines of contact lists, answers, notes, invitations and tasks of a person."""
    found = Participant.objects.filter(email__iexact=email).select_related("organisation", "room__school_break")
    invited = Invitee.objects.filter(email__iexact=email).select_related("meeting")
    promised = MeetingTask.objects.filter(owner_email__iexact=email)
    held = _lines(found)
    held += [{"meeting": str(line.meeting), "name": line.name, "answer": line.answer} for line in invited]
    held += [{"task": task.text, "owner": task.owner_name, "due": str(task.due)} for task in promised]
    return held


def _lines(found: Iterable[Participant]) -> list[dict[str, object]]:
    return [
        {
            "break": str(line.room),
            "organisation": line.organisation.name,
            **{field: getattr(line, field) for field in (*LINE_FIELDS, "email", "rating", "worked", "differently")},
            "notes": [f"{note.day}: {note.text}" for note in line.notes.all()],
        }
        for line in found
    ]
