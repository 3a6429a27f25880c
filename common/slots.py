"""Slots: where a lower room must run an upper room's code, it offers a slot that the upper room fills.

The lower room declares `SECTIONS: Slot[Callable[...]] = Slot("neighbourhoods.area_sections")`; the upper
room fills it in its `apps.py`. Order is the order of `rank`, then of name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

Filling = TypeVar("Filling")


class Slot(Generic[Filling]):
    """A named place for functions that rooms above hand down."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._fillings: dict[str, tuple[int, Filling]] = {}

    def fill(self, key: str, filling: Filling, *, rank: int = 100) -> None:
        """Put something in the slot. Raises ValueError if the key is taken by something else."""
        held = self._fillings.get(key)
        if held is not None and held[1] is not filling:
            raise ValueError(f"slot {self.name}: {key} is filled already")
        self._fillings[key] = (rank, filling)

    def get(self, key: str) -> Filling | None:
        """Return what stands under a key, or None."""
        held = self._fillings.get(key)
        return held[1] if held else None

    def items(self) -> Iterator[tuple[str, Filling]]:
        """Go through key and filling, lowest rank first."""
        for key, (_rank, filling) in sorted(self._fillings.items(), key=lambda item: (item[1][0], item[0])):
            yield key, filling

    def __iter__(self) -> Iterator[Filling]:
        return (filling for _key, filling in self.items())
