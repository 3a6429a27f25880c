"""Which of the police's events are listed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from common import clock
from incidents.figures import situation
from incidents.querysets import PoliceEventQuerySet
from neighbourhoods.models import District

_YEARS = [MinValueValidator(date(1991, 1, 7)), MaxValueValidator(date(2100, 1, 1))]


class PoliceEventsForm(forms.Form):
    """The events behind one number of the table. What can't be read is ignored."""

    district = forms.ModelChoiceField(District.objects.defer("boundary"), to_field_name="slug", required=False)
    nowhere = forms.BooleanField(required=False)
    since = forms.DateField(required=False, validators=_YEARS)
    week = forms.DateField(required=False, validators=_YEARS)

    def apply(self, events: PoliceEventQuerySet) -> PoliceEventQuerySet:
        """Limit the events to those that the number counts."""
        self.is_valid()
        data: dict[str, Any] = self.cleaned_data
        if data.get("district") or data.get("nowhere"):
            events = events.filter(district=data.get("district"))
        if data.get("week"):
            monday = situation.monday_of(data["week"])
            after = clock.start_of_day(monday + timedelta(weeks=1))
            return events.filter(at__gte=clock.start_of_day(monday), at__lt=after)
        return events.filter(at__gte=clock.start_of_day(data["since"])) if data.get("since") else events

    @property
    def is_narrowed(self) -> bool:
        """Whether anything limits the list."""
        return self.is_valid() and any(self.cleaned_data.values())
