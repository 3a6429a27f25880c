"""What can be done in Grannstöd: plan shifts, drive a patrol, write an observation."""

from grannstod.services.briefing import brief, end_note
from grannstod.services.checklists import draft_checklist, publish_checklist
from grannstod.services.observations import Seen, add_photo, check_text, note_case_number, record_observation
from grannstod.services.patrols import EARLY_START, Shown, break_off_patrol, end_patrol, mark_step, start_patrol
from grannstod.services.patterns import LaidOut, lay_out
from grannstod.services.personal import erase_person, export_person
from grannstod.services.reminders import choose_texts, remind, remind_by_mail
from grannstod.services.seats import (
    lapse_offers,
    leave_line,
    mark_absent,
    may_withdraw,
    renew_calendar,
    sign_up,
    stand_in_line,
    withdraw,
)
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
from grannstod.services.swaps import ask_swap, keep_seat, take_over
from grannstod.services.sync import LATEST, MOST_ITEMS, Answer, take_in
from grannstod.services.visits import ask_for_visit, choose_visit_notes, take_back_wish
from grannstod.services.volunteers import move_volunteer

__all__ = [
    "EARLY_START",
    "LATEST",
    "LONGEST_SHIFT",
    "MOST_ITEMS",
    "Answer",
    "LaidOut",
    "Seen",
    "Shown",
    "add_photo",
    "ask_for_visit",
    "ask_swap",
    "break_off_patrol",
    "brief",
    "change_shift",
    "check_crew",
    "check_free",
    "check_text",
    "check_times",
    "choose_texts",
    "choose_visit_notes",
    "draft_checklist",
    "end_note",
    "end_patrol",
    "erase_person",
    "export_person",
    "keep_seat",
    "lapse_offers",
    "lay_out",
    "leave_line",
    "mark_absent",
    "mark_step",
    "may_withdraw",
    "move_volunteer",
    "note_case_number",
    "plan_shift",
    "publish_checklist",
    "record_observation",
    "remind",
    "remind_by_mail",
    "remove_shift",
    "renew_calendar",
    "require_not_started",
    "sign_up",
    "stand_in_line",
    "start_patrol",
    "take_back_wish",
    "take_in",
    "take_over",
    "withdraw",
]
