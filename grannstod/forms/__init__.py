"""The forms of Grannstöd: an observation, the end of a patrol, a shift."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common import clock, form_tokens
from common.typed import ModelForm
from grannstod.lifecycle import MAY_DRIVE_OUT
from grannstod.models import (
    BriefingNote,
    Car,
    CrewMember,
    Observation,
    Patrol,
    PatrolArea,
    Route,
    Shift,
    ShiftPattern,
    VictimSupportCase,
    Volunteer,
)
from grannstod.services import Seen, Who
from incidents.models import Category
from neighbourhoods.models import Area, District

PICTURES = "image/jpeg,image/png,image/webp"


class ObservationForm(forms.Form):
    """What the patrol sees: kind, words, place, perhaps a photo. The button that is pressed says what happens."""

    asks_about_name = False

    form_token = forms.CharField(widget=forms.HiddenInput, max_length=32)
    category = forms.ModelChoiceField(
        Category.objects.filter(is_active=True, is_public_choice=True),
        to_field_name="code",
        label=_("What is it about?"),
        error_messages={
            "required": _("Choose what it is about."),
            "invalid_choice": _("Choose what it is about."),
        },
    )
    text = forms.CharField(
        max_length=2000,
        label=_("What do you see?"),
        help_text=_("Don't write names, plates or phone numbers. The time is filled in."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a few words about what you see.")},
    )
    place = forms.CharField(
        max_length=200,
        label=_("Where?"),
        help_text=_("A street, a place or what stands beside it."),
        error_messages={"required": _("Write where it is.")},
    )
    # Asked only when words or place hold what could be somebody's name.
    is_nobody = forms.BooleanField(required=False, label=_("It is nobody's name: send it as it is"))
    # Filled in by "use my position" where the browser can; what is not a position is as if nothing stood there.
    latitude = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    longitude = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    photo = forms.FileField(
        required=False,
        label=_("Photo"),
        help_text=_("Of the place, not of people."),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )
    outcome = forms.ChoiceField(
        choices=Observation.Outcome.choices,
        error_messages={
            "required": _("Choose what is to happen with it: police, fault report or log only."),
            "invalid_choice": _("Choose what is to happen with it: police, fault report or log only."),
        },
    )

    @classmethod
    def fresh(cls, place: str) -> ObservationForm:
        """Return an empty form with a new token and the place where the patrol is."""
        return cls(initial={"form_token": form_tokens.new(), "place": place})

    def seen(self) -> Seen:
        """Return what was seen, from a valid form."""
        data = self.cleaned_data
        position = _position(data["latitude"], data["longitude"])
        return Seen(
            category=data["category"],
            text=data["text"].replace("\x00", ""),
            outcome=Observation.Outcome(data["outcome"]),
            place=data["place"].replace("\x00", ""),
            photo=data["photo"],
            latitude=position[0] if position else None,
            longitude=position[1] if position else None,
            is_nobody=data["is_nobody"],
        )


def _position(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees (WGS84), or None for what is no place on earth."""
    try:
        found = float(latitude), float(longitude)
    except ValueError:
        return None
    return found if abs(found[0]) <= 90 and abs(found[1]) <= 180 else None


class EndForm(forms.Form):
    """The end of a patrol."""

    km = forms.IntegerField(
        min_value=0,
        max_value=1000,
        required=False,
        label=_("Kilometres driven"),
        help_text=_("If you know. Read the trip meter."),
        error_messages={
            "invalid": _("Write the kilometres as a whole number."),
            "max_value": _("Kilometres must be between 0 and 1,000."),
            "min_value": _("Kilometres must be between 0 and 1,000."),
        },
    )


class CorrectForm(EndForm):
    """When a patrol ended, and how far it drove, as its leader has heard it."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ended = forms.TimeField(label=_("Ended at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    field_order = ("day", "ended", "km")

    @classmethod
    def of(cls, patrol: Patrol) -> CorrectForm:
        """Return the form as the patrol stands; one that nobody ended as if it ended with its shift."""
        ended = clock.local(patrol.ended_at or patrol.shift.ends_at)
        return cls(initial={"day": ended.date(), "ended": ended.time(), "km": patrol.km})

    def ended_at(self) -> datetime:
        """Return when the patrol ended, from a valid form."""
        return _moment(self.cleaned_data["day"], self.cleaned_data["ended"])


class ShiftForm(forms.Form):
    """A shift with both its people."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    car = forms.ModelChoiceField(Car.objects.filter(is_active=True), label=_("Car"))
    route = forms.ModelChoiceField(Route.objects.filter(is_active=True), required=False, label=_("Route"))
    patrol_area = forms.ModelChoiceField(
        PatrolArea.objects.filter(is_active=True),
        required=False,
        label=_("Patrol area"),
        help_text=_("Empty: the route's."),
    )
    driver = forms.ModelChoiceField(Volunteer.objects.none(), label=_("Who drives?"))
    companion = forms.ModelChoiceField(Volunteer.objects.none(), label=_("Who sits beside?"))

    def __init__(self, *args: Any, shift: Shift | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Volunteer.objects.filter(status__in=MAY_DRIVE_OUT).select_related("user")
        self.fields["driver"].queryset = people.filter(is_driver=True)  # type: ignore[attr-defined]
        self.fields["companion"].queryset = people  # type: ignore[attr-defined]
        if shift is not None:
            self._fill_in(shift)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "in")

    def _fill_in(self, shift: Shift) -> None:
        """Show a shift as it is, with its car, route and area even if they are not in use any more."""
        for name in ("car", "route", "patrol_area"):
            field, held = self.fields[name], getattr(shift, f"{name}_id")
            assert isinstance(field, forms.ModelChoiceField) and field.queryset is not None
            field.queryset = field.queryset | field.queryset.model._default_manager.filter(pk=held)
            self.initial[name] = held
        starts, ends = clock.local(shift.starts_at), clock.local(shift.ends_at)
        self.initial.update(day=starts.date(), begins=starts.time(), ends=ends.time())
        self.initial.update({member.seat: member.volunteer_id for member in shift.crew.all()})

    def planned(self) -> dict[str, Any]:
        """Return what `services.plan_shift` takes, from a valid form."""
        data = self.cleaned_data
        return {
            "starts_at": _moment(data["day"], data["begins"]),
            "ends_at": _moment(data["day"], data["ends"]),
            **{key: data[key] for key in ("car", "route", "patrol_area", "driver", "companion")},
        }


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=clock.STOCKHOLM)


