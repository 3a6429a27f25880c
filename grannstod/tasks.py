"""Working out a schedule in a worker. Safe to run twice: only who moved it to "solving" goes on."""

from __future__ import annotations

import logging

from celery import shared_task

from common.moves import MoveRefusedError
from grannstod import transitions
from grannstod.figures.schedule import gather, solve
from grannstod.lifecycle import ScheduleStatus
from grannstod.models import Schedule

logger = logging.getLogger(__name__)

SOFT_SECONDS, HARD_SECONDS = 240, 270


@shared_task(name="grannstod.tasks.solve_schedule", soft_time_limit=SOFT_SECONDS, time_limit=HARD_SECONDS)
def solve_schedule(schedule_id: int) -> None:
    """Work a schedule out and keep it as a draft. What was not foreseen is noted on the row and raised again."""
    try:
        schedule = transitions.move_schedule(schedule_id=schedule_id, to=ScheduleStatus.SOLVING, actor=None)
    except (MoveRefusedError, Schedule.DoesNotExist):
        return
    try:
        problem = gather(schedule)
        _tell(schedule_id, 20)
        solution = solve(problem)
        _tell(schedule_id, 90)
        transitions.store_solution(schedule_id=schedule_id, solution=solution)
    except MoveRefusedError:
        logger.warning("the schedule was taken over or dropped meanwhile", extra={"schedule": schedule_id})
    except Exception:
        transitions.move_schedule(schedule_id=schedule_id, to=ScheduleStatus.FAILED, actor=None)
        raise


def _tell(schedule_id: int, percent: int) -> None:
    Schedule.objects.filter(pk=schedule_id).update(percent=percent)
