"""What is asked of an area's agents this month, with minutes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from neighbourhoods.figures.circle import letters_to_pass_on
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import (
    Area,
    AreaActivity,
    AreaMessage,
    ContactAgent,
    MessageRecipient,
    TaskDone,
    YearlyMeeting,
)
from neighbourhoods.slots import PORTAL_TASKS, AgentTask, Letter

Kind = AreaActivity.Kind
YEAR = timedelta(days=365)
ASKED_BEFORE = timedelta(days=31)  # a yearly task stands on the list a month before the year is out
QUARTER = 15  # minutes a month that being an agent may ask for
MOST_LETTERS, MOST_MESSAGES = 2, 100


@dataclass(frozen=True)
class Asked:
    """A task of the month and whether it is done; one the house itself knows to be done can't be taken back."""

    task: AgentTask
    is_done: bool
    is_ticked: bool


def asked_of(user: User, area: Area) -> list[Asked]:
    """Return this month's tasks of an area for one of its agents: what is left first."""
    month = clock.today().replace(day=1)
    ticked = set(TaskDone.objects.filter(area=area, month=month).values_list("key", flat=True))
    tasks = [*own_tasks(user, area)]
    for source in PORTAL_TASKS:
        tasks += source(user, area)
    asked = [Asked(task, task.done_on is not None or task.key in ticked, task.key in ticked) for task in tasks]
    return sorted(asked, key=lambda one: one.is_done)


@dataclass(frozen=True)
class Month:
    """An area's tasks of a month: what fits in a quarter of an hour, what can wait, evenings with neighbours.

    `more_messages` is how many unread messages there are beside those that fit.
    """

    first: list[Asked]
    later: list[Asked]
    evenings: list[Asked]
    more_messages: int = 0

    @property
    def minutes_left(self) -> int:
        """Return how many minutes the first tasks that remain take, by our estimate."""
        return sum(one.task.minutes for one in self.first if not one.is_done)


def within_a_quarter(lists: list[list[Asked]]) -> list[Month]:
    """Divide the list of each of an agent's areas, most important first: the quarter of an hour is for them all.

    What has been done this month is part of it. Messages that don't fit are counted, not called something that can
    wait: somebody wants them read.
    """
    left = QUARTER - sum(one.task.minutes for asked in lists for one in asked if one.is_done and not one.task.is_apart)
    first = set[tuple[int, int]]()
    for place, area in sorted((place, area) for area, asked in enumerate(lists) for place in range(len(asked))):
        one = lists[area][place]
        if one.is_done or (one.task.minutes <= left and not one.task.is_apart):
            left -= 0 if one.is_done else one.task.minutes
            first.add((area, place))
    return [_divided(asked, {place for number, place in first if number == area}) for area, asked in enumerate(lists)]


def _divided(asked: list[Asked], first: set[int]) -> Month:
    rest = [one for place, one in enumerate(asked) if place not in first]
    return Month(
        [one for place, one in enumerate(asked) if place in first],
        [one for one in rest if not one.task.is_apart and one.task.message_id is None],
        [one for one in rest if one.task.is_apart],
        sum(one.task.message_id is not None for one in rest),
    )


def own_tasks(user: User, area: Area) -> Iterator[AgentTask]:
    """Yield what this room itself asks for."""
    yield from _messages(user, area)
    if area.status not in (AreaStatus.ACTIVE, AreaStatus.FORMING):
        return
    for letter in _letters(area)[:MOST_LETTERS]:
        title = _("Pass on: %(letter)s") % {"letter": letter.title}
        url = reverse("neighbourhoods:circle", args=[area.slug])
        yield AgentTask(letter.key, title, 1, url, activity=Kind.PASSED_ON)
    if not ContactAgent.objects.current().filter(user=user, trained_on__isnull=False).exists():
        yield AgentTask("course", _("Sign up for the basic course"), 2, reverse("neighbourhoods:trainings_portal"))
    yield from _yearly(area)


