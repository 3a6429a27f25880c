"""Reads on trainings: what is coming, who lacks the basic course, what was answered afterwards."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from common import clock
from common.ics import FeedEvent
from neighbourhoods.figures import training_links
from neighbourhoods.lifecycle import AreaStatus, SignUpStatus, TrainingStatus
from neighbourhoods.models import ContactAgent, FollowUpCount, SignUp, Training
from neighbourhoods.querysets import ContactAgentQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

SHOWN_FOR = timedelta(days=2 * 365)
PUBLIC = frozenset({"everybody"})


@dataclass(frozen=True)
class ComingTraining:
    """A training as other rooms show it: the calendar, a newsletter."""

    pk: int
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    seats_left: int
    url: str
    is_public: bool


def coming(*, audiences: Collection[str] = PUBLIC, until: datetime | None = None) -> list[ComingTraining]:
    """Return the trainings that are open for sign-up and not over, soonest first, in two queries at most.

    `audiences` says for whom (`querysets.audiences_of(user)` for a person); without it what anybody may come to.
    """
    wanted = Training.objects.coming().filter(audience__in=list(audiences))
    if until is not None:
        wanted = wanted.filter(starts_at__lt=until)
    counted: QuerySet[Any] = wanted.with_counts().order_by("starts_at", "pk")
    return [
        ComingTraining(
            pk=one.pk,
            kind=str(one.get_kind_display()),
            title=one.title,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            venue=one.venue,
            seats_left=max(0, one.capacity - one.taken - one.waiting),
            url=reverse("neighbourhoods:training", args=[one.pk]),
            is_public=one.audience in PUBLIC,
        )
        for one in counted
    ]


@dataclass(frozen=True)
class OwnTraining:
    """One of a person's own sign-ups, with its page."""

    sign_up: SignUp
    url: str


def of_person(user: User | AnonymousUser) -> list[OwnTraining]:
    """Return what a person with an account has signed up for, soonest first, and was at during two years."""
    own = SignUp.objects.visible_to(user).filter(user=user.pk).exclude(email="").exclude(status=SignUpStatus.WITHDRAWN)
    since = clock.now() - SHOWN_FOR
    shown = own.filter(training__ends_at__gt=since).select_related("training").order_by("training__starts_at", "pk")
    return [OwnTraining(one, training_links.own_link(one)) for one in shown]


def calendar_entry(training: Training, *, url: str = "", is_cancelled: bool = False) -> FeedEvent:
    """Return the training as a calendar holds it: the same UID always, a higher number each time it has moved."""
    starts, ends = clock.local(training.starts_at), clock.local(training.ends_at)
    return FeedEvent(
        uid=f"{training.uid}@{settings.POST_DOMAIN}",
        sequence=training.sequence,
        changed_at=clock.now().replace(microsecond=0),
        name=training.title,
        first_day=starts.date(),
        last_day=ends.date(),
        starts_at=training.starts_at,
        ends_at=training.ends_at,
        description=training.about,
        place=training.venue,
        is_cancelled=is_cancelled or training.status == TrainingStatus.CANCELLED,
        url=url,
        organizer=settings.CONTACT_EMAIL,
    )


THEME_EVENINGS_A_YEAR = 2


def terms_without_course() -> list[date]:
    """Return the first day of each term, this one and the next, in which no basic course is held or planned."""
    return [first for first, last in terms(clock.today()) if not _held(Training.Kind.BASIC, first, last).exists()]


def theme_evenings() -> int:
    """Return how many theme evenings are held or planned in this calendar year."""
    year = clock.today().year
    return _held(Training.Kind.THEME, date(year, 1, 1), date(year, 12, 31)).count()


def _held(kind: str, first: date, last: date) -> QuerySet[Training]:
    """Return the trainings of a kind that are held or planned between two days, both included."""
    held = Training.objects.filter(kind=kind).exclude(status=TrainingStatus.CANCELLED)
    until = clock.start_of_day(last + timedelta(days=1))
    return held.filter(starts_at__gte=clock.start_of_day(first), starts_at__lt=until)


def terms(day: date) -> list[tuple[date, date]]:
    """Return first and last day of a day's term and the one after: spring till June, autumn from August.

    July is in no term: only the autumn lies ahead.
    """
    spring, autumn = (date(day.year, 1, 1), date(day.year, 6, 30)), (date(day.year, 8, 1), date(day.year, 12, 31))
    if day.month >= 8:
        return [autumn, (date(day.year + 1, 1, 1), date(day.year + 1, 6, 30))]
    return [spring, autumn] if day.month <= 6 else [autumn]


def without_course() -> ContactAgentQuerySet:
    """Return the agents of today, in areas that are not closed, who have not taken the basic course."""
    return (
        ContactAgent.objects.current()
        .filter(trained_on=None)
        .exclude(area__status=AreaStatus.CLOSED)
        .select_related("user", "area__district")
        .defer("area__boundary", "area__district__boundary")
    )


def about_agent(word: str) -> Q:
    """Return the filter for agents whose name, address, area or district holds a word."""
    return (
        Q(user__full_name__icontains=word)
        | Q(user__email__icontains=word)
        | Q(area__name__icontains=word)
        | Q(area__district__name__icontains=word)
    )


def answers(training: Training) -> list[tuple[str, int]]:
    """Return how many gave each answer afterwards, in the order they were offered."""
    given = {count.answer: count.times for count in training.follow_up.all()}
    return [(str(label), given.get(value, 0)) for value, label in FollowUpCount.Answer.choices]
