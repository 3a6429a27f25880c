"""Who sees which reports. Every view, export, feed and document starts from `visible_to`."""

from incidents.querysets.api_keys import ApiKeyQuerySet
from incidents.querysets.police import PoliceEventQuerySet
from incidents.querysets.reports import ReportQuerySet

__all__ = [
    "ApiKeyQuerySet",
    "PoliceEventQuerySet",
    "ReportQuerySet",
]
