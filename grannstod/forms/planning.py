"""Wishes of a volunteer; which weeks to plan; who is to sit where."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from common import clock
from common.typed import ModelForm
from grannstod.models import CrewMember, PatrolArea, Route, Volunteer, Wish
from grannstod.models.schedule import WORKING_DAYS
from neighbourhoods.models import District


def _days(label: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, choices=WORKING_DAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )


class WishForm(ModelForm[Wish]):
    """How a volunteer would like to drive."""

    gladly = _days(_("Days you gladly drive"))
    never = _days(_("Days you can't"))

    class Meta:
        model = Wish
        fields = ("gladly", "never", "part", "seat", "most", "partner", "away_from", "away_until")
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("away_from", "away_until")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whom one has shared a car with: others' names are not shown before.
        known = Volunteer.objects.may_drive_out().filter(seats__shift__crew__volunteer=self.instance.volunteer)
        partner = self.fields["partner"]
        assert isinstance(partner, forms.ModelChoiceField)
        partner.queryset = known.exclude(pk=self.instance.volunteer.pk).distinct().select_related("user")

    def clean(self) -> dict[str, Any]:
        """Refuse a day both ways, and half a time away."""
        data = super().clean() or {}
        if set(data.get("gladly", [])) & set(data.get("never", [])):
            self.add_error("never", forms.ValidationError(_("A day can't be both."), code="both_ways"))
        away_from, away_until = data.get("away_from"), data.get("away_until")
        if bool(away_from) != bool(away_until):
            self.add_error("away_until", forms.ValidationError(_("Write both days, or none."), code="half_away"))
        elif away_from and away_until and away_until < away_from:
            self.add_error(
                "away_until", forms.ValidationError(_("The last day is before the first."), code="backwards")
            )
        return data


class ScheduleForm(forms.Form):
    """Which weeks to plan."""

    first = forms.DateField(
        label=_("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        # A day before or after the first and last that Python knows can't be reckoned with.
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31))],
    )
    weeks = forms.IntegerField(label=_("Weeks"), min_value=1, max_value=26)

    @classmethod
    def fresh(cls) -> ScheduleForm:
        """Return the form for six weeks from the coming Monday."""
        today = clock.today()
        return cls(initial={"first": today + timedelta(days=7 - today.weekday()), "weeks": 6})


class ChoiceForm(forms.Form):
    """Who is to sit on a seat of a draft."""

    shift = forms.IntegerField(min_value=1, max_value=2**62)
    seat = forms.ChoiceField(choices=CrewMember.Seat.choices)
    volunteer = forms.ModelChoiceField(Volunteer.objects.may_drive_out().select_related("user"))


class PatrolAreaForm(ModelForm[PatrolArea]):
    """A patrol area: its districts, and the routes that are driven there."""

    routes = forms.ModelMultipleChoiceField(
        Route.objects.filter(is_active=True),
        required=False,
        label=_("Routes"),
        help_text=_("A route belongs to one patrol area: chosen here, it leaves the one before."),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = PatrolArea
        fields = ("name", "districts", "is_active")
        widgets = {"districts": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        districts = self.fields["districts"]
        assert isinstance(districts, forms.ModelMultipleChoiceField)
        districts.queryset = District.objects.defer("boundary").order_by("name")
        if self.instance.pk:
            self.initial["routes"] = list(self.instance.routes.values_list("pk", flat=True))

    def clean_name(self) -> str:
        """Take out what no database can take."""
        name: str = self.cleaned_data["name"]
        return name.replace("\x00", "")
