"""States and the moves allowed between them, one file a subject: pure data."""

from neighbourhoods.lifecycle.areas import MOVES, AreaStatus
from neighbourhoods.lifecycle.revival import REVIVAL_MOVES, RevivalStatus
from neighbourhoods.lifecycle.signs import SIGN_ORDER_MOVES, SignOrderStatus
from neighbourhoods.lifecycle.startup import INTEREST_MOVES, STARTUP_MOVES, InterestStatus, StartupStatus
from neighbourhoods.lifecycle.trainings import SEATED, SIGN_UP_MOVES, TRAINING_MOVES, SignUpStatus, TrainingStatus

__all__ = [
    "INTEREST_MOVES",
    "MOVES",
    "REVIVAL_MOVES",
    "SEATED",
    "SIGN_ORDER_MOVES",
    "SIGN_UP_MOVES",
    "STARTUP_MOVES",
    "TRAINING_MOVES",
    "AreaStatus",
    "InterestStatus",
    "RevivalStatus",
    "SignOrderStatus",
    "SignUpStatus",
    "StartupStatus",
    "TrainingStatus",
]
