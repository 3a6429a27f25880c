"""Reads of Grannstöd: shifts, seats that are free, hours and kilometres, a person's own calendar."""

from grannstod.figures.shifts import ShiftLine, log, own_coming, own_next, shift_lines, with_crew

__all__ = ["ShiftLine", "log", "own_coming", "own_next", "shift_lines", "with_crew"]
