"""How a report comes in: once, in one transaction, with its photos and its receipt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import clock, form_tokens, signed_links
from incidents import mail, transitions
from incidents.lifecycle import ReportStatus
from incidents.models import Category, Photo, Report, ReportEvent
from incidents.services import plates
from incidents.services.following import follow_token
from incidents.services.numbers import next_number
from incidents.services.photos import MAX_PHOTOS, store_photo
from incidents.signals import report_received
from neighbourhoods import figures as places


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


@dataclass(frozen=True)
class Told:
    """What is reported: what, where, when, by whom, with clean JPEG bytes of photos."""

    category: Category
    text: str
    place: Position
    photos: Sequence[bytes] = ()
    plate: str = ""
    reporter: Reporter = ANONYMOUS
    occurred_when: str = Report.Occurred.EARLIER
    occurred_at: datetime | None = None
    channel: str = Report.Channel.WEB
    source: str = ""


def report_incident(told: Told, *, form_token: str) -> tuple[Report, str]:
    """Take a report in and return it with the secret token to follow it.

    Sent twice with the same form token it is one report. Raises ValidationError: `form_token`, `future`,
    `outside`, `position`, `email_needed`, `too_many_photos`.
    """
    if not form_tokens.is_well_formed(form_token):
        raise ValidationError(_("Reload the page and send the form again."), code="form_token")
    _require_sensible(told)
    known = Report.objects.filter(form_token=form_token).first()
    if known is not None:
        return known, follow_token(form_token)
    report = Report(form_token=form_token, **_fields(told))
    try:
        _take_in(report, told.photos)
    except IntegrityError:  # the same form, sent at the same moment by another click
        return Report.objects.get(form_token=form_token), follow_token(form_token)
    return report, follow_token(form_token)


def _fields(told: Told) -> dict[str, Any]:
    """Return what was told as the report's fields hold it."""
    text, in_text = plates.take_out_plates(plain(told.text), told.category)
    return {
        "category": told.category,
        "text": text,
        "plate_sealed": plates.seal(told.plate or in_text) if told.category.is_plate_kind else None,
        "place": plain(told.place.label)[:200],
        "latitude": told.place.latitude,
        "longitude": told.place.longitude,
        "occurred_when": told.occurred_when,
        "occurred_at": told.occurred_at,
        "channel": told.channel,
        "source": told.source,
        "reporter_name": plain(told.reporter.name)[:120],
        "reporter_email": told.reporter.email.strip(),
        "language": (told.reporter.language or get_language() or settings.LANGUAGE_CODE)[:2],
    }


def plain(text: str) -> str:
    """Return the text without what a database or a reader can't take."""
    return text.replace("\x00", "").strip()


def _require_sensible(told: Told) -> None:
    if told.occurred_at is not None and told.occurred_at > clock.now():
        raise ValidationError(_("The time lies ahead of us. Give a time that has passed."), code="future")
    if len(told.photos) > MAX_PHOTOS:
        raise ValidationError(_("At most five photos can be sent."), code="too_many_photos")
    if not told.category.is_anonymous_allowed and not told.reporter.email:
        raise ValidationError(_("Give an e-mail address: this kind of report needs one."), code="email_needed")
    require_position(told.place)


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
        store_photo(photo, report=report)
    if report.reporter_email:
        mail.receipt(report, token).send()
    transaction.on_commit(partial(report_received.send_robust, sender=Report, report_id=report.pk), robust=True)


def _place(report: Report) -> None:
    if report.latitude is None or report.longitude is None:
        return
    report.area = places.area_at(report.longitude, report.latitude)
    report.district = report.area.district if report.area else places.district_at(report.longitude, report.latitude)
