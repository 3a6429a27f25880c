"""What a list of requests was asked for, read strictly: whatever can't be read is refused with a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import dateparse
from django.utils.timezone import is_naive
from django.utils.translation import gettext as _

from common import clock
from incidents import figures
from incidents.lifecycle import CLOSED, OPEN
from incidents.models import Category
from incidents.querysets import ReportQuerySet

SPAN = timedelta(days=90)
MOST = 1_000  # requests of one answer
MOST_PAGES = 10_000
STATES = {"open": OPEN, "closed": CLOSED}


class UnknownError(Exception):
    """Something was named that does not exist here; the sentence says what."""


@dataclass(frozen=True)
class Page:
    """Which part of a list is asked for: pages count from 1."""

    number: int
    size: int


def asked_reports(query: QueryDict) -> ReportQuerySet:
    """Return the public reports a query asks for, newest first. Raises ValidationError, UnknownError.

    Days are asked for, not moments: an answer tells the day only, so the question must not reach further.
    """
    reports = figures.public_reports().order_by("-received_at", "-pk")
    if numbers := _words(query.get("service_request_id", "")):
        return reports.filter(number__in=numbers[:MOST])
    first, last = _days(query)
    reports = reports.filter(
        received_at__gte=clock.start_of_day(first), received_at__lt=clock.start_of_day(last + timedelta(days=1))
    )
    if codes := _words(query.get("service_code", "")):
        known = dict(Category.objects.filter(code__in=codes).values_list("code", "pk"))
        if missing := [code for code in codes if code not in known]:
            raise UnknownError(_("There is no service_code %(code)s.") % {"code": missing[0][:40]})
        reports = reports.filter(category__in=known.values())
    if states := _words(query.get("status", "")):
        if any(state not in STATES for state in states):
            raise ValidationError(_("status is open or closed."), code="status")
        reports = reports.filter(status__in=[status for state in states for status in STATES[state]])
    return reports


def asked_page(query: QueryDict) -> Page:
    """Return which page is asked for: `page` from 1, `page_size` at most 1,000. Raises ValidationError."""
    return Page(_whole(query, "page", 1, MOST_PAGES), _whole(query, "page_size", MOST, MOST))


def _words(value: str) -> list[str]:
    return [word for word in (part.strip() for part in value.replace("\x00", "").split(",")) if word]


def _days(query: QueryDict) -> tuple[date, date]:
    """Return the first and the last day asked for: at most 90 days, by default the latest."""
    first, last = _day(query, "start_date"), _day(query, "end_date")
    if first is None:
        last = last or clock.today()
        first = last - SPAN
    last = last or min(clock.today(), first + SPAN)
    if last - first > SPAN:
        raise ValidationError(_("start_date and end_date may lie at most 90 days apart."), code="span")
    return first, last


def _day(query: QueryDict, name: str) -> date | None:
    value = query.get(name, "").strip().replace(" ", "+")  # a plus sign that nobody escaped
    if not value:
        return None
    try:
        moment = dateparse.parse_datetime(value)
    except ValueError:
        moment = None
    if moment is None or is_naive(moment) or not 1971 <= moment.year <= 9990:
        raise ValidationError(
            _("%(name)s must be a moment with its time zone, such as 2026-01-31T00:00:00Z.") % {"name": name},
            code="date",
        )
    return _local_day(moment)


def _local_day(moment: datetime) -> date:
    return clock.local(moment).date()


def _whole(query: QueryDict, name: str, default: int, most: int) -> int:
    value = query.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and len(value) <= 6 and 1 <= int(value) <= most):
        raise ValidationError(
            _("%(name)s must be a whole number from 1 to %(most)s.") % {"name": name, "most": most}, code="page"
        )
    return int(value)
