"""Mail of meetings: the invitation that updates and cancels the calendar's entry, and a task that is late."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common import clock, ics
from common.signed_links import sign
from holiday_calendar.lifecycle import ItemStatus
from holiday_calendar.models import CalendarItem, Invitee, MeetingTask
from post.services import reply_address

INVITEE = "calendar-invitee"
TASK = "calendar-task"


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


def invitation(invitee: Invitee) -> EmailMultiAlternatives:
    """Invite somebody to a meeting, or tell that it has changed or is cancelled, with the entry for the calendar."""
    cancelled = invitee.meeting.status == ItemStatus.CANCELLED
    with translation.override(settings.LANGUAGE_CODE):
        if cancelled:
            subject = _("Cancelled: %(title)s, %(day)s")
        elif invitee.sent_sequence is None:
            subject = _("Invitation: %(title)s, %(day)s")
        else:
            subject = _("Changed: %(title)s, %(day)s")
        body = _("Hello!\n\n%(title)s\n%(day)s, %(from)s–%(to)s\nPlace: %(place)s")
        if not cancelled:
            body += "\n\n" + _("Do you come? Answer here, or in your own calendar:\n%(link)s")
        return _letter(invitee, subject, body, is_cancelled=cancelled)


def invitation_back(invitee: Invitee) -> EmailMultiAlternatives:
    """Tell somebody that they are not invited any more, and take the entry out of their calendar."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("You are no longer invited: %(title)s, %(day)s")
        body = _("You are no longer invited to %(title)s, %(day)s, %(from)s–%(to)s.")
        return _letter(invitee, subject, body, is_cancelled=True)


def _letter(invitee: Invitee, subject: str, body: str, *, is_cancelled: bool) -> EmailMultiAlternatives:
    """Put words and entry together. The entry's answer comes back to an address of this invitation."""
    thread = f"calendar:invitee:{invitee.pk}"
    back = reply_address(thread=thread, person=invitee.email)
    entry = replace(
        meeting_event(invitee.meeting),
        changed_at=clock.now(),
        is_cancelled=is_cancelled,
        organizer=back or settings.CONTACT_EMAIL,
        organizer_name=settings.MUNICIPALITY,
        attendee=invitee.email,
        attendee_name=invitee.name,
        asks_for_answer=bool(back) and not is_cancelled,
    )
    words = _words(invitee)
    mail = EmailMultiAlternatives(
        " ".join((subject % words).split()),
        body % words + "\n",
        to=[invitee.email],
        reply_to=[back] if back else None,
        headers={"X-House-Thread": thread, "X-House-Secret": "1"},
    )
    content = ics.entry(entry).decode()
    # Outlook looks for the entry among the alternatives, others for a file.
    mail.attach_alternative(content, f"text/calendar; method={ics.entry_method(entry)}")
    mail.attach("mote.ics", content.encode(), "application/ics")
    return mail


def _words(invitee: Invitee) -> dict[str, str]:
    meeting = invitee.meeting
    return {
        "title": meeting.title,
        "day": date_format(meeting.first_day, "DATE_FORMAT"),
        "from": date_format(clock.local(meeting.starts_at), "H.i"),
        "to": date_format(clock.local(meeting.ends_at), "H.i"),
        "place": meeting.place or "–",
        "link": settings.BASE_URL.rstrip("/") + reverse("calendar:answer", args=[invitee_token(invitee)]),
    }


def task_token(task: MeetingTask) -> str:
    """Return the word of the link by which an owner says that a task is done."""
    return sign(TASK, str(task.pk))


def task_is_due(task: MeetingTask) -> EmailMessage:
    """Remind the owner of a task whose day is near, with a link to say that it is done."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Soon to be done: %(text)s")
        body = _("%(text)s\nResponsible: %(owner)s\nTo be done by: %(due)s\nFrom: %(meeting)s")
        return _of_task(task, task.owner_email, subject, body + "\n\n" + _("Done? Say so here:\n%(link)s"))


def task_is_late(task: MeetingTask, *, chair: Invitee | None = None) -> EmailMessage:
    """Tell of a task whose day has passed: first its owner, who gets a link to say that it is done, then the chair."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("A task is late: %(text)s")
        body = _("%(text)s\nResponsible: %(owner)s\nShould have been done: %(due)s\nFrom: %(meeting)s")
        if chair is None:
            body += "\n\n" + _("Done? Say so here:\n%(link)s")
        return _of_task(task, chair.email if chair else task.owner_email, subject, body)


def task_has_no_chair(task: MeetingTask) -> EmailMessage:
    """Tell the office of a task that has been late for a week, of a meeting that nobody chairs."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("A task is late and the meeting has no chair: %(text)s")
        body = _(
            "%(text)s\nResponsible: %(owner)s\nShould have been done: %(due)s\nFrom: %(meeting)s\n\n"
            "Nobody chairs the meeting, so nobody else was told. Choose a chair on the meeting's page:\n%(page)s"
        )
        return _of_task(task, settings.CONTACT_EMAIL, subject, body)


def _of_task(task: MeetingTask, to: str, subject: str, body: str) -> EmailMessage:
    words = {
        "text": task.text,
        "owner": task.owner_name,
        "due": date_format(task.due, "DATE_FORMAT"),
        "meeting": task.meeting.title,
        "link": settings.BASE_URL.rstrip("/") + reverse("calendar:task", args=[task_token(task)]),
        "page": settings.BASE_URL.rstrip("/") + reverse("calendar:meeting", args=[task.meeting_id]),
    }
    headers = {"X-House-Thread": f"calendar:task:{task.pk}", "X-House-Secret": "1"}
    title = " ".join((subject % words).split())[:150]
    return EmailMessage(title, body % words + "\n", to=[to], headers=headers)
