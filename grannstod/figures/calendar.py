"""A volunteer's shifts as a calendar holds them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from common import clock, signed_links
from common.ics import FeedEvent
from grannstod.models import CrewMember, Shift, Volunteer

# How long past shifts stand in the feed.
SHOWN_BACK = timedelta(days=31)
_PURPOSE = "grannstod-calendar"
# Sequence numbers (RFC 5545: an integer that only grows) are seconds since this moment, 2020-09-13.
_EPOCH = 1_600_000_000


def calendar_entry(shift: Shift, *, changed_at: datetime, is_cancelled: bool = False) -> FeedEvent:
    """Return a shift as an entry: the same UID always, a higher number each time something changed."""
    starts, ends = clock.local(shift.starts_at), clock.local(shift.ends_at)
    changed = changed_at.replace(microsecond=0)
    return FeedEvent(
        uid=f"grannstod-shift-{shift.pk}@{settings.POST_DOMAIN}",
        sequence=int(changed.timestamp()) - _EPOCH,
        changed_at=changed,
        name=_("Grannstöd, %(car)s") % {"car": shift.car.name},
        first_day=starts.date(),
        last_day=ends.date(),
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        place=shift.route.name if shift.route else "",
        is_cancelled=is_cancelled,
        organizer=settings.CONTACT_EMAIL,
    )


def own_events(volunteer: Volunteer) -> list[FeedEvent]:
    """Return what stands in a volunteer's feed: the shifts of the last month and all that come."""
    since = clock.now() - SHOWN_BACK
    seats = CrewMember.objects.filter(volunteer=volunteer, ends_at__gt=since)
    seats = seats.select_related("shift__car", "shift__route").order_by("starts_at", "pk")
    return [calendar_entry(seat.shift, changed_at=seat.placed_at) for seat in seats]


def feed_token(volunteer: Volunteer) -> str:
    """Return the secret part of the feed's address; a new version makes the old address open nothing."""
    return signed_links.sign(_PURPOSE, f"{volunteer.pk}.{volunteer.calendar_version}")


def volunteer_of_feed(token: str) -> Volunteer | None:
    """Return whose feed an address is, or None for one that is not ours, was withdrawn, or whose owner has left."""
    value = signed_links.unsign(_PURPOSE, token) or ""
    pk, _dot, version = value.partition(".")
    if not (pk.isdigit() and version.isdigit()):
        return None
    people = Volunteer.objects.may_drive_out().filter(user__is_active=True)
    return people.select_related("user").filter(pk=int(pk), calendar_version=int(version)).first()
