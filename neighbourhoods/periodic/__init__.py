"""What runs by the clock, one file a subject. The scheduler's workers find the jobs by this package."""

from neighbourhoods.periodic.agents import take_back_roles

__all__ = ["take_back_roles"]
