"""Who does what, where: entered, changed, ended."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from neighbourhoods.models import Measure


@transaction.atomic
def save_measure(*, measure: Measure, by: User) -> Measure:
    """Store a new or changed measure. Raises ValidationError with what is wrong with it."""
    if bool(measure.area_id) == bool(measure.district_id):
        raise ValidationError(_("Choose either an area or a whole district."), "area_or_district")
    if measure.until is not None and measure.until < measure.since:
        raise ValidationError({"until": ValidationError(_("It can't end before it begins."), "ends_before_start")})
    measure.full_clean()
    measure._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    measure.save()
    return measure


@transaction.atomic
def end_measure(*, measure: Measure, last_day: date, by: User) -> Measure:
    """Give a measure its last day. Raises ValidationError `ends_before_start`."""
    held = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    held.until = last_day
    return save_measure(measure=held, by=by)
