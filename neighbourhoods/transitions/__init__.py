"""The only writers of a status, one file a subject."""

from neighbourhoods.transitions.areas import begin_area, move_area
from neighbourhoods.transitions.bulk import begin_list_run, move_list_run
from neighbourhoods.transitions.revival import begin_revivals, move_revival
from neighbourhoods.transitions.signs import begin_sign_order, move_sign_order
from neighbourhoods.transitions.signups import begin_sign_up, free_seat, move_sign_up
from neighbourhoods.transitions.startup import begin_interest, begin_startup, move_interest, move_startup
from neighbourhoods.transitions.trainings import begin_training, hold_training, move_training

__all__ = [
    "begin_area",
    "begin_interest",
    "begin_list_run",
    "begin_revivals",
    "begin_sign_order",
    "begin_sign_up",
    "begin_startup",
    "begin_training",
    "free_seat",
    "hold_training",
    "move_area",
    "move_interest",
    "move_list_run",
    "move_revival",
    "move_sign_order",
    "move_sign_up",
    "move_startup",
    "move_training",
]
