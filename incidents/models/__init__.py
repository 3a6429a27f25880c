"""Reports from the public and what became of them, one file a subject."""

from incidents.models.api_keys import ApiKey
from incidents.models.categories import Category
from incidents.models.counts import CountChange, WeekCount
from incidents.models.delivered import CountList, CountListEvent, CountListRow, CountSource, DeliveredCount
from incidents.models.followers import Follower
from incidents.models.history import ReportEvent, ReportNote
from incidents.models.photos import Photo, small_name
from incidents.models.police import PoliceEvent, PoliceFeed
from incidents.models.reports import NumberSeries, Report
from incidents.models.retention import RetentionDecision, RetentionRun
from incidents.models.routing import Destination, Forwarding, RoutingRule

__all__ = [
    "ApiKey",
    "Category",
    "CountChange",
    "CountList",
    "CountListEvent",
    "CountListRow",
    "CountSource",
    "DeliveredCount",
    "Destination",
    "Follower",
    "Forwarding",
    "NumberSeries",
    "Photo",
    "PoliceEvent",
    "PoliceFeed",
    "Report",
    "ReportEvent",
    "ReportNote",
    "RetentionDecision",
    "RetentionRun",
    "RoutingRule",
    "WeekCount",
    "small_name",
]
