"""How a report comes in: once, in one transaction, with its photos; a worker sends the receipt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import clock, form_tokens, signed_links
from common.wake import wake, wake_after_commit
from incidents import tasks, transitions
from incidents.figures.following import follow_token
from incidents.models import Category, Photo, Report
from incidents.services import plates
from incidents.services.numbers import next_keys, next_number
from incidents.services.photos import MAX_PHOTOS, store_photo
from incidents.signals import report_received
from neighbourhoods import figures as places
from neighbourhoods.models import Area

# A woken worker sends a receipt at once; after this long it is likely that nobody was woken.
UNHEARD_AFTER = timedelta(seconds=10)


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
    borders = places.locator()
    report = _made(told, form_token, borders)
    known = Report.objects.filter(form_token=form_token).first()
    if known is not None:
        return known, follow_token(form_token)
    try:
        _take_in_with_photos(report, told.photos, borders)
    except IntegrityError:  # the same form, sent at the same moment by another click
        return Report.objects.get(form_token=form_token), follow_token(form_token)
    return report, follow_token(form_token)


@transaction.atomic(savepoint=False)
def report_incidents(told: Mapping[str, Told]) -> dict[str, Report | ValidationError]:
    """Take many reports in at once, each under its form token; return each one's report, or why it was refused.

    The database is asked as often for a hundred as for one. For reports that have no photos and are hardly known
    yet: raises IntegrityError, with nothing written, if one of them has been taken in before.
    """
    borders = places.locator()
    fresh: dict[str, Report] = {}
    refused: dict[str, ValidationError] = {}
    for token, one in told.items():
        try:
            fresh[token] = _made(one, token, borders)
        except ValidationError as error:
            refused[token] = error
    _make_ready(list(fresh.values()), borders)
    _take_in(list(fresh.values()))
    return fresh | refused


def _made(told: Told, form_token: str, borders: places.Locator) -> Report:
    """Return the report that was told, not saved yet. Raises ValidationError if it can't be one."""
    if not form_tokens.is_well_formed(form_token):
        raise ValidationError(_("Reload the page and send the form again."), code="form_token")
    _require_sensible(told, borders)
    return Report(form_token=form_token, **_fields(told))


def _fields(told: Told) -> dict[str, Any]:
    """Return what was told as the report's fields hold it."""
    text, in_text = plates.take_out_plates(plain(told.text), told.category)
    place, in_place = plates.take_out_plates(plain(told.place.label), told.category)
    return {
        "category": told.category,
        "text": text,
        "plate_sealed": plates.seal(told.plate or in_text or in_place) if told.category.is_plate_kind else None,
        "place": place[:200],
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


def _require_sensible(told: Told, borders: places.Locator) -> None:
    if told.occurred_at is not None and told.occurred_at > clock.now():
        raise ValidationError(_("The time lies ahead of us. Give a time that has passed."), code="future")
    if len(told.photos) > MAX_PHOTOS:
        raise ValidationError(_("At most five photos can be sent."), code="too_many_photos")
    if not told.category.is_anonymous_allowed and not told.reporter.email:
        raise ValidationError(_("Give an e-mail address: this kind of report needs one."), code="email_needed")
    require_position(told.place, borders)


def require_position(place: Position, borders: places.Locator | None = None) -> None:
    """Raise ValidationError (`position`, `outside`) unless the position is missing or in the municipality."""
    if place.latitude is None and place.longitude is None:
        return
    lat, lon = place.latitude, place.longitude
    if lat is None or lon is None or not (math.isfinite(lat) and math.isfinite(lon)):
        raise ValidationError(_("The position can't be read. Write an address instead."), code="position")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and (borders or places.locator()).is_in_municipality(lon, lat)):
        raise ValidationError(
            _("That place is outside %(municipality)s. Report it to the municipality where it is.")
            % {"municipality": settings.MUNICIPALITY},
            code="outside",
        )


@transaction.atomic
def _take_in_with_photos(report: Report, photos: Sequence[bytes], borders: places.Locator) -> None:
    _make_ready([report], borders)
    Photo.objects.filter(form_token=report.form_token, report=None).update(report=report, form_token="")
    _take_in([report])
    if photos:
        for photo in photos[: MAX_PHOTOS - report.photos.count()]:
            store_photo(photo, report=report)


def _make_ready(reports: Sequence[Report], borders: places.Locator) -> None:
    """Give each report all but its number, and write down that it came in: the database asks for its row at the end."""
    now = clock.now()
    _place(reports, borders)
    for report, pk in zip(reports, next_keys(len(reports)), strict=True):
        report.pk, report.received_at, report.due_at = pk, now, report.category.due_at(now)
        report.receipt_waits = bool(report.reporter_email)
        report.follow_hash = signed_links.token_hash(follow_token(report.form_token or ""))
    transitions.record_received(reports)


def _take_in(reports: Sequence[Report]) -> None:
    """Number and save reports that are ready. The year's row is held from the number to the commit: nothing between."""
    if not reports:
        return
    year = clock.local(reports[0].received_at).year
    first = next_number(year, len(reports)) - len(reports) + 1
    for number, report in enumerate(reports, first):
        report.number = f"{year}-{number}"
    Report.objects.bulk_create(reports)
    for report in reports:
        if report.receipt_waits:
            wake_after_commit(tasks.send_receipt, report.pk)
        transaction.on_commit(partial(report_received.send_robust, sender=Report, report_id=report.pk), robust=True)


def _place(reports: Sequence[Report], borders: places.Locator) -> None:
    """Say in which area and district each lies; an area that was deleted since the borders were read is none."""
    located = [(one, one.longitude, one.latitude) for one in reports]
    found = [(one, lon, lat) for one, lon, lat in located if lon is not None and lat is not None]
    ids = [borders.area_id_at(lon, lat) for _one, lon, lat in found]
    known = {pk for pk in ids if pk is not None}
    areas = dict(Area.objects.filter(pk__in=known).values_list("pk", "district_id"))
    for (report, lon, lat), area in zip(found, ids, strict=True):
        if area in areas:
            report.area_id, report.district_id = area, areas[area]
        else:
            report.district_id = borders.district_id_at(lon, lat)


def wake_for_receipts(most: int = 200) -> int:
    """Wake a worker for receipts that have waited so long that nobody can have been woken; returns how many."""
    late = Report.objects.filter(receipt_waits=True, received_at__lt=clock.now() - UNHEARD_AFTER)
    waiting = list(late.order_by("received_at").values_list("pk", flat=True)[:most])
    for pk in waiting:
        wake(tasks.send_receipt, pk)
    return len(waiting)
