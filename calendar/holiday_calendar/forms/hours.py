"""Day and hours as a form asks for them, put together to the moments that an item keeps."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django import forms
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
    """Return when it begins and ends; what ends before it begins goes on past midnight. Raises OverflowError."""
    last = day if ends > begins else day + timedelta(days=1)
    return (
        datetime.combine(day, begins, tzinfo=clock.STOCKHOLM),
        datetime.combine(last, ends, tzinfo=clock.STOCKHOLM),
    )
