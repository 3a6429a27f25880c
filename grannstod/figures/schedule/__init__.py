"""Proposing who drives when: the problem as it stands, the solver, and every choice in words."""

from grannstod.figures.schedule.explaining import gap_words, reason_words
from grannstod.figures.schedule.gathering import gather
from grannstod.figures.schedule.problem import Choice, Gap, Person, Problem, Slot, Solution, blocked
from grannstod.figures.schedule.solver import solve

__all__ = [
    "Choice",
    "Gap",
    "Person",
    "Problem",
    "Slot",
    "Solution",
    "blocked",
    "gap_words",
    "gather",
    "reason_words",
    "solve",
]
