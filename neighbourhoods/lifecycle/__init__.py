"""States and the moves allowed between them, one file a subject: pure data."""

from neighbourhoods.lifecycle.areas import MOVES, AreaStatus

__all__ = ["MOVES", "AreaStatus"]
