"""Writing down what a patrol saw, and handing on what somebody must act on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
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
from incidents.services import Position, Told, add_photos, note_police_number, report_incident, report_incidents

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
    # The writer was asked whether something is somebody's name, and it is not.
    is_nobody: bool = False
    # When, for what was written without network; now otherwise. It may come after the patrol has ended.
    at: datetime | None = None


PLATES = (sensitive_text.PLATE, sensitive_text.PERSONAL_PLATE)


def check_words(seen: Seen) -> None:
    """Raise ValidationError if the words or the place hold what looks like personal data (`personal_data`,
    `personal_place`), or what only the writer can say is nobody's name (`name`, `name_place`).

    A plate may stand there only where the kind is about a vehicle: abandoned or stolen.
    """
    take_out = _("Take out %(words)s: write about the place and what happens, not about who.")
    _refuse(seen, sensitive_text.find(seen.text), take_out, "personal_data")
    _refuse(seen, sensitive_text.find(seen.place), take_out, "personal_place")
    if not seen.is_nobody:
        ask = _("Is %(words)s somebody's name or plate? Then take it out. If not, say so and send it again.")
        _refuse(seen, sensitive_text.questions(seen.text), ask, "name")
        _refuse(seen, sensitive_text.questions(seen.place), ask, "name_place")


def _refuse(seen: Seen, found: Sequence[sensitive_text.Finding], sentence: str, code: str) -> None:
    named = [one.words for one in found if not (one.kind in PLATES and seen.category.is_plate_kind)]
    if named:
        words = ", ".join(f"“{one}”" for one in named[:3])
        raise ValidationError(sentence, code=code, params={"words": words})


@transaction.atomic
def record_observation(*, patrol_id: int, seen: Seen, form_token: str, author: User) -> Observation:
    """Write down what a patrol saw. Sent twice with the same token, it is one observation.

    What goes to the police or to the fault reports becomes a report in `incidents`; the rest stays in the
    patrol's log. Raises ValidationError with code `form_token`, `has_ended`, those of `check_words`, or a picture's.
    """
    if not form_tokens.is_well_formed(form_token):
        raise _stale()
    patrol = locked_underway(patrol_id) if seen.at is None else Patrol.objects.select_for_update().get(pk=patrol_id)
    written = Observation.objects.filter(form_token=form_token).first()
    if written is not None:
        return _known(written, patrol)
    check_words(seen)
    observation = _observation(patrol, seen, form_token, author)
    photo = None if seen.photo is None else pictures.clean_photo(cast(BinaryIO, seen.photo), seen.photo.size or 0)
    observation.report = _hand_over(observation, photo)
    if photo is not None:
        observation.photo.save("photo.jpg", ContentFile(photo), save=False)
    observation.save()
    return observation


@transaction.atomic
def record_observations(
    *, shift_id: int, sights: Mapping[str, Seen], author: User
) -> dict[str, Observation | ValidationError]:
    """Write down what a phone wrote without network, each under its token; return what each became, or why not.

    The database is asked as often for a hundred as for one; photos come after. Raises Patrol.DoesNotExist before the
    shift's patrol has begun, and IntegrityError, with nothing written, if one of them stands elsewhere already.
    """
    patrol = Patrol.objects.select_for_update().get(shift=shift_id)
    known = {one.form_token: one for one in Observation.objects.filter(form_token__in=sights)}
    saved: dict[str, Observation] = {}
    fresh: dict[str, Observation] = {}
    refused: dict[str, ValidationError] = {}
    for token, seen in sights.items():
        try:
            if token in known:
                saved[token] = _known(known[token], patrol)
            else:
                fresh[token] = _fit(patrol, seen, token, author)
        except ValidationError as error:
            refused[token] = error
    refused |= _hand_over_all(fresh)
    Observation.objects.bulk_create(one for token, one in fresh.items() if token not in refused)
    return saved | fresh | refused


def _known(observation: Observation, patrol: Patrol) -> Observation:
    if observation.patrol_id != patrol.pk:
        raise _stale()
    return observation


def _fit(patrol: Patrol, seen: Seen, form_token: str, author: User) -> Observation:
    """Return an observation, not saved yet. Raises ValidationError if it can't be one."""
    if not form_tokens.is_well_formed(form_token):
        raise _stale()
    check_words(seen)
    return _observation(patrol, seen, form_token, author)


def _stale() -> ValidationError:
    return ValidationError(_("The form is too old. Reload the page and try again."), code="form_token")


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
def note_case_number(*, observation_id: int, number: str, by: User) -> Observation:
    """Keep the number that the police gave, with the report's sending to the police too.

    Raises ValidationError (`case_number`, `not_police`).
    """
    observed = Observation.objects.select_for_update(of=("self",)).select_related("report")
    observation = observed.get(pk=observation_id)
    number = " ".join(number.split()).upper()
    if not CASE_NUMBER.fullmatch(number):
        raise ValidationError(_("Write the number as the police say it, such as 5000-K12345-26."), code="case_number")
    if observation.outcome != Observation.Outcome.POLICE:
        raise ValidationError(_("Only what goes to the police has a case number."), code="not_police")
    observation.case_number = number
    observation.save(update_fields=["case_number"])
    if observation.report is not None:
        note_police_number(report=observation.report, number=number, by=by)
    return observation


def _hand_over(observation: Observation, photo: bytes | None) -> Report | None:
    """Let what somebody must act on become a report; the log keeps the rest."""
    if observation.outcome == Observation.Outcome.LOG_ONLY:
        return None
    told = _told(observation, [] if photo is None else [photo])
    report, _follow = report_incident(told, form_token=_report_token(observation))
    return report


def _hand_over_all(fresh: Mapping[str, Observation]) -> dict[str, ValidationError]:
    """Hand over many at once; return why some were refused."""
    told = {_report_token(one): (key, one) for key, one in fresh.items() if one.outcome != Observation.Outcome.LOG_ONLY}
    refused: dict[str, ValidationError] = {}
    for token, answer in report_incidents({token: _told(one) for token, (_key, one) in told.items()}).items():
        key, observation = told[token]
        if isinstance(answer, ValidationError):
            refused[key] = answer
        else:
            observation.report = answer
    return refused


def _report_token(observation: Observation) -> str:
    """Return the token of an observation's report, made from its own, so that neither is written twice."""
    return hashlib.sha256(f"observation:{observation.form_token}".encode()).hexdigest()[:32]


def _told(observation: Observation, photos: Sequence[bytes] = ()) -> Told:
    return Told(
        category=observation.category,
        text=observation.text,
        place=Position(observation.place, observation.latitude, observation.longitude),
        photos=photos,
        occurred_when=Report.Occurred.TODAY,
        occurred_at=observation.observed_at,
        channel=Report.Channel.PATROL,
    )


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
