"""How a report comes in: once, in one transaction, with its photos and its receipt."""

from __future__ import annotations

import hashlib
import hmac
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from PIL import Image

from common import clock, form_tokens, private_files, signed_links
from incidents import mail, transitions
from incidents.lifecycle import ReportStatus
from incidents.models import Category, NumberSeries, Photo, Report, ReportEvent
from incidents.signals import report_received
from neighbourhoods import figures as places

MAX_PHOTOS = 5


@dataclass(frozen=True)
class Position:
    """A place in words and, where it is known, as WGS84 coordinates."""

    label: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Reporter:
    """Who reports, if they say so, and the language they want their answer in."""

    name: str = ""
    email: str = ""
    language: str = ""


ANONYMOUS = Reporter()


def follow_token(form_token: str) -> str:
    """Return the secret that opens the page to follow: made from the form's token, so that a form sent twice
    leads to the same page, and a later mail can name it although only its hash is looked up.
    """
    key = f"incidents:follow:{settings.HASH_KEY}".encode()
    return hmac.new(key, form_token.encode(), hashlib.sha256).hexdigest()[:40]


def by_follow_token(token: str) -> Report | None:
    """Return the report a secret link leads to, or None."""
    if not token or len(token) > 64:
        return None
    return Report.objects.for_list().filter(follow_hash=signed_links.token_hash(token)).first()


def next_number(year: int, count: int = 1) -> int:
    """Reserve numbers of a year and return the last. Holds the year's row until the transaction ends."""
    table = NumberSeries._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (year, last) VALUES (%s, %s) "  # noqa: S608  (the table's own name)
            f"ON CONFLICT (year) DO UPDATE SET last = {table}.last + EXCLUDED.last RETURNING last",
            [year, count],
        )
        return int(cursor.fetchone()[0])


def report_incident(
    *,
    category: Category,
    text: str,
    place: Position,
    form_token: str,
    photos: Sequence[bytes] = (),
    reporter: Reporter = ANONYMOUS,
    occurred_when: str = Report.Occurred.EARLIER,
    occurred_at: datetime | None = None,
    channel: str = Report.Channel.WEB,
    is_example: bool = False,
) -> tuple[Report, str]:
    """Take a report in and return it with the secret token to follow it; photos are clean JPEG bytes.

    Sent twice with the same form token it is one report. Raises ValidationError: `form_token`, `future`,
    `outside`, `position`, `email_needed`, `too_many_photos`.
    """
    if not form_tokens.is_well_formed(form_token):
        raise ValidationError(_("Reload the page and send the form again."), code="form_token")
    _require_sensible(category, place, photos, reporter, occurred_at)
    known = Report.objects.filter(form_token=form_token).first()
    if known is not None:
        return known, follow_token(form_token)
    report = Report(
        form_token=form_token,
        category=category,
        text=plain(text),
        occurred_when=occurred_when,
        occurred_at=occurred_at,
        channel=channel,
        is_example=is_example,
        **_told(place, reporter),
    )
    try:
        _take_in(report, photos)
    except IntegrityError:  # the same form, sent at the same moment by another click
        return Report.objects.get(form_token=form_token), follow_token(form_token)
    return report, follow_token(form_token)


def _told(place: Position, reporter: Reporter) -> dict[str, Any]:
    """Return where it was and who told of it, as the report's fields hold them."""
    return {
        "place": plain(place.label)[:200],
        "latitude": place.latitude,
        "longitude": place.longitude,
        "reporter_name": plain(reporter.name)[:120],
        "reporter_email": reporter.email.strip(),
        "language": (reporter.language or get_language() or settings.LANGUAGE_CODE)[:2],
    }


def plain(text: str) -> str:
    """Return the text without what a database or a reader can't take."""
    return text.replace("\x00", "").strip()


def _require_sensible(
    category: Category, place: Position, photos: Sequence[bytes], reporter: Reporter, occurred_at: datetime | None
) -> None:
    if occurred_at is not None and occurred_at > clock.now():
        raise ValidationError(_("The time lies ahead of us. Give a time that has passed."), code="future")
    if len(photos) > MAX_PHOTOS:
        raise ValidationError(_("At most five photos can be sent."), code="too_many_photos")
    if not category.is_anonymous_allowed and not reporter.email:
        raise ValidationError(_("Give an e-mail address: this kind of report needs one."), code="email_needed")
    require_position(place)


def require_position(place: Position) -> None:
    """Raise ValidationError (`position`, `outside`) unless the position is missing or in the municipality."""
    if place.latitude is None and place.longitude is None:
        return
    lat, lon = place.latitude, place.longitude
    if lat is None or lon is None or not (math.isfinite(lat) and math.isfinite(lon)):
        raise ValidationError(_("The position can't be read. Write an address instead."), code="position")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and places.is_in_municipality(lon, lat)):
        raise ValidationError(
            _("That place is outside %(municipality)s. Report it to the municipality where it is.")
            % {"municipality": settings.MUNICIPALITY},
            code="outside",
        )


@transaction.atomic
def _take_in(report: Report, photos: Sequence[bytes]) -> None:
    now = clock.now()
    _place(report)
    report.received_at = now
    report.due_at = report.category.due_at(now)
    token = follow_token(report.form_token or "")
    report.follow_hash = signed_links.token_hash(token)
    year = clock.local(now).year
    report.number = f"{year}-{next_number(year)}"
    report.save(force_insert=True)
    transitions.record(report, ReportEvent.Kind.MOVED, actor=None, moved=("", ReportStatus.RECEIVED))
    Photo.objects.filter(form_token=report.form_token, report=None).update(report=report, form_token="")
    for photo in photos[: MAX_PHOTOS - report.photos.count()]:
        _store_photo(photo, report=report)
    if report.reporter_email:
        mail.receipt(report, token).send()
    transaction.on_commit(partial(report_received.send_robust, sender=Report, report_id=report.pk), robust=True)


def _place(report: Report) -> None:
    if report.latitude is None or report.longitude is None:
        return
    report.area = places.area_at(report.longitude, report.latitude)
    report.district = report.area.district if report.area else places.district_at(report.longitude, report.latitude)


def _store_photo(photo: bytes, *, report: Report | None = None, form_token: str = "") -> Photo:
    with Image.open(io.BytesIO(photo)) as picture:
        width, height = picture.size
    name = default_storage.save(private_files.secret_name("incidents", ".jpg"), ContentFile(photo))
    return Photo.objects.create(report=report, form_token=form_token, name=name, width=width, height=height)


def add_photos(report: Report, photos: Sequence[bytes]) -> int:
    """Add clean JPEG bytes to a report while it has room for them; returns how many were added."""
    room = max(0, MAX_PHOTOS - report.photos.count())
    for photo in photos[:room]:
        _store_photo(photo, report=report)
    return min(room, len(photos))


@transaction.atomic
def keep_photos(*, form_token: str, photos: Sequence[bytes]) -> int:
    """Keep photos of a form that came back with errors until it comes again; returns how many are kept."""
    kept = kept_photos(form_token)
    for photo in photos[: MAX_PHOTOS - kept]:
        _store_photo(photo, form_token=form_token)
        kept += 1
    return kept


def kept_photos(form_token: str) -> int:
    """Return how many photos wait for a form to come again."""
    if not form_tokens.is_well_formed(form_token):
        return 0
    return Photo.objects.filter(form_token=form_token, report=None).count()
