"""What can be done in Grannstöd: plan shifts, drive a patrol, write an observation."""

from grannstod.services.observations import Seen, check_text, record_observation
from grannstod.services.patrols import EARLY_START, break_off_patrol, end_patrol, mark_step, start_patrol
from grannstod.services.personal import erase_person, export_person
from grannstod.services.reminders import choose_texts, remind
from grannstod.services.shifts import (
    LONGEST_SHIFT,
    change_shift,
    check_crew,
    check_free,
    check_times,
    plan_shift,
    remove_shift,
    require_not_started,
)
from grannstod.services.volunteers import move_volunteer

__all__ = [
    "EARLY_START",
    "LONGEST_SHIFT",
    "Seen",
    "break_off_patrol",
    "change_shift",
    "check_crew",
    "check_free",
    "check_text",
    "check_times",
    "choose_texts",
    "end_patrol",
    "erase_person",
    "export_person",
    "mark_step",
    "move_volunteer",
    "plan_shift",
    "record_observation",
    "remind",
    "remove_shift",
    "require_not_started",
    "start_patrol",
]
