"""Day and hours as a form asks for them, put together to the moments that an item keeps."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common import clock


def day_field(label: object = None, *, required: bool = True) -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label or _("Day"), widget=widget, required=required)  # type: ignore[arg-type]


def hour_field(label: object, *, required: bool = True) -> forms.TimeField:
    """Return a field for an hour."""
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, widget=widget, required=required)  # type: ignore[arg-type]


def put_together(day: date, begins: time, ends: time) -> tuple[datetime, datetime]:
    """Return when it begins and ends; what ends before it begins goes on past midnight.

    Raises OverflowError, and ValidationError (`skipped`) for an hour that the night does not have. Of an hour that it
    has twice, the first is meant.
    """
    last = day if ends > begins else day + timedelta(days=1)
    return _moment(day, begins), _moment(last, ends)


def _moment(day: date, hour: time) -> datetime:
    moment = datetime.combine(day, hour, tzinfo=clock.STOCKHOLM)
    if moment.astimezone(UTC).astimezone(clock.STOCKHOLM).time() != hour:
        raise ValidationError(
            _("Clocks go forward that night, from 2 to 3. Choose an hour before or after."), code="skipped"
        )
    return moment
