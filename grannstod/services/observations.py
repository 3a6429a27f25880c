"""Writing down what a patrol saw, and handing on what somebody must act on."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock, form_tokens, pictures, sensitive_text
from grannstod.models import Observation, Patrol
from grannstod.services.patrols import locked_underway
from incidents.models import Category, Report
from incidents.services import Position, Told, add_photos, report_incident

# As the police write it, 5000-K12345-26: never what could be somebody's personal identity number.
CASE_NUMBER = re.compile(r"\d{4}-K\d{1,7}-\d{2}")


@dataclass(frozen=True)
class Seen:
    """What a patrol saw: a kind, a place, words; never a person."""

    category: Category
    text: str
    outcome: Observation.Outcome
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    photo: UploadedFile[Any] | None = None
    # When, for what was written without network; now otherwise. It may come after the patrol has ended.
    at: datetime | None = None


def check_text(*, text: str, category: Category) -> None:
    """Raise ValidationError (`personal_data`) if the words hold what looks like personal data.

    A plate may stand there only where the kind is about a vehicle: abandoned or stolen.
    """
    found = [f for f in sensitive_text.find(text) if not (f.kind == sensitive_text.PLATE and category.is_plate_kind)]
    if found:
        words = ", ".join(f"“{finding.words}”" for finding in found[:3])
        raise ValidationError(
            _("Take out %(words)s: write about the place and what happens, not about who."),
            code="personal_data",
            params={"words": words},
        )


@transaction.atomic
def record_observation(*, patrol_id: int, seen: Seen, form_token: str, author: User) -> Observation:
    """Write down what a patrol saw. Sent twice with the same token, it is one observation.

    What goes to the police or to the fault reports becomes a report in `incidents`; the rest stays in the
    patrol's log. Raises ValidationError with code `form_token`, `has_ended`, `personal_data` or a picture's code.
    """
    if not form_tokens.is_well_formed(form_token):
        raise ValidationError(_("The form is too old. Reload the page and try again."), code="form_token")
    patrol = locked_underway(patrol_id) if seen.at is None else Patrol.objects.select_for_update().get(pk=patrol_id)
    written = Observation.objects.filter(form_token=form_token, patrol=patrol).first()
    if written is not None:
        return written
    check_text(text=seen.text, category=seen.category)
    observation = _observation(patrol, seen, form_token, author)
    photo = None if seen.photo is None else pictures.clean_photo(cast(BinaryIO, seen.photo), seen.photo.size or 0)
    observation.report = _hand_over(observation, photo)
    if photo is not None:
        observation.photo.save("photo.jpg", ContentFile(photo), save=False)
    observation.save()
    return observation


def _observation(patrol: Patrol, seen: Seen, form_token: str, author: User) -> Observation:
    return Observation(
        patrol=patrol,
        author=author,
        category=seen.category,
        text=seen.text,
        place=seen.place,
        latitude=seen.latitude,
        longitude=seen.longitude,
        outcome=seen.outcome,
        form_token=form_token,
        observed_at=_moment(patrol, seen.at),
    )


def _moment(patrol: Patrol, told: datetime | None) -> datetime:
    """Return when something was seen: within the patrol, whatever a phone's clock says."""
    if told is None:
        return clock.now()
    return max(patrol.started_at, min(told, patrol.ended_at or clock.now()))


@transaction.atomic
def note_case_number(*, observation_id: int, number: str) -> Observation:
    """Keep the number that the police gave. Raises ValidationError (`case_number`, `not_police`)."""
    observation = Observation.objects.select_for_update().get(pk=observation_id)
    number = " ".join(number.split()).upper()
    if not CASE_NUMBER.fullmatch(number):
        raise ValidationError(_("Write the number as the police say it, such as 5000-K12345-26."), code="case_number")
    if observation.outcome != Observation.Outcome.POLICE:
        raise ValidationError(_("Only what goes to the police has a case number."), code="not_police")
    observation.case_number = number
    observation.save(update_fields=["case_number"])
    return observation


def _hand_over(observation: Observation, photo: bytes | None) -> Report | None:
    """Let what somebody must act on become a report; the log keeps the rest.

    The report gets a token of its own made from the observation's, so that neither is written twice.
    """
    if observation.outcome == Observation.Outcome.LOG_ONLY:
        return None
    told = Told(
        category=observation.category,
        text=observation.text,
        place=Position(observation.place, observation.latitude, observation.longitude),
        photos=[photo] if photo is not None else [],
        occurred_when=Report.Occurred.TODAY,
        occurred_at=observation.observed_at,
        channel=Report.Channel.PATROL,
    )
    token = hashlib.sha256(f"observation:{observation.form_token}".encode()).hexdigest()[:32]
    report, _follow = report_incident(told, form_token=token)
    return report


@transaction.atomic
def add_photo(*, observation_id: int, photo: UploadedFile[Any], digest: str) -> Observation:
    """Add the photo of an observation that came before it. The same one sent again is one photo.

    `digest` is the SHA-256 of the bytes as the phone holds them, so that half a photo is never taken for one. Raises
    ValidationError: `cut_off`, `has_photo`, or a picture's code.
    """
    observation = Observation.objects.select_for_update(of=("self",)).get(pk=observation_id)
    content = photo.read()
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValidationError(_("The photo came only in part. It is sent again."), code="cut_off")
    if observation.photo_digest == digest:
        return observation
    if observation.photo:
        raise ValidationError(_("The observation has a photo already."), code="has_photo")
    clean = pictures.clean_photo(BytesIO(content), len(content))
    observation.photo.save("photo.jpg", ContentFile(clean), save=False)
    observation.photo_digest = digest
    observation.save(update_fields=["photo", "photo_digest"])
    if observation.report is not None:
        add_photos(observation.report, [clean])
    return observation
