"""What is filled in for an activity of a break: what, where, for which ages, who leads, when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common import clock
from common.typed import ModelForm
from holiday_calendar.forms.hours import day_field, hour_field, put_together
from holiday_calendar.importing import MAX_BYTES
from holiday_calendar.models import CalendarItem, MovesBy, SchoolBreak

OLDEST = 120


class ActivityForm(ModelForm[CalendarItem]):
    """An activity of a break; next year it stands as many days from the break."""

    day = day_field()
    begins = hour_field(_("From"))
    ends = hour_field(_("Until"))
    field_order = ("title", "day", "begins", "ends")

    class Meta:
        model = CalendarItem
        fields = (
            "title",
            "description",
            "place",
            "district",
            "owner",
            "led_by",
            "age_from",
            "age_to",
            "is_open",
            "is_public",
            "aim",
            "approach",
        )

    def __init__(self, *args: Any, held: SchoolBreak, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        item = self.instance
        if item.pk:
            starts, ends = clock.local(item.starts_at), clock.local(item.ends_at)
            self.initial = {**self.initial, "day": starts.date(), "begins": starts.time(), "ends": ends.time()}
        for name in ("age_from", "age_to"):
            self.fields[name].max_value = OLDEST  # type: ignore[attr-defined]  # a number field
            self.fields[name].widget.attrs["max"] = OLDEST

    def clean_age_from(self) -> int | None:
        """Refuse an age that nobody has."""
        return self._age("age_from")

    def clean_age_to(self) -> int | None:
        """Refuse an age that nobody has."""
        return self._age("age_to")

    def _age(self, name: str) -> int | None:
        age: int | None = self.cleaned_data.get(name)
        if age is not None and age > OLDEST:
            raise ValidationError(_("Write an age of at most 120."), code="age")
        return age

    def clean(self) -> dict[str, Any]:
        """Put day and hours together; what ends before it begins goes on past midnight."""
        data = super().clean() or {}
        day, begins, ends = data.get("day"), data.get("begins"), data.get("ends")
        if not (day and begins and ends):
            return data
        if not self.held.first_day <= day <= self.held.last_day:
            self.add_error("day", ValidationError(_("Choose a day of the break."), code="outside"))
            return data
        item = self.instance
        item.kind, item.moves_by, item.moves_with = CalendarItem.Kind.ACTIVITY, MovesBy.BREAK, self.held.kind
        item.starts_at, item.ends_at = put_together(day, begins, ends)
        return data


class ProgrammeForm(forms.Form):
    """A file with activities."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Excel, CSV or a calendar file (.ics). Columns: titel, dag, från, till; and plats, kommundel, ledare,"
            " ålder från, ålder till, öppet where they are known."
        ),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than 500 kB."), code="too_large")
        return file
