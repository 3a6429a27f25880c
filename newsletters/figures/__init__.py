"""What letters show and count: blocks as readers get them, and whom the plan's dates concern."""

from newsletters.figures.blocks import StatisticsRow, as_html, statistics_rows
from newsletters.figures.lateness import Missed, missed
from newsletters.figures.people import approvers_of, told_of

__all__ = ["Missed", "StatisticsRow", "approvers_of", "as_html", "missed", "statistics_rows", "told_of"]
