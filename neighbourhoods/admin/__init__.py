"""The places in the admin."""

from neighbourhoods.admin import areas, places

__all__ = ["areas", "places"]