class SeatForm(forms.Form):
    """Who is to sit on a free seat of a shift."""

    seat = forms.ChoiceField(choices=CrewMember.Seat.choices)
    volunteer = forms.ModelChoiceField(
        Volunteer.objects.may_drive_out().select_related("user"),
        label=_("Who?"),
        widget=forms.Select(attrs={"class": "in"}),
    )


class CarForm(ModelForm[Car]):
    """A car for patrols."""

    class Meta:
        model = Car
        fields = ("name", "owner", "is_active")


class PatternForm(ModelForm[ShiftPattern]):
    """A shift of the ordinary week."""

    class Meta:
        model = ShiftPattern
        fields = ("weekday", "begins", "ends", "car", "route", "patrol_area")
        widgets = {
            "begins": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "ends": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def clean(self) -> dict[str, Any]:
        """Refuse a shift that ends before it begins."""
        data = super().clean() or {}
        if data.get("begins") and data.get("ends") and data["ends"] <= data["begins"]:
            raise forms.ValidationError(_("The shift must end after it begins."), code="ends_before_start")
        return data


class LayOutForm(forms.Form):
    """How many weeks to lay out, from which day."""

    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    weeks = forms.IntegerField(label=_("Weeks"), min_value=1, max_value=26)

    @classmethod
    def fresh(cls) -> LayOutForm:
        """Return the form for six weeks from the coming Monday."""
        today = clock.today()
        return cls(initial={"first": today + timedelta(days=7 - today.weekday()), "weeks": 6})


class PeriodForm(forms.Form):
    """From one day to another, both included."""

    fran = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    till = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class BriefingForm(ModelForm[BriefingNote]):
    """Something that the police or the coordinator want looked at."""

    class Meta:
        model = BriefingNote
        fields = ("source", "text", "districts", "first_day", "last_day")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "districts": forms.CheckboxSelectMultiple,
            "first_day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "last_day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }


class CaseNumberForm(forms.Form):
    """The number that the police give a case."""

    case_number = forms.CharField(
        label=_("The police's case number"),
        max_length=30,
        help_text=_("As the police say it, 5000-K12345-26."),
        error_messages={"required": _("Write the number that the police gave you.")},
    )


class ReferralForm(forms.Form):
    """Who asks, and for whom. Only what a visit needs."""

    form_token = forms.CharField(widget=forms.HiddenInput, max_length=32)
    source = forms.ChoiceField(choices=VictimSupportCase.Source.choices, label=_("Who asks?"))
    district = forms.ModelChoiceField(District.objects.all(), label=_("District"))
    area = forms.ModelChoiceField(
        Area.objects.open().defer("boundary").order_by("name"), required=False, label=_("Area")
    )
    name = forms.CharField(max_length=120, label=_("Name"))
    address = forms.CharField(max_length=200, label=_("Address"))
    phone = forms.CharField(max_length=40, required=False, label=_("Phone"))
    wishes = forms.CharField(
        max_length=1000, required=False, label=_("What is wished?"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def referral(self) -> dict[str, Any]:
        """Return what `services.refer` takes, from a valid form."""
        data = self.cleaned_data
        names = ("name", "address", "phone", "wishes")
        who = Who(**{name: data[name].replace("\x00", "") for name in names})
        return {key: value for key, value in data.items() if key not in names} | {"who": who}


class PlaceForm(forms.Form):
    """Which area a case lies in."""

    area = forms.ModelChoiceField(
        Area.objects.open().select_related("district").defer("boundary", "district__boundary").order_by("name"),
        label=_("Area"),
    )


class VisitForm(forms.Form):
    """Who goes, and when."""

    one = forms.ModelChoiceField(Volunteer.objects.none(), label=_("Who goes?"))
    other = forms.ModelChoiceField(Volunteer.objects.none(), label=_("Who comes along?"))
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Volunteer.objects.filter(status__in=MAY_DRIVE_OUT, clearance_until__isnull=False).select_related(
            "user"
        )
        for name in ("one", "other"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]


class VisitDoneForm(forms.Form):
    """The checklist of a visit."""

    gave_brochure = forms.BooleanField(required=False, label=_("We left the brochure"))
    advised_locks = forms.BooleanField(required=False, label=_("We gave advice on locks, doors and windows"))
    advised_insurance = forms.BooleanField(required=False, label=_("We gave advice on the insurance"))
    told_of_support = forms.BooleanField(required=False, label=_("We told where more support is to be had"))
    notes = forms.CharField(
        max_length=2000,
        required=False,
        label=_("What the next visit should know"),
        help_text=_("Never anything about who may have done it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
