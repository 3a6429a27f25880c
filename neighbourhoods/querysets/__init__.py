"""Who sees which places. Every view, export, feed and document starts from `visible_to`."""

from neighbourhoods.querysets.agents import ContactAgentQuerySet
from neighbourhoods.querysets.areas import AreaQuerySet
from neighbourhoods.querysets.places import DistrictQuerySet, OrganisationQuerySet

__all__ = ["AreaQuerySet", "ContactAgentQuerySet", "DistrictQuerySet", "OrganisationQuerySet"]
