"""Taking in what a phone wrote without network: safe to send again, in any order, from two phones on one shift.

Each thing has a key of its own that the phone made up when it was written. What is known already is answered as
saved; what must wait for something else is told to come again; what is refused says why, and stays on the phone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from grannstod.lifecycle import PatrolStatus
from grannstod.models import Observation, Patrol, PatrolStep, Shift
from grannstod.services.observations import Seen, note_case_number, record_observation, record_observations
from grannstod.services.patrols import EARLY_START, Shown, add_place, end_patrol, said_of_end, start_patrol, tick_at
from grannstod.services.visits import note_visits
from incidents.models import Category

SAVED, WAIT, REFUSED = "saved", "wait", "refused"
# A phone that lay in a drawer longer than this is a matter for the leader.
LATEST = timedelta(days=14)
MOST_ITEMS = 100
# What must stand before what: whatever order things came in.
_ORDER = {"start": 0, "tick": 1, "seen": 2, "case": 3, "end": 4}


@dataclass(frozen=True)
class Answer:
    """What became of one thing: saved, with words if not all of it was; wait; or refused, with what to do."""

    key: str
    result: str
    words: str = ""


class NotYetError(Exception):
    """What this thing belongs to has not come yet."""


def take_in(*, shift: Shift, items: Sequence[Mapping[str, Any]], by: User) -> list[Answer]:
    """Take in what a phone wrote on a shift; one answer each, and each thing whole or not at all."""
    ordered = sorted(items[:MOST_ITEMS], key=lambda item: _ORDER.get(str(item.get("kind")), 9))
    answers: list[Answer] = []
    for kind, some in groupby(ordered, key=lambda item: str(item.get("kind"))):
        answers += (_sights if kind == "seen" else _one_by_one)(shift, list(some), by)
    _note_late(shift)
    return answers


@transaction.atomic
def _note_late(shift: Shift) -> None:
    """Note what the second phone brings of a patrol that the first has ended: areas that nobody has told of."""
    over = Patrol.objects.exclude(status=PatrolStatus.UNDERWAY).filter(shift=shift)
    patrol = over.select_for_update().first()
    if patrol is not None:
        note_visits(patrol)


def _one_by_one(shift: Shift, items: Sequence[Mapping[str, Any]], by: User) -> list[Answer]:
    return [_tried(item, partial(_act, shift, item, by)) for item in items]


def _act(shift: Shift, item: Mapping[str, Any], by: User) -> str | None:
    act = _ACTS.get(str(item.get("kind")))
    if act is None:
        raise ValidationError(_("This could not be read. Write it again."), code="unreadable")
    return act(shift, item, by)


def _tried(item: Mapping[str, Any], act: Callable[[], str | None]) -> Answer:
    """Do something with an item and say what became of it."""
    key = str(item.get("key", ""))[:32]
    try:
        said = act()
    except NotYetError:
        return Answer(key, WAIT)
    except ValidationError as error:
        return Answer(key, REFUSED, " ".join(error.messages))
    except (KeyError, TypeError, ValueError, OverflowError):
        return Answer(key, REFUSED, _("This could not be read. Write it again."))
    return Answer(key, SAVED, said or "")


def _sights(shift: Shift, items: Sequence[Mapping[str, Any]], by: User) -> list[Answer]:
    """Take in what was seen all at once; where that fails, one by one, so that none takes another with it."""
    try:
        return _all_at_once(shift, items, by)
    except (Patrol.DoesNotExist, IntegrityError, DataError, ValueError):
        return _one_by_one(shift, items, by)


def _all_at_once(shift: Shift, items: Sequence[Mapping[str, Any]], by: User) -> list[Answer]:
    categories = _categories(items)
    sights: dict[str, Seen] = {}

    def read(item: Mapping[str, Any]) -> None:
        sights.setdefault(str(item["key"]), _sight(shift, item, categories))

    answers = [_tried(item, partial(read, item)) for item in items]
    became = record_observations(shift_id=shift.pk, sights=sights, author=by)
    return [
        _tried(item, partial(_require_taken, became[str(item["key"])])) if answer.result == SAVED else answer
        for item, answer in zip(items, answers, strict=True)
    ]


def _require_taken(became: Observation | ValidationError) -> None:
    if isinstance(became, ValidationError):
        raise became


def _moment(shift: Shift, item: Mapping[str, Any]) -> datetime:
    """Return when the phone says it was, by the server's clock as it reckons; within the shift and never ahead."""
    told = parse_datetime(str(item["at"]))
    if told is None or told.tzinfo is None:
        raise ValueError("a moment needs date, time and zone")
    return max(shift.starts_at - EARLY_START, min(told, clock.now()))


