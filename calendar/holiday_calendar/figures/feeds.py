"""Reads: the feeds that Outlook, Google and phones subscribe to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.translation import gettext as _

from common.ics import FeedEvent
from holiday_calendar.figures.shared import SharedBreak, shared_breaks
from holiday_calendar.lifecycle import ItemStatus
from holiday_calendar.models import CalendarItem, SchoolBreak, SchoolYear
from holiday_calendar.querysets import EVERYTHING, Narrow, SchoolBreakQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


@dataclass(frozen=True)
class FeedVersion:
    """What tells one state of a feed from another without making it."""

    etag: str
    changed_at: datetime | None


def feed_days(day: date) -> tuple[date, date]:
    """Return the days a feed covers: from a year before this month to two years after it."""
    return date(day.year - 1, day.month, 1), date(day.year + 2, day.month, 1)


def _feed_sets(user: User | AnonymousUser, day: date, to: Narrow) -> tuple[SchoolBreakQuerySet, QuerySet[CalendarItem]]:
    first, last = feed_days(day)
    breaks = SchoolBreak.objects.visible_to(user).between(first, last)
    items = CalendarItem.objects.visible_to(user).released().between(first, last).narrowed(to)
    return breaks, items.select_related("district", "owner")


def feed_version(user: User | AnonymousUser, day: date, to: Narrow = EVERYTHING) -> FeedVersion:
    """Return the version of a feed in two small queries."""
    counted = [
        found.aggregate(changed=Max("updated_at"), count=Count("pk"), sequences=Sum("sequence"))
        for found in _feed_sets(user, day, to)
    ]
    years = SchoolYear.objects.aggregate(changed=Max("updated_at"))
    parts = [
        feed_days(day),
        to.district and to.district.pk,
        to.owner and to.owner.pk,
        to.age,
        to.is_open,
        years["changed"],
        counted,
    ]
    moments = [moment for moment in (years["changed"], *(c["changed"] for c in counted)) if moment]
    return FeedVersion(hashlib.sha256(repr(parts).encode()).hexdigest()[:32], max(moments, default=None))


def feed_events(user: User | AnonymousUser, day: date, to: Narrow = EVERYTHING) -> list[FeedEvent]:
    """Return the events of a feed. What was withdrawn or cancelled stays, so that subscribers are told."""
    breaks, items = _feed_sets(user, day, to)
    return [*(_break_event(found) for found in shared_breaks(breaks)), *(_item_event(found) for found in items)]


def _break_event(shared: SharedBreak) -> FeedEvent:
    found, year = shared.held, shared.held.school_year
    source = _("Source: %(source)s, %(date)s.") % {"source": year.source, "date": year.source_date}
    return FeedEvent(
        uid=found.uid,
        sequence=found.sequence,
        changed_at=shared.changed_at,
        name=_("%(name)s (to be confirmed)") % {"name": shared.name} if shared.is_unsure else shared.name,
        first_day=found.first_day,
        last_day=found.last_day,
        description=source,
        categories=(_("School"),),
        is_cancelled=found.is_withdrawn,
    )


def _item_event(found: CalendarItem) -> FeedEvent:
    return FeedEvent(
        uid=found.uid,
        sequence=found.sequence,
        changed_at=found.updated_at,
        name=found.title,
        first_day=found.first_day,
        last_day=found.last_day,
        starts_at=None if found.all_day else found.starts_at,
        ends_at=None if found.all_day else found.ends_at,
        description="\n".join(filter(None, [found.description, _who(found)])),
        place=", ".join(filter(None, [found.place, found.district.name if found.district else ""])),
        categories=(found.get_kind_display(),),
        is_cancelled=found.status == ItemStatus.CANCELLED,
    )


def _who(found: CalendarItem) -> str:
    """Return for whom an activity is and who holds it, in words; nobody by name: a feed goes far."""
    words = [_("Ages %(ages)s.") % {"ages": found.ages} if found.ages else ""]
    words.append(_("Open to all, no registration.") if found.is_open else "")
    words.append(_("Organiser: %(name)s.") % {"name": found.owner} if found.owner else "")
    return " ".join(filter(None, words))
