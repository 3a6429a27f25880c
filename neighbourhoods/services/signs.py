"""What can be done with signs. An order is released last of all: after meeting, training and agent.

The front door for the portal: `add_sign`, `place_sign`, `record_sign_check`, `order_signs`; reads are
`figures.sign_figures` and `figures.signs_of`. Whoever calls has fetched the area or the sign through
`visible_to(user)`.
"""

from __future__ import annotations

from copy import copy
from datetime import date
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from accounts.services import audit
from common import clock
from common.private_files import secret_name
from neighbourhoods import figures, transitions
from neighbourhoods.lifecycle import AreaStatus, SignOrderStatus
from neighbourhoods.models import Area, AreaActivity, Sign, SignCheck, SignCondition, SignOrder
from neighbourhoods.services.vitality import record_activity

FOLDER = "signs"


def require_not_ahead(day: date | None, *, field: str = "") -> None:
    """Raise ValidationError `ahead` for a day that has not come yet."""
    if day is not None and day > clock.today():
        said = ValidationError(_("This day has not come yet. Write when it happened."), code="ahead")
        raise ValidationError({field: said}) if field else said


def require_in_municipality(latitude: float | None, longitude: float | None, *, field: str) -> None:
    """Raise ValidationError `outside` of a field, with the place, for a position outside the municipality."""
    if latitude is None or longitude is None or figures.is_in_municipality(longitude, latitude):
        return
    place = {"place": figures.place_words(longitude, latitude)}
    said = _("The sign would stand outside the municipality %(place)s. Is latitude written before longitude?") % place
    raise ValidationError({field: ValidationError(said, code="outside")})


@transaction.atomic
def add_sign(
    *,
    area: Area,
    place: str,
    by: User | None,
    latitude: float | None = None,
    longitude: float | None = None,
    put_up_on: date | None = None,
    photo: bytes | None = None,
) -> Sign:
    """Enter a sign that stands in an area; `photo` is a clean JPEG.

    Raises ValidationError: `area_closed`, `ahead`, `no_place`, `outside`.
    """
    if area.status == AreaStatus.CLOSED:
        raise ValidationError(_("The area is closed. Open it again first."), code="area_closed")
    require_not_ahead(put_up_on)
    require_in_municipality(latitude, longitude, field="position")
    sign = Sign(area=area, place=require_sign_place(place), latitude=latitude, longitude=longitude, put_up_on=put_up_on)
    sign.full_clean(exclude=["area"])
    sign._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    sign.save()
    if photo:
        _keep_photo(sign, photo)
    return sign


def require_sign_place(words: str) -> str:
    """Return where a sign stands, in words. Raises ValidationError `no_place`."""
    place = " ".join(words.split())
    if not place:
        raise ValidationError({"place": ValidationError(_("Write where the sign stands."), code="no_place")})
    return place


@transaction.atomic
def place_sign(
    *,
    sign: Sign,
    place: str,
    by: User | None,
    latitude: float | None = None,
    longitude: float | None = None,
    photo: bytes | None = None,
) -> None:
    """Note where a sign stands, or put it right; a position that is not given stays as it is.

    Raises ValidationError: `no_place`, `outside`, `taken_down`.
    """
    require_in_municipality(latitude, longitude, field="position")
    held = Sign.objects.select_for_update(of=("self",)).get(pk=sign.pk)
    if held.removed_on is not None:
        raise ValidationError(_("The sign has been taken down."), code="taken_down")
    held.place = require_sign_place(place)
    if latitude is not None:
        held.latitude, held.longitude = latitude, longitude
    held._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    held.save(update_fields=["place", "latitude", "longitude"])
    if photo:
        _keep_photo(held, photo)
    sign.place, sign.latitude, sign.longitude, sign.photo = held.place, held.latitude, held.longitude, held.photo


@transaction.atomic
def record_sign_check(
    *,
    sign: Sign,
    condition: str,
    by: User | None,
    checked_on: date | None = None,
    photo: bytes | None = None,
    wants_replacement: bool = False,
) -> SignCheck:
    """Note how a sign is, as an agent or coordinator saw it on a day (today), perhaps with a photo (a clean JPEG).

    A replacement that is wanted becomes an order that waits for release; one that is ordered already is left as it
    is. An older look never overwrites a newer one. Raises ValidationError: `condition`, `ahead`, `taken_down`.
    """
    if condition not in SignCondition.values:
        raise ValidationError(_("Choose how the sign is."), code="condition")
    day = checked_on or clock.today()
    require_not_ahead(day)
    held = Sign.objects.select_for_update(of=("self",)).select_related("area").get(pk=sign.pk)
    if held.removed_on is not None:
        raise ValidationError(_("The sign has been taken down."), code="taken_down")
    check = SignCheck.objects.create(sign=held, condition=condition, checked_on=day, actor=by)
    record_activity(area=held.area, kind=AreaActivity.Kind.SIGN_CHECK, on=day, source="sign_check")
    _note_condition(held, check, by)
    if photo:
        _keep_photo(held, photo)
    if wants_replacement and not held.orders.open().exists():
        order_signs(area=held.area, by=by, replaces=held)
    sign.condition, sign.checked_on, sign.photo = held.condition, held.checked_on, held.photo
    return check


