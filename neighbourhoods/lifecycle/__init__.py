"""States and the moves allowed between them, one file a subject: pure data."""

from neighbourhoods.lifecycle.areas import MOVES, AreaStatus
from neighbourhoods.lifecycle.signs import SIGN_ORDER_MOVES, SignOrderStatus
from neighbourhoods.lifecycle.startup import INTEREST_MOVES, STARTUP_MOVES, InterestStatus, StartupStatus

__all__ = [
    "INTEREST_MOVES",
    "MOVES",
    "SIGN_ORDER_MOVES",
    "STARTUP_MOVES",
    "AreaStatus",
    "InterestStatus",
    "SignOrderStatus",
    "StartupStatus",
]
