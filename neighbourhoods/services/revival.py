"""Waking areas that fell asleep: cases opened by the night, worked by a coordinator."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from neighbourhoods import transitions
from neighbourhoods.lifecycle import AreaStatus, RevivalStatus
from neighbourhoods.models import Area, AreaVitality, RevivalCase, RevivalNote, RevivalStep

Key = RevivalStep.Key
Outcome = RevivalCase.Outcome
KEEP_NOTES = 730  # days after a case was closed
A_YEAR = 365  # days after which a meeting or a look at the signs is worth suggesting
_ENDS = {AreaStatus.ACTIVE: (Outcome.REVIVED, "area_active"), AreaStatus.CLOSED: (Outcome.CLOSED, "area_closed")}


def open_cases(*, day: date, first: int, last: int) -> int:
    """Open a case with suggested steps for each area asleep that has none; return how many.

    An area whose case was closed in this sleep gets a new one only when its rest has passed.
    """
    settled = RevivalCase.objects.filter(area=OuterRef("area"), closed_on__gte=OuterRef("since"))
    settled = settled.filter(Q(rest_until=None) | Q(rest_until__gt=day))
    standing = RevivalCase.objects.open().filter(area=OuterRef("area"))
    asleep = AreaVitality.objects.filter(area_id__gte=first, area_id__lte=last, word=AreaVitality.Word.DORMANT)
    found = list(asleep.exclude(Exists(standing)).exclude(Exists(settled)).order_by("pk"))
    _open(found, day, reason="fell_asleep", by=None)
    return len(found)


def _open(found: list[AreaVitality], day: date, *, reason: str, by: User | None) -> None:
    cases = [RevivalCase(area_id=one.area_id, opened_on=day) for one in found]
    made = transitions.begin_revivals(cases, reason=reason, by=by)
    RevivalStep.objects.bulk_create(
        (
            RevivalStep(case=case, key=key, place=place)
            for case, one in zip(made, found, strict=True)
            for place, key in enumerate(suggested(one, day))
        ),
        batch_size=2_000,
    )


def follow_sleep(*, area: Area, to: AreaStatus, by: User | None) -> None:
    """Let the case follow what a person says of the area: opened when it sleeps, closed when awake or closed."""
    standing = area.revivals.open().first()
    if to is AreaStatus.DORMANT and standing is None:
        _open([_as_read(area)], clock.today(), reason="marked_dormant", by=by)
    elif to in _ENDS and standing is not None:
        outcome, reason = _ENDS[to]
        transitions.move_revival(standing, RevivalStatus.DONE, by=by, reason=reason, outcome=outcome)


def _as_read(area: Area) -> AreaVitality:
    """Return how the area was when it was last looked at; before its first night, its agents as they are."""
    held: AreaVitality | None = AreaVitality.objects.filter(area=area).first()
    if held is not None:
        return held
    agents = area.agents.current()
    return AreaVitality(area=area, agents=agents.count(), agents_trained=agents.exclude(trained_on=None).count())


def suggested(one: AreaVitality, day: date) -> list[Key]:
    """Return the steps that fit why an area sleeps, the first to take first."""
    steps = [Key.CALL] if one.agents else [Key.RECRUIT, Key.LETTER]
    if one.agents:
        steps.append(Key.HEAD_AGENT)
    if one.meeting_on is None or (day - one.meeting_on).days > A_YEAR:
        steps.append(Key.MEETING)
    if one.agents_trained < one.agents:
        steps.append(Key.COURSE)
    if one.sign_check_on is None or (day - one.sign_check_on).days > A_YEAR:
        steps.append(Key.SIGNS)
    return steps if len(steps) > 2 or Key.LETTER in steps else [*steps, Key.LETTER]


def close_woken(*, day: date, first: int, last: int) -> int:
    """Close the cases of areas that are alive again by themselves; return how many.

    What a person marked as dormant, a person says is awake.
    """
    woken = RevivalCase.objects.open().filter(
        area_id__gte=first,
        area_id__lte=last,
        area__vitality__word=AreaVitality.Word.ALIVE,
        area__vitality__scored_on=day,
    )
    cases = list(woken.exclude(area__status=AreaStatus.DORMANT))
    for case in cases:
        transitions.move_revival(case, RevivalStatus.DONE, by=None, reason="woke", outcome=Outcome.REVIVED, on=day)
    return len(cases)


@transaction.atomic
def tick_step(*, case: RevivalCase, step: RevivalStep, is_done: bool, by: User) -> None:
    """Mark a step as done today, or as not done. The first one taken puts the case under way.

    Raises ValidationError `closed`.
    """
    require_open(case)
    RevivalStep.objects.filter(pk=step.pk, case=case).update(done_on=clock.today() if is_done else None)
    if is_done and case.status == RevivalStatus.WAITING:
        transitions.move_revival(case, RevivalStatus.UNDERWAY, by=by, reason="step_taken")


@transaction.atomic
def add_note(*, case: RevivalCase, text: str, by: User) -> RevivalNote:
    """Write something down. Raises ValidationError: `closed`, or an empty or too long text."""
    require_open(case)
    note = RevivalNote(case=case, text=text.strip(), written_by=by)
    note.full_clean()
    note.save()
    return note


def forget_notes() -> int:
    """Delete notes of cases closed two years ago; return how many."""
    long_ago = clock.today() - timedelta(days=KEEP_NOTES)
    return RevivalNote.objects.filter(case__closed_on__lt=long_ago).delete()[0]


def require_open(case: RevivalCase) -> None:
    """Hold the case under a row lock. Raises ValidationError `closed`."""
    held = RevivalCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    case.status = held.status
    if not held.is_open:
        raise ValidationError(_("This case has been closed."), "closed")
