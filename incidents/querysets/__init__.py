"""Who sees which reports. Every view, export, feed and document starts from `visible_to`."""

from incidents.querysets.api_keys import ApiKeyQuerySet
from incidents.querysets.delivered import CountListQuerySet, DeliveredCountQuerySet
from incidents.querysets.desk import SavedFilterQuerySet, StandardTextQuerySet
from incidents.querysets.efforts import EffortQuerySet
from incidents.querysets.police import PoliceEventQuerySet
from incidents.querysets.reports import ReportQuerySet
from incidents.querysets.retention import RetentionDecisionQuerySet
from incidents.querysets.routing import DestinationQuerySet, ForwardingQuerySet, RoutingRuleQuerySet
from incidents.querysets.standing import StandingSummaryQuerySet

__all__ = [
    "ApiKeyQuerySet",
    "CountListQuerySet",
    "DeliveredCountQuerySet",
    "DestinationQuerySet",
    "EffortQuerySet",
    "ForwardingQuerySet",
    "PoliceEventQuerySet",
    "ReportQuerySet",
    "RetentionDecisionQuerySet",
    "RoutingRuleQuerySet",
    "SavedFilterQuerySet",
    "StandardTextQuerySet",
    "StandingSummaryQuerySet",
]
