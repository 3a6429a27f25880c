"""The only writers of a status, one file a subject."""

from neighbourhoods.transitions.areas import begin_area, move_area

__all__ = ["begin_area", "move_area"]