def _patrol(shift: Shift) -> Patrol:
    patrol = Patrol.objects.filter(shift=shift).first()
    if patrol is None:
        raise NotYetError
    return patrol


def _start(shift: Shift, item: Mapping[str, Any], by: User) -> None:
    at = min(_moment(shift, item), shift.ends_at - timedelta(seconds=1))
    version = item.get("checklist")
    order = [int(pk) for pk in item.get("order", ())]
    shown = Shown(at=at, checklist=None if version is None else int(version), order=order)
    start_patrol(shift_id=shift.pk, actor=by, shown=shown)


@transaction.atomic
def _tick(shift: Shift, item: Mapping[str, Any], _by: User) -> None:
    patrol = _patrol(shift)
    key = str(item["step"])[:24]
    known = PatrolStep.objects.select_for_update().filter(patrol=patrol, key=key)
    # A line of another version than the patrol got: there is nothing to tick, and nothing to tell anybody.
    step = known.first() or add_place(patrol, key)
    if step is not None:
        tick_at(step, is_done=bool(item["done"]), moment=_moment(shift, item))


def _seen(shift: Shift, item: Mapping[str, Any], by: User) -> None:
    patrol, seen = _patrol(shift), _sight(shift, item, _categories([item]))
    record_observation(patrol_id=patrol.pk, seen=seen, form_token=str(item["key"]), author=by)


def _categories(items: Sequence[Mapping[str, Any]]) -> dict[str, Category]:
    codes = {str(item.get("category"))[:40] for item in items}
    return {one.code: one for one in Category.objects.filter(code__in=codes, is_active=True)}


def _sight(shift: Shift, item: Mapping[str, Any], categories: Mapping[str, Category]) -> Seen:
    category = categories.get(str(item["category"])[:40])
    if category is None:
        raise ValidationError(_("Choose what it is about."), code="category")
    text, place = _words(item, "text", 2000), _words(item, "place", 200)
    if not text or not place:
        raise ValidationError(_("Write a few words about what you see, and where it is."), code="empty")
    return Seen(
        category=category,
        text=text,
        outcome=Observation.Outcome(item["outcome"]),
        place=place,
        latitude=_degrees(item.get("latitude"), 90),
        longitude=_degrees(item.get("longitude"), 180),
        at=_moment(shift, item),
        is_nobody=item.get("nobody") is True,
    )


def _words(item: Mapping[str, Any], name: str, most: int) -> str:
    return str(item.get(name) or "").replace("\x00", "").strip()[:most]


def _degrees(value: Any, most: int) -> float | None:
    found = None if value is None else float(value)
    return found if found is not None and abs(found) <= most else None


def _case(shift: Shift, item: Mapping[str, Any], by: User) -> None:
    known = Observation.objects.filter(patrol=_patrol(shift), form_token=str(item["seen"])[:32]).first()
    if known is None:
        raise NotYetError
    note_case_number(observation_id=known.pk, number=_words(item, "number", 40), by=by)


def _end(shift: Shift, item: Mapping[str, Any], by: User) -> str:
    """End the patrol, whatever stands for kilometres: the phone has forgotten the shift. Return what was left out."""
    patrol = _patrol(shift)
    told = "" if item.get("km") is None else str(item["km"]).strip()
    km = int(told) if told.isascii() and told.isdecimal() and len(told) <= 4 and int(told) <= 1000 else None
    said = []
    if patrol.status == PatrolStatus.UNDERWAY:
        said.append(said_of_end(end_patrol(patrol_id=patrol.pk, km=km, actor=by, at=_moment(shift, item))))
    elif patrol.km is None and km is not None:
        # The other phone ended the patrol without reading the meter.
        Patrol.objects.filter(pk=patrol.pk, km=None).update(km=km)
    if told and km is None:
        said.append(_("The patrol is ended, but the kilometres could not be read. Tell the leader how many they were."))
    return " ".join(filter(None, said))


_ACTS: dict[str, Callable[[Shift, Mapping[str, Any], User], str | None]] = {
    "start": _start,
    "tick": _tick,
    "seen": _seen,
    "case": _case,
    "end": _end,
}
