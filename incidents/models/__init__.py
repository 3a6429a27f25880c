"""Reports from the public and what became of them, one file a subject."""

from incidents.models.api_keys import ApiKey
from incidents.models.categories import Category
from incidents.models.counts import CountChange, WeekCount
from incidents.models.delivered import CountList, CountListEvent, CountListRow, CountSource, DeliveredCount
from incidents.models.desk import SavedFilter, StandardText
from incidents.models.disclosure import Disclosure
from incidents.models.efforts import Effort, EffortChange
from incidents.models.followers import Follower
from incidents.models.history import ReportEvent, ReportNote
from incidents.models.photos import Photo, small_name
from incidents.models.police import PoliceEvent, PoliceFeed
from incidents.models.releases import Release, ReleasedCount
from incidents.models.reports import NumberSeries, Report
from incidents.models.retention import RetentionDecision, RetentionRun
from incidents.models.routing import Destination, Forwarding, RoutingRule
from incidents.models.standing import StandingSummary, SummaryIssue

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
    "Disclosure",
    "Effort",
    "EffortChange",
    "Follower",
    "Forwarding",
    "NumberSeries",
    "Photo",
    "PoliceEvent",
    "PoliceFeed",
    "Release",
    "ReleasedCount",
    "Report",
    "ReportEvent",
    "ReportNote",
    "RetentionDecision",
    "RetentionRun",
    "RoutingRule",
    "SavedFilter",
    "StandardText",
    "StandingSummary",
    "SummaryIssue",
    "WeekCount",
    "small_name",
]
