"""The minutes of a meeting on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from documents.slots import Paper, Progress, SubjectGoneError
from holiday_calendar import figures
from holiday_calendar.models import CalendarItem, Minutes
from holiday_calendar.pdf.wheel import INTERNAL, Office

if TYPE_CHECKING:
    from accounts.models import User


def _meeting(subject: str) -> CalendarItem:
    number = int(subject) if subject.isascii() and subject.isdigit() and len(subject) < 19 else 0
    found = figures.meetings(Office()).filter(pk=number).first()
    if found is None:
        raise SubjectGoneError(subject)
    return found


class MinutesPaper:
    """The kind of document `minutes`; its subject is the number of a meeting."""

    def title(self, subject: str) -> str:
        """Return which meeting it is."""
        meeting = _meeting(subject)
        return _("Minutes: %(title)s, %(day)s") % {
            "title": meeting.title,
            "day": date_format(meeting.first_day, "j F Y"),
        }

    def may_request(self, user: User, subject: str) -> bool:
        """Tell whether the person sees internal meetings."""
        return user.has_perm(INTERNAL)

    def may_read(self, user: User, subject: str) -> bool:
        """Tell the same, asked anew at every download."""
        return self.may_request(user, subject)

    def build(self, subject: str, language: str, progress: Progress) -> Paper:
        """Put what was said, decided and promised on paper, and whether it is approved."""
        meeting = _meeting(subject)
        minutes = Minutes.objects.filter(meeting=meeting).exclude(text="").select_related("approved_by").first()
        if minutes is None:
            raise SubjectGoneError(subject)
        return Paper(
            template="calendar/minutes_paper.html",
            context={
                "meeting": meeting,
                "minutes": minutes,
                "decisions": meeting.decisions.order_by("number"),
                "tasks": meeting.tasks.all(),
                "came": meeting.invitees.filter(answer="yes"),
            },
            title=self.title(subject),
            subtitle="" if minutes.approved_at else _("Not approved yet."),
            description=_("What was said, decided and promised at the meeting"),
        )
