"""What letters show and count: parts, words and figures as readers get them, and whom the plan's dates concern."""

from newsletters.figures.ground import Ground
from newsletters.figures.lateness import Missed, missed
from newsletters.figures.local import SOURCES, Place, Source, Statistics, StatisticsRow, statistics_rows
from newsletters.figures.outcome import Outcome, outcome
from newsletters.figures.parts import Part, Words, parts_for, words_of
from newsletters.figures.people import approvers_of, deciders_of, told_of, wrote_alone
from newsletters.figures.reading import lix, looks_like_junk
from newsletters.figures.spelling import NoDictionaryError, misspelled, suggestions
from newsletters.figures.words import as_html, as_text, holds_a_picture, links_in

__all__ = [
    "SOURCES",
    "Ground",
    "Missed",
    "NoDictionaryError",
    "Outcome",
    "Part",
    "Place",
    "Source",
    "Statistics",
    "StatisticsRow",
    "Words",
    "approvers_of",
    "as_html",
    "as_text",
    "deciders_of",
    "holds_a_picture",
    "links_in",
    "lix",
    "looks_like_junk",
    "missed",
    "misspelled",
    "outcome",
    "parts_for",
    "statistics_rows",
    "suggestions",
    "told_of",
    "words_of",
    "wrote_alone",
]
