"""The front door of the room: verbs on areas, appointments and imports."""

from neighbourhoods.services.appointments import (
    appoint_agent,
    check_appointment,
    end_appointment,
    hand_over,
    period_of,
    save_appointment,
    take_back_roles,
)
from neighbourhoods.services.areas import change_boundary, create_area, move_area
from neighbourhoods.services.borders import BorderRefusedError, draw_boundary
from neighbourhoods.services.imports import import_addresses, import_boundaries, import_places
from neighbourhoods.services.interest import (
    Home,
    by_interest_token,
    confirm_interest,
    forget_interested,
    interest_token,
    link_interested,
    move_interest,
    register_interest,
    start_area,
    withdraw_interest,
)
from neighbourhoods.services.measures import end_measure, save_measure
from neighbourhoods.services.prevention import begin_draft, count_answers, discard_draft, publish_checklist, save_draft
from neighbourhoods.services.privacy import erase_person, export_person
from neighbourhoods.services.revival import add_note, close_case, forget_notes, tick_step
from neighbourhoods.services.signs import (
    add_sign,
    cancel_sign_order,
    deliver_sign_order,
    order_signs,
    record_sign_check,
    release_sign_order,
    take_down_sign,
)
from neighbourhoods.services.startup import (
    count_households,
    finish_startup,
    give_up_startup,
    open_startup,
    record_course,
    record_steps,
)
from neighbourhoods.services.vitality import Night, record_activities, record_activity, score_areas
from neighbourhoods.services.vitality_rule import begin_rule, discard_rule, publish_rule, rule_in_force, save_rule

__all__ = [
    "BorderRefusedError",
    "Home",
    "Night",
    "add_note",
    "add_sign",
    "appoint_agent",
    "begin_draft",
    "begin_rule",
    "by_interest_token",
    "cancel_sign_order",
    "change_boundary",
    "check_appointment",
    "close_case",
    "confirm_interest",
    "count_answers",
    "count_households",
    "create_area",
    "deliver_sign_order",
    "discard_draft",
    "discard_rule",
    "draw_boundary",
    "end_appointment",
    "end_measure",
    "erase_person",
    "export_person",
    "finish_startup",
    "forget_interested",
    "forget_notes",
    "give_up_startup",
    "hand_over",
    "import_addresses",
    "import_boundaries",
    "import_places",
    "interest_token",
    "link_interested",
    "move_area",
    "move_interest",
    "open_startup",
    "order_signs",
    "period_of",
    "publish_checklist",
    "publish_rule",
    "record_activities",
    "record_activity",
    "record_course",
    "record_sign_check",
    "record_steps",
    "register_interest",
    "release_sign_order",
    "rule_in_force",
    "save_appointment",
    "save_draft",
    "save_measure",
    "save_rule",
    "score_areas",
    "start_area",
    "take_back_roles",
    "take_down_sign",
    "tick_step",
    "withdraw_interest",
]
