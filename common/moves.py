"""Moves between states: a table of what is allowed, and the one error when it isn't.

A room keeps its table in `lifecycle.py`, writes the status only in `transitions.py`, and there calls
`require_move` and appends an event in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

State = TypeVar("State", bound=str)
Moves = Mapping[State, frozenset[State]]


class MoveRefusedError(ValidationError):
    """The record has moved on, or this move is not in the table. Code: `move_refused`."""


def may_move(moves: Moves[State], here: State, there: State) -> bool:
    """Tell whether the table allows a move."""
    return there in moves.get(here, frozenset())


def require_move(moves: Moves[State], here: State, there: State) -> None:
    """Raise MoveRefusedError unless the table allows the move."""
    if not may_move(moves, here, there):
        raise MoveRefusedError(
            _("This can't be done now: somebody may have changed it. Reload the page and look again."),
            code="move_refused",
        )
