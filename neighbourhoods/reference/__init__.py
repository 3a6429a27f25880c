"""What the room needs from the first day: districts, first versions of the prevention checklist and of the rule."""

from neighbourhoods.reference import checklist, districts, vitality
from neighbourhoods.reference.districts import DISTRICTS

__all__ = ["DISTRICTS", "load"]


def load() -> None:
    """Make sure that all of it exists; what somebody has changed since stays as it is."""
    districts.load()
    checklist.load()
    vitality.load()
