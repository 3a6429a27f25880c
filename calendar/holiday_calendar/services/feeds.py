"""A person's own feed: its address made, ended, looked up."""

from __future__ import annotations

from accounts.models import User
from accounts.services import audit
from common.signed_links import new_token, sign, unsign
from holiday_calendar.models import PersonalFeed

FEED = "calendar-feed"


def renew_feed(*, user: User) -> PersonalFeed:
    """Give a person a feed with a new address; the old address opens nothing any more."""
    feed, _is_new = PersonalFeed.objects.update_or_create(user=user, defaults={"link_key": new_token()})
    audit(actor=user, action="calendar.feed_renewed", object_type="calendar.personalfeed", object_id=str(feed.pk))
    return feed


def end_feed(*, user: User) -> None:
    """End a person's feed."""
    if PersonalFeed.objects.filter(user=user).delete()[0]:
        audit(actor=user, action="calendar.feed_ended", object_type="accounts.user", object_id=str(user.pk))


def feed_token(feed: PersonalFeed) -> str:
    """Return the word of a feed's secret address."""
    return sign(FEED, f"{feed.pk}-{feed.link_key}")


def feed_reader(token: str) -> User | None:
    """Return whose feed an address is; None for a forged or ended one, and for an account that is closed."""
    number, _dash, key = (unsign(FEED, token) or "").partition("-")
    if not number.isdigit():
        return None
    held = PersonalFeed.objects.filter(pk=number, link_key=key, user__is_active=True).select_related("user").first()
    return held.user if held else None