def _note_condition(held: Sign, check: SignCheck, by: User | None) -> None:
    if held.checked_on is None or check.checked_on >= held.checked_on:
        held.condition, held.checked_on = check.condition, check.checked_on
        held._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
        held.save(update_fields=["condition", "checked_on"])


def _keep_photo(sign: Sign, photo: bytes) -> None:
    """Store the photo and let the old one go, once the new one is committed."""
    old = sign.photo
    sign.photo = default_storage.save(secret_name(FOLDER, ".jpg"), ContentFile(photo))
    Sign.objects.filter(pk=sign.pk).update(photo=sign.photo)
    if old:
        transaction.on_commit(partial(default_storage.delete, old), robust=True)


@transaction.atomic
def take_down_sign(*, sign: Sign, by: User | None, on: date | None = None) -> None:
    """Note that a sign no longer stands. Raises ValidationError `ahead`."""
    require_not_ahead(on)
    held = Sign.objects.select_for_update(of=("self",)).get(pk=sign.pk)
    if held.removed_on is None:
        held.removed_on = on or clock.today()
        held._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
        held.save(update_fields=["removed_on"])
    sign.removed_on = held.removed_on


@transaction.atomic
def order_signs(*, area: Area, by: User | None, quantity: int = 1, replaces: Sign | None = None) -> SignOrder:
    """Ask for signs; the order waits for a coordinator's release.

    Raises ValidationError: `area_closed`, `already_ordered`, or what is wrong with the number.
    """
    if area.status == AreaStatus.CLOSED:
        raise ValidationError(_("The area is closed. Open it again first."), code="area_closed")
    order = SignOrder(area=area, replaces=replaces, quantity=quantity)
    order.full_clean(exclude=["area", "replaces"], validate_constraints=False)
    order._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    try:
        with transaction.atomic():
            order.save()
    except IntegrityError as error:
        raise ValidationError(_("A replacement of this sign is ordered already."), code="already_ordered") from error
    transitions.begin_sign_order(order, by=by)
    return order


@transaction.atomic
def release_sign_order(*, order: SignOrder, by: User, override_reason: str = "") -> SignOrder:
    """Release an order, so that signs may be fetched. Meeting, training and agent must be recorded first.

    A coordinator may release before that with a reason, which is kept and audited.
    Raises MoveRefusedError, or ValidationError `too_early` with what is missing.
    """
    missing = figures.missing_for_signs(order.area)
    reason = " ".join(override_reason.split())[:300]
    if missing and not reason:
        raise ValidationError(
            _("The signs come last. Still missing: %(missing)s. To release them all the same, write why.")
            % {"missing": ", ".join(missing)},
            code="too_early",
        )
    transitions.move_sign_order(order, SignOrderStatus.RELEASED, by=by, reason="overridden" if missing else "")
    if missing:
        order.override_reason = reason
        order.save(update_fields=["override_reason"])
    action = "sign_order.released_before_time" if missing else "sign_order.released"
    audit(actor=by, action=action, object_type="neighbourhoods.signorder", object_id=str(order.pk))
    return order


@transaction.atomic
def deliver_sign_order(*, order: SignOrder, by: User | None) -> SignOrder:
    """Note that the signs are up: a replaced sign is good again, new ones wait for a first look and their place.

    Raises MoveRefusedError, or ValidationError `area_not_active`: signs stand only in an active area, unless they
    were released with a reason.
    """
    area = Area.objects.select_for_update(of=("self",)).get(pk=order.area_id)
    if area.status != AreaStatus.ACTIVE and not order.override_reason:
        raise ValidationError(
            _("Signs are put up when the area is active. Mark the area as active first."), code="area_not_active"
        )
    transitions.move_sign_order(order, SignOrderStatus.DELIVERED, by=by)
    if order.replaces is not None:
        order.replaces.put_up_on = clock.today()
        order.replaces.save(update_fields=["put_up_on"])
        record_sign_check(sign=order.replaces, condition=SignCondition.GOOD, by=by)
    else:
        new = Sign(area=area, put_up_on=clock.today(), is_example=order.is_example)
        bulk_create_with_history([copy(new) for _each in range(order.quantity)], Sign, default_user=by)
    return order


def cancel_sign_order(*, order: SignOrder, by: User | None) -> SignOrder:
    """Take an order back. Raises MoveRefusedError."""
    transitions.move_sign_order(order, SignOrderStatus.CANCELLED, by=by)
    return order
