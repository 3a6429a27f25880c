"""What the room needs from the first day: districts, and the first version of the prevention checklist."""

from neighbourhoods.reference import checklist, districts
from neighbourhoods.reference.districts import DISTRICTS

__all__ = ["DISTRICTS", "load"]


def load() -> None:
    """Make sure that all of it exists; what somebody has changed since stays as it is."""
    districts.load()
    checklist.load()
