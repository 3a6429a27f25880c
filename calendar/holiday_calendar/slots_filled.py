"""What this room fills in slots: the ring of trainings, a partner's page, answers of calendars to invitations."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.slots import PartnerPage
from common import clock
from common.charts.wheel import Mark, Ring
from common.ics import read_answer
from holiday_calendar import services
from holiday_calendar.models import BreakRoom, Invitee
from neighbourhoods.lifecycle import TrainingStatus
from neighbourhoods.models import Training
from post.slots import Reply, ThreadGoneError, ThreadLink

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import PartnerAccess, User

# The letter before the number, and the shape: basic course, theme evening, Grannstöd's training, other.
SIGNS = {
    Training.Kind.BASIC.value: ("K", "circle"),
    Training.Kind.THEME.value: ("F", "hexagon"),
    Training.Kind.GRANNSTOD.value: ("P", "square"),
    Training.Kind.OTHER.value: ("U", "diamond"),
}


def training_ring(user: User | AnonymousUser, first: date, last: date) -> Ring | None:
    """Return the year's trainings: all of them, by name and day, for the house; to others those they may come to."""
    days = (clock.start_of_day(first), clock.start_of_day(last + timedelta(days=1)))
    planned = Training.objects.filter(status__in=[TrainingStatus.OPEN, TrainingStatus.HELD])
    planned = planned.filter(starts_at__gte=days[0], starts_at__lt=days[1]).order_by("starts_at", "pk")
    own = set(Training.objects.visible_to(user).filter(pk__in=planned).values_list("pk", flat=True))
    sees_all = user.has_perm("calendar.see_internal_items")
    numbers: Counter[str] = Counter()
    marks = []
    for training in planned:
        numbers[training.kind] += 1
        if sees_all or training.pk in own:
            marks.append(_mark(training, numbers[training.kind], training.pk in own))
    return Ring(_("Trainings"), marks)


def _mark(training: Training, number: int, is_open_to_reader: bool) -> Mark:
    day = clock.local(training.starts_at).date()
    letter, shape = SIGNS[training.kind]
    return Mark(
        first_day=day,
        last_day=day,
        name=training.title,
        code=f"{letter}{number}",
        shape=shape,
        when=date_format(day, "j F"),
        url=reverse("neighbourhoods:training", args=[training.pk]) if is_open_to_reader else "",
        is_done=training.is_over,
    )


def _address(access: PartnerAccess) -> str:
    """Return where a partner sees the break that the access is for ("calendar:break:12")."""
    return reverse("calendar:partner", args=[int(access.purpose.rsplit(":", 1)[1])])


def _choices(user: User) -> list[tuple[str, str]]:
    """Return the rooms of breaks that are not over, by their first day."""
    rooms = BreakRoom.objects.visible_to(user).filter(school_break__last_day__gte=clock.today())
    return [(room.partner_purpose, str(room)) for room in rooms.select_related("school_break")]


class InvitationThread:
    """Answers to invitations as Outlook, Google and phones send them; what is written in words waits for a person."""

    label = gettext_lazy("an invitation to a meeting")

    def receive(self, thread_id: str, reply: Reply) -> None:
        """Note what the person's calendar answers. Raises ThreadGoneError for words, and for what has been replaced."""
        invitee = self._invitee(thread_id)
        answers = (read_answer(file.data) for file in reply.attachments)
        answered = next(filter(None, answers), None)
        if invitee is None or answered is None:
            raise ThreadGoneError
        try:
            services.answer_by_calendar(invitee=invitee, answered=answered)
        except ValidationError as error:
            raise ThreadGoneError from error

    def find(self, words: str, user: User) -> str | None:
        """Return nothing: an answer in words is read by a person and put down on the meeting's page."""
        return None

    def link(self, thread_id: str, user: User) -> ThreadLink | None:
        """Return the meeting's page, for those who see internal meetings."""
        invitee = self._invitee(thread_id)
        if invitee is None or not user.has_perm("calendar.see_internal_items"):
            return None
        return ThreadLink(invitee.meeting.title, reverse("calendar:meeting", args=[invitee.meeting_id]))

    def _invitee(self, thread_id: str) -> Invitee | None:
        if not thread_id.isdecimal() or len(thread_id) > 18:
            return None
        return Invitee.objects.select_related("meeting").filter(pk=int(thread_id)).first()


INVITATION_THREAD = InvitationThread()
PARTNER_PAGE = PartnerPage(title=gettext_lazy("A school break to take part in"), address=_address, choices=_choices)
