"""What became of each feature or row of an imported file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from common.list_runs import Outcome


@dataclass(frozen=True)
class Fate:
    """One feature's or row's fate. `number` counts from 1; in a CSV file it is the line."""

    number: int
    name: str
    outcome: Outcome
    remark: str = ""


@dataclass
class Tally:
    """How many went which way, and the refused ones by name."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    refused: list[Fate] = field(default_factory=list)

    def add(self, fate: Fate) -> None:
        """Count one fate."""
        self.counts[fate.outcome] += 1
        if fate.outcome is Outcome.REFUSED:
            self.refused.append(fate)
