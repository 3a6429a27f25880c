"""Reports that other systems post through Open311: the same way in as the web form's, for machines.

A machine can't be asked whether a word is a name: what certainly is personal data is refused with a sentence,
the rest is looked at by a person before anything is released.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import dateparse
from django.utils.timezone import is_naive
from django.utils.translation import gettext as _

from common import clock, limits, sensitive_text
from incidents.figures.following import follow_token
from incidents.models import ApiKey, Category, Report
from incidents.services.intake import Position, Reporter, Told, plain, report_incident
from neighbourhoods import figures as places

DAY = 24 * 60 * 60
MOST_TEXT = 4_000
WHEN, AT, PLATE, KEEP = "occurred_when", "occurred_at", "plate", "keep_text"


class TooManyError(Exception):
    """The key, or an address, has had its share of today."""


@dataclass(frozen=True)
class Posted:
    """What was posted, by the words of the specification; `attributes` are its attribute[code]=value."""

    values: Mapping[str, str]
    attributes: Mapping[str, str]
    idempotency_key: str = ""


def take_posted(*, posted: Posted, category: Category, key: ApiKey) -> tuple[Report, str]:
    """Take a posted report in and return it with the secret token to follow it.

    The same posting within a day or with the same Idempotency-Key is one report. Raises ValidationError, with the
    codes of `report_incident` and `required`, `too_long`, `personal_data`, `attribute`, `email`, and TooManyError.
    """
    known = _known(posted, key)
    if known is not None:
        return known, follow_token(known.form_token or "")
    told = _told(posted, category, key)
    if not limits.within_limit("open311", str(key.pk), most=key.daily_limit, seconds=DAY):
        raise TooManyError
    if told.reporter.email and not limits.within_limit("report-mail", told.reporter.email, most=10, seconds=DAY):
        raise TooManyError
    return report_incident(told, form_token=_token(posted, key, clock.today()))


def _known(posted: Posted, key: ApiKey) -> Report | None:
    days = (clock.today(), clock.today() - timedelta(days=1))
    return Report.objects.filter(form_token__in=[_token(posted, key, day) for day in days]).first()


def _token(posted: Posted, key: ApiKey, day: date) -> str:
    """Return the form token of a posting: made from its Idempotency-Key, or else from the day and all its words."""
    words = [("", posted.idempotency_key)] if posted.idempotency_key else [("day", day.isoformat())]
    if not posted.idempotency_key:
        words += sorted(posted.values.items()) + sorted((f"[{k}]", v) for k, v in posted.attributes.items())
    secret = f"incidents:open311:{settings.HASH_KEY}".encode()
    return hmac.new(secret, repr((key.pk, words)).encode(), hashlib.sha256).hexdigest()[:32]


def _told(posted: Posted, category: Category, key: ApiKey) -> Told:
    values, attributes = posted.values, posted.attributes
    when = attributes.get(WHEN) or Report.Occurred.EARLIER
    if when not in Report.Occurred.values:
        raise ValidationError(_("The attribute %(name)s has no such value.") % {"name": WHEN}, code="attribute")
    return Told(
        category=category,
        text=_text(values, attributes, category, when),
        place=_position(values),
        plate=attributes.get(PLATE, "") if category.is_plate_kind else "",
        reporter=Reporter(name=_name(values), email=_email(values), language=settings.LANGUAGE_CODE),
        occurred_when=when,
        occurred_at=_moment(attributes.get(AT, "")) or (clock.now() if when == Report.Occurred.NOW else None),
        channel=Report.Channel.OPEN311,
        source=key.source,
    )


def _text(values: Mapping[str, str], attributes: Mapping[str, str], category: Category, when: str) -> str:
    text = plain(values.get("description", ""))
    if not text:
        raise ValidationError(_("Write what it is about in description."), code="required")
    if len(text) > MOST_TEXT:
        raise ValidationError(_("The text is too long: at most 4,000 characters."), code="too_long")
    found = [
        finding
        for words in (text, plain(values.get("address_string", "")))
        for finding in sensitive_text.find(words)
        if not (finding.kind == sensitive_text.PLATE and category.is_plate_kind)
    ]
    if found and when != Report.Occurred.NOW and attributes.get(KEEP) != "true":
        raise ValidationError(
            _(
                "The description or the address_string looks as if it held personal data: a personal identity number, "
                "a phone number, an e-mail address or a number plate. Take it out, or send attribute[keep_text]=true "
                "if it is needed."
            ),
            code="personal_data",
        )
    return text


def _position(values: Mapping[str, str]) -> Position:
    words, latitude, longitude = plain(values.get("address_string", "")), values.get("lat"), values.get("long")
    if latitude or longitude:
        return Position(words, _number(latitude), _number(longitude))
    if not words:
        sentence = _("Say where it is: lat and long (WGS84), or address_string. Addresses have no ids here.")
        raise ValidationError(sentence, code="required")
    found = places.search_addresses(words[:200])
    inside = [place for place in found if places.is_in_municipality(place.longitude, place.latitude)]
    if len(inside) != 1:
        return Position(words)
    return Position(inside[0].label, inside[0].latitude, inside[0].longitude)


def _number(value: str | None) -> float:
    try:
        return float(value or "")
    except ValueError:
        return math.nan


def _email(values: Mapping[str, str]) -> str:
    email = values.get("email", "").strip()
    if not email:
        return ""
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError(_("Write the e-mail address in full: name@example.com."), code="email") from error
    return email


def _name(values: Mapping[str, str]) -> str:
    return " ".join(filter(None, (plain(values.get(name, "")) for name in ("first_name", "last_name"))))


def _moment(value: str) -> datetime | None:
    """Read a moment with its time zone, as W3C writes it; None for none."""
    if not value:
        return None
    try:
        moment = dateparse.parse_datetime(value.strip())
    except ValueError:
        moment = None
    if moment is None or is_naive(moment) or not 1970 < moment.year < 9999:
        raise ValidationError(_("The attribute %(name)s has no such value.") % {"name": AT}, code="attribute")
    return moment
