"""Fetching the police's events: one conditional request, what changed saved, what went wrong kept for the desk."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction

from common import clock, outgoing
from incidents.inbound import police
from incidents.models import PoliceEvent, PoliceFeed
from neighbourhoods.models import District

logger = logging.getLogger(__name__)

MOST_READ = 4 * 1024 * 1024  # bytes: 500 events are some 300 kB
MOST_FAULTS = 20  # entries that are named at the desk


def fetch_police_events() -> int:
    """Ask the feed once and save what is new or changed; returns how many events. 0 where no feed is set."""
    if not settings.POLICE_FEED_URL:
        return 0
    feed, _is_new = PoliceFeed.objects.get_or_create(url=settings.POLICE_FEED_URL[:500])
    feed.asked_at = clock.now()
    try:
        answer = outgoing.call(_request(feed))
    except (outgoing.NotSentError, outgoing.LostAnswerError) as error:
        return _note(feed, PoliceFeed.Problem.UNREACHABLE, str(error))
    if answer.status == 304:
        return _note(feed)
    if answer.status != 200:
        return _note(feed, PoliceFeed.Problem.REFUSED, str(answer.status))
    return _take(feed, answer)


def _request(feed: PoliceFeed) -> outgoing.Call:
    headers = {"Accept": "application/json", "User-Agent": f"Botkyrka Trygghet ({settings.BASE_URL})"}
    if feed.etag:
        headers["If-None-Match"] = feed.etag
    if feed.modified:
        headers["If-Modified-Since"] = feed.modified
    return outgoing.Call(
        "GET",
        feed.url,
        headers=headers,
        private_hosts=settings.POLICE_FEED_PRIVATE_HOSTS,
        most_read=MOST_READ,
    )


def _take(feed: PoliceFeed, answer: outgoing.Answer) -> int:
    body_hash = hashlib.sha256(answer.body).hexdigest()
    if body_hash == feed.body_hash:  # a feed that answers no conditional requests
        return _note(feed)
    try:
        reading = police.read_feed(answer.body, place=settings.POLICE_FEED_PLACE)
    except police.UnreadableFeedError as error:
        return _note(feed, PoliceFeed.Problem.UNREADABLE, str(error))
    with transaction.atomic():
        saved = _save(reading.events)
        feed.etag = _one_line(answer.headers.get("etag", ""), 200)
        feed.modified = _one_line(answer.headers.get("last-modified", ""), 100)
        feed.body_hash = body_hash
        feed.not_understood = reading.not_understood[:MOST_FAULTS]
        _note(feed)
    return saved


def _one_line(value: str, most: int) -> str:
    """Return a header's value to send back, "" for one that can't be sent as it came."""
    return value if len(value) <= most and value.isascii() and value.isprintable() else ""


def _save(events: list[police.Event]) -> int:
    districts = list(District.objects.values_list("pk", "name"))
    rows = [_row(event, districts) for event in events]
    known = {row.police_id: row for row in PoliceEvent.objects.filter(police_id__in=[row.police_id for row in rows])}
    changed = [row for row in rows if row.police_id not in known or _differs(row, known[row.police_id])]
    PoliceEvent.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["police_id"], update_fields=[*_FIELDS, "fetched_at"]
    )
    return len(changed)


_FIELDS = ("kind", "title", "summary", "url", "district_id", "published_at", "at", "is_time_sure")


def _differs(one: PoliceEvent, other: PoliceEvent) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in _FIELDS)


def _row(event: police.Event, districts: list[tuple[int, str]]) -> PoliceEvent:
    return PoliceEvent(
        police_id=event.police_id,
        kind=event.kind,
        title=event.title,
        summary=event.summary,
        url=event.address,
        district_id=police.district_in(f"{event.title} {event.summary}", districts),
        published_at=event.published_at,
        at=event.happened_at or event.published_at,
        is_time_sure=event.happened_at is not None,
    )


def _note(feed: PoliceFeed, problem: str = "", detail: str = "") -> int:
    """Note how it went; returns 0. What was read stays until something can be read again."""
    if problem:
        feed.problem_since = feed.problem_since or clock.now()
        logger.warning("police feed", extra={"problem": problem, "detail": detail})
    else:
        feed.read_at, feed.problem_since = clock.now(), None
    feed.problem, feed.problem_detail = problem, detail[:80]
    feed.save()
    return 0


def forget_police_summaries(before: datetime) -> int:
    """Empty the texts of older events: kind, day and district are enough for figures. Returns how many."""
    old = PoliceEvent.objects.filter(at__lt=before).exclude(summary="", title="")
    return old.update(summary="", title="")
