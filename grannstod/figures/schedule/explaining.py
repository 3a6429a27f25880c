"""The reasons of a schedule in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grannstod.figures.schedule.problem import Phase


def reason_words(reasons: Iterable[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """Return the sentences behind a choice."""
    return [_sentence(code, dict(numbers)) for code, numbers in reasons]


def _sentence(code: str, numbers: dict[str, Any]) -> str:
    if "weekday" in numbers:
        numbers["weekday"] = WEEKDAYS[numbers["weekday"]]
    if code == "others":
        return _others(numbers["count"])
    sentences = {
        "gladly": _("%(weekday)s is a day the person gladly drives."),
        "possible": _("%(weekday)s is possible for the person."),
        "seat": _("It is the seat the person wished for."),
        "other_seat": _("The other seat was wished for, but it was needed here."),
        "licence_until": _("The licence holds until %(day)s."),
        "accompanied": _("New: drives beside somebody experienced."),
        "accompanies": _("Experienced: drives with somebody new."),
        "together": _("The two wished to drive together."),
        "nth": _("Shift %(nth)s of at most %(most)s."),
        "last_drove": _("Last drove %(day)s."),
        "never_drove": _("Has not driven yet."),
    }
    return sentences[code] % numbers


def _others(count: int) -> str:
    if not count:
        return _("Nobody else could take this seat.")
    return ngettext("One other could have taken the seat.", "%(n)s others could have taken the seat.", count) % {
        "n": count
    }


def progress_words(progress: Mapping[str, Any]) -> list[str]:
    """Return the sentences that say how far a worker has come; none has begun where nothing is noted."""
    if not progress:
        return [_("It waits for its turn.")]
    sentences = {
        Phase.READING: _("1 of 4: Rules and wishes of %(people)s people are put together for %(shifts)s shifts."),
        Phase.SIMPLIFYING: _("2 of 4: What can't be is sorted out, for %(people)s people and %(shifts)s shifts."),
        Phase.SEARCHING: _("3 of 4: The best proposal is searched for, of %(people)s people on %(shifts)s shifts."),
        Phase.EXPLAINING: _("4 of 4: Found. The reasons of each choice are written down."),
    }
    words = [sentences[Phase(progress["phase"])] % progress]
    if progress["filled"] is not None:
        words.append(_("Best so far: %(filled)s of %(shifts)s shifts get both their people.") % progress)
    if progress["gap"] is not None:
        words.append(_("At most %(percent)s per cent is left to gain.") % {"percent": math.ceil(progress["gap"] * 100)})
    return words


def gap_words(reasons: Iterable[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """Return the sentences behind a gap."""
    words = []
    for code, numbers in reasons:
        if code == "missing":
            is_driver = numbers["seat"] == "driver"
            words.append(_("Nobody is left who can drive.") if is_driver else _("Nobody is left to sit beside."))
        else:
            words.append(_hindrance(code) % {"n": numbers["count"]})
    return words


def _hindrance(code: str) -> str:
    sentences = {
        "no_driver": _("don't drive: %(n)s"),
        "licence": _("licence run out by then: %(n)s"),
        "weekday": _("can't that weekday: %(n)s"),
        "away": _("away: %(n)s"),
        "part": _("can't at that time of day: %(n)s"),
        "taken_off": _("taken off by hand: %(n)s"),
        "busy": _("out already: %(n)s"),
        "taken": _("have as much as they want, or are needed elsewhere: %(n)s"),
    }
    return sentences[code]
