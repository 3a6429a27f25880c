"""Proposing who drives when: the problem as it stands, the solver, and every choice in words."""

from grannstod.figures.schedule.explaining import gap_words, progress_words, reason_words
from grannstod.figures.schedule.gathering import gather
from grannstod.figures.schedule.problem import (
    Choice,
    Gap,
    Person,
    Phase,
    Problem,
    Progress,
    Slot,
    Solution,
    StoppedError,
    blocked,
)
from grannstod.figures.schedule.solver import SECONDS, solve

__all__ = [
    "SECONDS",
    "Choice",
    "Gap",
    "Person",
    "Phase",
    "Problem",
    "Progress",
    "Slot",
    "Solution",
    "StoppedError",
    "blocked",
    "gap_words",
    "gather",
    "progress_words",
    "reason_words",
    "solve",
]
