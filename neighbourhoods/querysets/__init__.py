"""Who sees which places. Every view, export, feed and document starts from `visible_to`."""

from neighbourhoods.querysets.agents import ContactAgentQuerySet
from neighbourhoods.querysets.areas import AreaQuerySet
from neighbourhoods.querysets.bulk import ListRunQuerySet, kinds_of
from neighbourhoods.querysets.measures import MeasureQuerySet
from neighbourhoods.querysets.places import DistrictQuerySet, OrganisationQuerySet
from neighbourhoods.querysets.portal import AreaMessageQuerySet, GroupHeadQuerySet, OfAreaQuerySet
from neighbourhoods.querysets.prevention import ChecklistVersionQuerySet
from neighbourhoods.querysets.signs import SignOrderQuerySet, SignQuerySet
from neighbourhoods.querysets.startup import InterestedPersonQuerySet, StartupCaseQuerySet
from neighbourhoods.querysets.trainings import SignUpQuerySet, TrainingQuerySet, audiences_of
from neighbourhoods.querysets.vitality import RevivalCaseQuerySet, VitalityRuleQuerySet

__all__ = [
    "AreaMessageQuerySet",
    "AreaQuerySet",
    "ChecklistVersionQuerySet",
    "ContactAgentQuerySet",
    "DistrictQuerySet",
    "GroupHeadQuerySet",
    "InterestedPersonQuerySet",
    "ListRunQuerySet",
    "MeasureQuerySet",
    "OfAreaQuerySet",
    "OrganisationQuerySet",
    "RevivalCaseQuerySet",
    "SignOrderQuerySet",
    "SignQuerySet",
    "SignUpQuerySet",
    "StartupCaseQuerySet",
    "TrainingQuerySet",
    "VitalityRuleQuerySet",
    "audiences_of",
    "kinds_of",
]
