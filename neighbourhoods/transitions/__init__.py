"""The only writers of a status, one file a subject."""

from neighbourhoods.transitions.areas import begin_area, move_area
from neighbourhoods.transitions.signs import begin_sign_order, move_sign_order
from neighbourhoods.transitions.startup import begin_interest, begin_startup, move_interest, move_startup

__all__ = [
    "begin_area",
    "begin_interest",
    "begin_sign_order",
    "begin_startup",
    "move_area",
    "move_interest",
    "move_sign_order",
    "move_startup",
]
