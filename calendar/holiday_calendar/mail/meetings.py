"""Mail of meetings: the invitation that updates and cancels the calendar's entry, and a task that is late."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common import clock, ics
from common.signed_links import sign
from holiday_calendar.lifecycle import ItemStatus
from holiday_calendar.models import CalendarItem, Invitee, MeetingTask

INVITEE = "calendar-invitee"


def invitee_token(invitee: Invitee) -> str:
    """Return the word of the link by which somebody answers an invitation."""
    return sign(INVITEE, f"{invitee.pk}-{invitee.link_key}")


def meeting_event(meeting: CalendarItem) -> ics.FeedEvent:
    """Return the meeting as its calendar entry: the same UID always, a sequence that rises with each change."""
    return ics.FeedEvent(
        uid=meeting.uid,
        sequence=meeting.sequence,
        changed_at=meeting.updated_at,
        name=meeting.title,
        first_day=meeting.first_day,
        last_day=meeting.last_day,
        starts_at=None if meeting.all_day else meeting.starts_at,
        ends_at=None if meeting.all_day else meeting.ends_at,
        description=meeting.description,
        place=meeting.place,
        is_cancelled=meeting.status == ItemStatus.CANCELLED,
        organizer=settings.CONTACT_EMAIL,
    )


def invitation(invitee: Invitee) -> EmailMessage:
    """Invite somebody to a meeting, or tell that it has changed or is cancelled, with the entry for the calendar."""
    meeting, event = invitee.meeting, meeting_event(invitee.meeting)
    with translation.override(settings.LANGUAGE_CODE):
        words = {
            "title": meeting.title,
            "day": date_format(meeting.first_day, "DATE_FORMAT"),
            "from": date_format(clock.local(meeting.starts_at), "H.i"),
            "to": date_format(clock.local(meeting.ends_at), "H.i"),
            "place": meeting.place or "–",
            "link": settings.BASE_URL.rstrip("/") + reverse("calendar:answer", args=[invitee_token(invitee)]),
        }
        if event.is_cancelled:
            subject = _("Cancelled: %(title)s, %(day)s") % words
        elif invitee.sent_sequence is None:
            subject = _("Invitation: %(title)s, %(day)s") % words
        else:
            subject = _("Changed: %(title)s, %(day)s") % words
        body = _("%(title)s\n%(day)s, %(from)s–%(to)s\nPlace: %(place)s\n\nAnswer here:\n%(link)s") % words
    mail = EmailMessage(
        " ".join(subject.split()),
        body + "\n",
        to=[invitee.email],
        headers={"X-House-Thread": f"calendar:invitee:{invitee.pk}", "X-House-Secret": "1"},
    )
    mail.attach("mote.ics", ics.entry(event).decode(), f"text/calendar; method={ics.entry_method(event)}")
    return mail


def task_is_late(task: MeetingTask, *, to: str) -> EmailMessage:
    """Remind of a task whose day has passed: first the owner, then the chair."""
    with translation.override(settings.LANGUAGE_CODE):
        words = {
            "text": task.text,
            "owner": task.owner_name,
            "due": date_format(task.due, "DATE_FORMAT"),
            "meeting": task.meeting.title,
        }
        subject = _("A task is late: %(text)s") % words
        body = _("%(text)s\nResponsible: %(owner)s\nShould have been done: %(due)s\nFrom: %(meeting)s") % words
    headers = {"X-House-Thread": f"calendar:task:{task.pk}", "Auto-Submitted": "auto-generated"}
    return EmailMessage(" ".join(subject.split())[:150], body + "\n", to=[to], headers=headers)
