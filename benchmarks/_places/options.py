"""What a figure of the places is asked with, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SMALL, LARGE = 350, 35_000


@dataclass(frozen=True)
class Asked:
    """The seed of made sets, and a stranger's file in place of them."""

    seed: str
    data: Path | None


@dataclass(frozen=True)
class Figure:
    """A figure with its bar: the value must be at most that, or at least with `at_least`."""

    name: str
    value: float
    bar: float
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Tell whether the bar holds."""
        return self.value >= self.bar if self.at_least else self.value <= self.bar
