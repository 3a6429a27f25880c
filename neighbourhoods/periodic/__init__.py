"""What runs by the clock, one file a subject. The scheduler's workers find the jobs by this package."""

from neighbourhoods.periodic.agents import take_back_roles
from neighbourhoods.periodic.bulk import forget_lists
from neighbourhoods.periodic.changes import tidy_border_changes
from neighbourhoods.periodic.interest import forget_interested
from neighbourhoods.periodic.messages import send_waiting_messages
from neighbourhoods.periodic.trainings import sweep_trainings, tidy_trainings
from neighbourhoods.periodic.vitality import score_areas

__all__ = [
    "forget_interested",
    "forget_lists",
    "score_areas",
    "send_waiting_messages",
    "sweep_trainings",
    "take_back_roles",
    "tidy_border_changes",
    "tidy_trainings",
]
