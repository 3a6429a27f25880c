"""The steps of an issue's life: as planned, and with each fault that may meet it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from benchmarks._year.lives import Life

Step = tuple[datetime, Callable[[], Any]]
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def _noon(day: date) -> datetime:
    from common import clock

    return clock.start_of_day(day) + 12 * HOUR


def _written(life: Life) -> list[Step]:
    return [(_noon(life.issue.text_due_on), life.write)]


def _approved(life: Life) -> list[Step]:
    approves = _noon(life.issue.approve_due_on)
    return [(approves, life.approve), (approves + HOUR, life.schedule)]


def _ready(life: Life) -> list[Step]:
    return [*_written(life), *_approved(life)]


def as_planned(life: Life) -> list[Step]:
    """Everything in time."""
    return [*_ready(life), (life.sends_at, life.house.round)]


def beat_down(life: Life) -> list[Step]:
    """Beat is down over the sending time and three hours more."""
    down = (life.sends_at - MINUTE, lambda: life.house.down("beat"))
    return [*_ready(life), down, (life.sends_at + 3 * HOUR, lambda: life.house.up("beat"))]


def house_down(life: Life) -> list[Step]:
    """Everything is down for three days: the issue asks before it goes."""
    down = (life.sends_at - MINUTE, lambda: life.house.down("beat", "worker"))
    back = (life.sends_at + 73 * HOUR, lambda: life.house.up("worker", "beat"))
    return [*_ready(life), down, back, (life.sends_at + 74 * HOUR, life.send_now)]


def late_text(life: Life) -> list[Step]:
    """The text comes on the day of approval."""
    write = (_noon(life.issue.approve_due_on) - HOUR / 2, life.write)
    return [write, *_approved(life), (life.sends_at, life.house.round)]


def approver_away(life: Life) -> list[Step]:
    """The first approver is away; the other one approves an hour before the sending."""
    approve = (life.sends_at - HOUR, life.approve_as_deputy)
    schedule = (life.sends_at - HOUR / 2, life.schedule)
    return [*_written(life), approve, schedule, (life.sends_at, life.house.round)]


def change_of_clocks(life: Life) -> list[Step]:
    """The form refuses the hour that is skipped or repeated; the issue leaves in the one after."""
    refuse = (_noon(life.issue.approve_due_on) + HOUR / 2, life.refuse_missing_hour)
    return [*_ready(life), refuse, (life.sends_at, life.house.round)]


def broker_flushed(life: Life) -> list[Step]:
    """The broker forgets everything while the sending begins."""
    return [*_ready(life), (life.sends_at, life.flush)]


def relay_away(life: Life) -> list[Step]:
    """The mail server is away for six hours from the sending time on."""
    away = (life.sends_at - MINUTE, lambda: life.house.down("relay"))
    back = (life.sends_at + 6 * HOUR, lambda: life.house.up("relay"))
    return [*_ready(life), away, (life.sends_at, life.house.round), back]


def worker_killed(life: Life) -> list[Step]:
    """The worker is killed in the middle of the sending."""
    return [*_ready(life), (life.sends_at, life.kill_worker)]


def forgotten(life: Life) -> list[Step]:
    """Nobody schedules the approved issue until two hours after its time."""
    planned = life.sends_at
    life.sends_at = planned + 3 * HOUR
    late = [(planned + 2 * HOUR, life.schedule), (life.sends_at, life.house.round)]
    return [*_written(life), _approved(life)[0], *late]


STEPS: dict[str, Callable[[Life], list[Step]]] = {
    "": as_planned,
    "beat_down": beat_down,
    "house_down": house_down,
    "late_text": late_text,
    "approver_away": approver_away,
    "spring": change_of_clocks,
    "autumn": change_of_clocks,
    "broker_flushed": broker_flushed,
    "relay_away": relay_away,
    "worker_killed": worker_killed,
    "forgotten": forgotten,
}
