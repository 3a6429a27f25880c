"""Working out a schedule in a worker. Safe to run twice: only who moved it to "solving" goes on."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import asdict
from functools import partial

from celery import shared_task

from common.moves import MoveRefusedError
from grannstod import transitions
from grannstod.figures.schedule import Progress, StoppedError, gather, solve
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
        solution = solve(gather(schedule), partial(_tell, schedule))
        transitions.store_solution(schedule_id=schedule_id, solution=solution, begun_at=schedule.moved_at)
    except (MoveRefusedError, StoppedError):
        logger.info("the schedule was stopped or begun anew meanwhile", extra={"schedule": schedule_id})
    except Exception:
        with suppress(MoveRefusedError):
            transitions.move_schedule(schedule_id=schedule_id, to=ScheduleStatus.FAILED, actor=None)
        raise


def _tell(schedule: Schedule, progress: Progress) -> bool:
    """Note how far it has come; False when it was stopped or begun anew."""
    own = Schedule.objects.filter(pk=schedule.pk, status=ScheduleStatus.SOLVING, moved_at=schedule.moved_at)
    return bool(own.update(progress=asdict(progress)))
