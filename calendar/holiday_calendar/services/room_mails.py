"""What those who take part in a break are mailed by the clock: before it, during it and after it; each once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet

from common import clock
from holiday_calendar import mail
from holiday_calendar.models import Participant
from holiday_calendar.services.personal import ERASED

ASK_BEFORE = timedelta(days=21)
ASK_AFTER = timedelta(days=14)
# Of a longer break a note a day is too much to ask: then it is one a week, on Mondays.
DAILY_UP_TO = timedelta(days=14)
NOTES_FROM = 16  # o'clock: in the morning there is nothing to tell of the day yet
BATCH = 200


def ask_by_the_clock() -> int:
    """Ask people to confirm, to write a note of the day, and what they thought. Returns how many mails went."""
    today = clock.today()
    return (
        _mailed(_to_confirm(today), mail.ask_to_confirm, "asked_at", clock.now())
        + _mailed(_to_note(today), mail.ask_for_note, "note_asked_on", today)
        + _mailed(_to_evaluate(today), mail.ask_for_evaluation, "evaluation_asked_at", clock.now())
    )


@transaction.atomic
def _mailed(
    found: QuerySet[Participant], compose: Callable[[Participant], EmailMessage], field: str, value: object
) -> int:
    """Mail each and mark it in the same transaction: two at once mail nobody twice."""
    reached = found.exclude(email__endswith=ERASED).select_related("organisation", "room__school_break")
    people = list(reached.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:BATCH])
    for participant in people:
        compose(participant).send()
    Participant.objects.filter(pk__in=[one.pk for one in people]).update(**{field: value})
    return len(people)


def _to_confirm(today: date) -> QuerySet[Participant]:
    return Participant.objects.filter(
        confirmed_at=None,
        asked_at=None,
        room__school_break__is_withdrawn=False,
        room__school_break__first_day__lte=today + ASK_BEFORE,
        room__school_break__last_day__gte=today,
    )


def _to_note(today: date) -> QuerySet[Participant]:
    running = Participant.objects.filter(
        room__school_break__is_withdrawn=False,
        room__school_break__first_day__lte=today,
        room__school_break__last_day__gte=today,
    ).filter(Q(note_asked_on=None) | Q(note_asked_on__lt=today))
    if clock.local(clock.now()).hour < NOTES_FROM:
        return running.none()
    if today.weekday() == 0:
        return running
    return running.filter(room__school_break__last_day__lt=F("room__school_break__first_day") + DAILY_UP_TO)


def _to_evaluate(today: date) -> QuerySet[Participant]:
    return Participant.objects.filter(
        evaluated_at=None,
        evaluation_asked_at=None,
        room__school_break__is_withdrawn=False,
        room__school_break__last_day__lt=today,
        room__school_break__last_day__gte=today - ASK_AFTER,
    )
