"""The places in the admin."""

from neighbourhoods.admin import areas, measures, places, portal, signs, startup, trainings

__all__ = ["areas", "measures", "places", "portal", "signs", "startup", "trainings"]
