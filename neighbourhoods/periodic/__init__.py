"""What runs by the clock, one file a subject. The scheduler's workers find the jobs by this package."""

from neighbourhoods.periodic.agents import take_back_roles
from neighbourhoods.periodic.interest import forget_interested

__all__ = [
    "forget_interested",
    "take_back_roles",
]