def _letters(area: Area) -> list[Letter]:
    """Return the letters to pass on, but for those that were passed on by word of mouth in an earlier month."""
    letters = letters_to_pass_on(area)
    earlier = TaskDone.objects.filter(area=area, month__lt=clock.today().replace(day=1))
    told = set(earlier.filter(key__in=[one.key for one in letters]).values_list("key", flat=True)) if letters else set()
    return [one for one in letters if one.key not in told]


def _messages(user: User, area: Area) -> Iterator[AgentTask]:
    """Yield the messages about the area that the agent has not said to have read, and those read this month."""
    month = clock.start_of_day(clock.today().replace(day=1))
    rows = MessageRecipient.objects.filter(Q(read_at=None) | Q(read_at__gte=month), user=user, area=area)
    written = rows.exclude(message__direction=AreaMessage.Direction.TO_COORDINATOR).select_related("message")
    for row in written.order_by(F("read_at").desc(nulls_first=True), "-pk")[:MOST_MESSAGES]:
        yield AgentTask(
            f"message:{row.message_id}",
            _("Read: %(subject)s") % {"subject": row.message.subject},
            2,
            reverse("neighbourhoods:portal_message", args=[row.message_id]),
            done_on=clock.local(row.read_at).date() if row.read_at else None,
            message_id=row.message_id,
        )


def _yearly(area: Area) -> Iterator[AgentTask]:
    """Yield what is due once a year: the meeting, the count, the signs."""
    last = latest(area)
    held = YearlyMeeting.objects.filter(area=area, recorded_at=None, cancelled_at=None)
    meeting = held.order_by("starts_at").first()
    if meeting is not None:
        yield _called(area, meeting)
    elif task := _due(area, last, Kind.MEETING, "meeting", _("Plan the yearly meeting with the neighbours"), 10):
        yield task
    if task := _due(area, last, Kind.COUNT, "count", _("Count the households"), 3):
        yield task
    if task := _due(area, last, Kind.SIGN_CHECK, "signs", _("Look at the signs when you pass them"), 5):
        yield task


def latest(area: Area) -> dict[str, date]:
    """Return the last day of each kind of sign of life."""
    rows = AreaActivity.objects.filter(area=area).values("kind").annotate(last=Max("on")).order_by()
    return dict(rows.values_list("kind", "last"))


_PAGES = {"meeting": "meetings", "count": "count", "signs": "portal_signs"}


def _due(area: Area, last: dict[str, date], kind: str, key: str, title: str, minutes: int) -> AgentTask | None:
    """Return a yearly task where it is due within a month, or was done this month."""
    today, done = clock.today(), last.get(kind)
    url = reverse(f"neighbourhoods:{_PAGES[key]}", args=[area.slug])
    activity = kind if kind == Kind.SIGN_CHECK else ""  # meeting and count tell by their own pages, with numbers
    if done is None:
        return AgentTask(key, title, minutes, url, _("It has not been noted here before."), activity=activity)
    if done >= today.replace(day=1):
        return AgentTask(key, title, minutes, url, done_on=done, activity=activity)
    if done + YEAR - ASKED_BEFORE > today:
        return None
    detail = _("Last done on %(day)s.") % {"day": date_format(done, "DATE_FORMAT")}
    return AgentTask(key, title, minutes, url, detail, activity=activity)


def _called(area: Area, meeting: YearlyMeeting) -> AgentTask:
    url = reverse("neighbourhoods:meeting", args=[area.slug, meeting.pk])
    day = {"day": date_format(clock.local(meeting.starts_at), "DATE_FORMAT")}
    if meeting.is_over:
        return AgentTask("meeting", _("Tell how the meeting on %(day)s went") % day, 3, url)
    if meeting.moved_at is not None:
        return AgentTask("meeting", _("Tell the neighbours that the meeting is on %(day)s") % day, 2, url)
    if meeting.sent_at is None:
        return AgentTask("meeting", _("Invite the neighbours to the meeting on %(day)s") % day, 5, url)
    return AgentTask("meeting", _("The neighbours' meeting is on %(day)s") % day, 60, url, is_apart=True)
