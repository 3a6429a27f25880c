"""A break on paper: its contact list for those who take part, and who does what, without phone numbers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from documents.slots import Kept, Paper, Progress, SubjectGoneError
from holiday_calendar import figures
from holiday_calendar.models import BreakRoom
from holiday_calendar.pdf.wheel import INTERNAL, Office

if TYPE_CHECKING:
    from accounts.models import User

# A contact list holds phone numbers: it is thrown away sooner than other papers.
KEEP_LIST = timedelta(days=30)


def _number(subject: str) -> int:
    """Return the number of a room, 0 for what is none."""
    return int(subject) if subject.isascii() and subject.isdigit() and len(subject) < 19 else 0


def _room(subject: str) -> BreakRoom:
    found = BreakRoom.objects.select_related("school_break__school_year").filter(pk=_number(subject)).first()
    if found is None:
        raise SubjectGoneError(subject)
    return found


def _days(room: BreakRoom) -> str:
    held = room.school_break
    return f"{date_format(held.first_day, 'j F Y')} – {date_format(held.last_day, 'j F Y')}"


class ContactList(Kept):
    """The kind of document `contact_list`; its subject is the number of a break's room. It holds phone numbers."""

    def title(self, subject: str) -> str:
        """Return whose list it is."""
        return _("Contact list: %(name)s") % {"name": _room(subject)}

    def may_request(self, user: User, subject: str) -> bool:
        """Tell whether the person plans the break or takes part in it."""
        return BreakRoom.objects.visible_to(user).filter(pk=_number(subject)).exists()

    def may_read(self, user: User, subject: str) -> bool:
        """Tell the same, asked anew at every download."""
        return self.may_request(user, subject)

    def build(self, subject: str, language: str, progress: Progress) -> Paper:
        """Put the list on paper, unconfirmed lines marked."""
        room = _room(subject)
        return Paper(
            template="calendar/contact_list_paper.html",
            context={"people": figures.room_people(room)},
            title=self.title(subject),
            subtitle=_days(room),
            description=_("Who is reached how during the break"),
            keep=KEEP_LIST,
        )


class BreakSummary:
    """The kind of document `break_summary`: who does what during a break; its subject is the number of its room."""

    def title(self, subject: str) -> str:
        """Return what it tells of."""
        return _("Who does what: %(name)s") % {"name": _room(subject)}

    def may_request(self, user: User, subject: str) -> bool:
        """Tell whether the person sees internal meetings: they stand on the paper."""
        return user.has_perm(INTERNAL)

    def may_read(self, user: User, subject: str) -> bool:
        """Tell the same, asked anew at every download."""
        return self.may_request(user, subject)

    def build(self, subject: str, language: str, progress: Progress) -> Paper:
        """Gather activities and meetings by organiser, adults out by who they are, and who answers for what."""
        room = _room(subject)
        progress(30, _("Gathering what is planned"))
        return Paper(
            template="calendar/break_summary_paper.html",
            context={
                "room": room,
                "by_owner": figures.by_owner(Office(), room),
                "out": figures.hours_out(room),
                "people": figures.room_people(room),
            },
            title=self.title(subject),
            subtitle=_days(room),
            description=_("Activities, meetings and adults out during the break, by organiser"),
        )
