"""The places in the admin."""

from neighbourhoods.admin import areas, places, signs, startup, trainings

__all__ = [
    "areas",
    "places",
    "signs",
    "startup",
    "trainings",
]
