"""What is filled in for a meeting or anything else that stands in the calendar, within a break or not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock
from common.typed import ModelForm
from holiday_calendar import services
from holiday_calendar.forms.hours import day_field, hour_field, put_together
from holiday_calendar.models import CalendarItem, MovesBy, SchoolBreak

WITHIN_DAYS = 200  # a break that a meeting may belong to lies no further away


class ItemForm(ModelForm[CalendarItem]):
    """A meeting or an activity. Without hours it fills its days."""

    day = day_field()
    begins = hour_field(_("From"), required=False)
    ends = hour_field(_("Until"), required=False)
    last_day = day_field(_("Last day, if there are several without hours"), required=False)
    field_order = ("kind", "title", "day", "begins", "ends", "last_day")

    class Meta:
        model = CalendarItem
        fields = (
            "kind", "title", "place", "district", "owner", "of_break", "description", "is_public", "moves_by",
            "moves_with",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item = self.instance
        near = clock.today() if not item.pk else item.first_day
        days = timedelta(days=WITHIN_DAYS)
        around = Q(is_withdrawn=False, first_day__lte=near + days, last_day__gte=near - days)
        breaks = SchoolBreak.objects.filter(around | Q(pk=item.of_break_id or 0))
        single = [SchoolBreak.Kind.SCHOOL_STARTS, SchoolBreak.Kind.SCHOOL_ENDS]
        self.fields["of_break"].queryset = breaks.exclude(kind__in=single)  # type: ignore[attr-defined]
        if item.pk:
            self.initial = {**self.initial, **_hours_of(item)}

    def clean(self) -> dict[str, Any]:
        """Put day and hours together, and check them and the rule as the service will."""
        data = super().clean() or {}
        day, begins, ends = data.get("day"), data.get("begins"), data.get("ends")
        if (begins is None) != (ends is None):
            self.add_error("ends" if begins else "begins", _("Write both hours, or none."))
        elif day:
            self._take_times(day, begins, ends, data.get("last_day") or day)
        try:
            services.check_rule(moves_by=data.get("moves_by", ""), moves_with=data.get("moves_with", ""))
        except ValidationError as error:
            self.add_error("moves_with", error)
        if data.get("moves_by") != MovesBy.BREAK:
            data["moves_with"] = ""
        return data

    def _take_times(self, day: Any, begins: Any, ends: Any, last_day: Any) -> None:
        item = self.instance
        try:
            if begins is None:
                starts, until = clock.start_of_day(day), clock.start_of_day(last_day + timedelta(days=1))
            else:
                starts, until = put_together(day, begins, ends)
            services.check_item(starts_at=starts, ends_at=until)
            services.check_not_past(item_id=item.pk, ends_at=until)
        except OverflowError:
            self.add_error("day", _("Choose a day in this century."))
        except ValidationError as error:
            self.add_error("last_day" if begins is None else "day", error)
        else:
            item.starts_at, item.ends_at, item.all_day = starts, until, begins is None


def _hours_of(item: CalendarItem) -> dict[str, Any]:
    starts, ends = clock.local(item.starts_at), clock.local(item.ends_at)
    if item.all_day:
        return {"day": item.first_day, "last_day": item.last_day if item.last_day != item.first_day else None}
    return {"day": item.first_day, "begins": starts.time(), "ends": ends.time()}


class ItemKindForm(forms.Form):
    """What a link to a new item asks for: its kind, and the number of the break it belongs to."""

    slag = forms.ChoiceField(choices=CalendarItem.Kind, required=False)
    lov = forms.ModelChoiceField(queryset=SchoolBreak.objects.standing(), required=False)
    dag = forms.DateField(required=False)
