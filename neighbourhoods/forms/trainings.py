"""What is asked about trainings and by those who sign up."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import clock
from neighbourhoods.lifecycle import TrainingStatus
from neighbourhoods.models import District, Training
from neighbourhoods.models.trainings import LONGEST_OFFER, MOST_SEATS

SEARCH = {"class": "in", "type": "search"}
# The services name fields of the record, the form its own.
_SHOWN = {"starts_at": "day", "ends_at": "ends", "closes_at": "closes_on"}


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def _hour(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, input_formats=["%H:%M", "%H.%M", "%H:%M:%S"])


def _count(label: Any, most: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, validators=[MinValueValidator(1), MaxValueValidator(most)], **options)


def _words(label: Any, most: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 5}), **options)


class TrainingForm(forms.Form):
    """One occasion: a day with two hours, rather than two moments."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Training.Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=120)
    about = _words(_("What it is about"), 4000, required=False)
    day = _day(_("Day"))
    begins = _hour(_("Begins at"))
    ends = _hour(_("Ends at"))
    venue = forms.CharField(label=_("Place"), max_length=200, help_text=_("Street and house, and which door."))
    capacity = _count(_("Places"), MOST_SEATS, initial=20)
    audience = forms.ChoiceField(
        label=_("Who may come"),
        choices=Training.Audience.choices,
        help_text=_("Whoever has the training's own link may come too."),
    )
    closes_on = _day(
        _("Last day to sign up"), required=False, help_text=_("Leave empty to take sign-ups until it begins.")
    )
    serves_food = forms.BooleanField(
        label=_("Something to eat is served"),
        required=False,
        help_text=_("Then wishes about the food are asked for, and deleted the night after."),
    )
    offer_hours = _count(_("Hours an offer of a free place stands"), LONGEST_OFFER, initial=48)
    question = forms.CharField(
        label=_("Question afterwards"),
        max_length=200,
        required=False,
        help_text=_("Asked once by mail, answered by yes, partly or no. Leave empty for none."),
    )

    @staticmethod
    def initial_of(training: Training) -> dict[str, Any]:
        """Return a training as this form shows it."""
        starts, ends = clock.local(training.starts_at), clock.local(training.ends_at)
        closes = clock.local(training.closes_at - timedelta(minutes=1)).date() if training.closes_at else None
        same = ("kind", "title", "about", "venue", "capacity", "audience", "serves_food", "offer_hours", "question")
        kept = {name: getattr(training, name) for name in same}
        return kept | {"day": starts.date(), "begins": starts.time(), "ends": ends.time(), "closes_on": closes}

    def values(self) -> dict[str, Any]:
        """Return what was written as the record's own fields."""
        data = dict(self.cleaned_data)
        day, closes_on = data.pop("day"), data.pop("closes_on")
        data["starts_at"] = _moment(day, data.pop("begins"))
        data["ends_at"] = _moment(day, data.pop("ends"))
        data["closes_at"] = None
        if closes_on:
            after = clock.start_of_day(closes_on + timedelta(days=1))
            data["closes_at"] = min(after, data["starts_at"]) if closes_on <= day else after
        return data

    def clean_closes_on(self) -> Any:
        """Refuse the calendar's very last day: what is kept is the midnight after it."""
        day = self.cleaned_data["closes_on"]
        if day is not None and day.year > 9000:
            raise ValidationError(_("Choose a day in this century."), code="too_late")
        return day

    def clean_day(self) -> Any:
        """Refuse days that nobody means."""
        day = self.cleaned_data["day"]
        if not 2000 <= day.year <= 2100:
            raise ValidationError(_("Choose a day in this century."), code="too_late")
        return day

    def refuse(self, error: ValidationError) -> None:
        """Show what a service refused, at the field it is about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            for one in errors:
                self.add_error(_SHOWN.get(name, name), one)


def _moment(day: Any, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=clock.STOCKHOLM)


class TrainingFilter(forms.Form):
    """The list's search and filters. What can't be understood is left out, never an error page."""

    q = forms.CharField(
        label=_("Search title or place"), required=False, max_length=100, widget=forms.TextInput(attrs=SEARCH)
    )
    slag = forms.ChoiceField(label=_("Kind"), choices=[("", _("all")), *Training.Kind.choices], required=False)
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("all")), *TrainingStatus.choices], required=False)
    nar = forms.ChoiceField(
        label=_("When"),
        choices=[("", _("all")), ("kommande", _("coming")), ("tidigare", pgettext_lazy("trainings", "earlier"))],
        required=False,
    )


class LackingFilter(forms.Form):
    """Who lacks the basic course, narrowed down."""

    q = forms.CharField(
        label=_("Search agent or area"), required=False, max_length=100, widget=forms.TextInput(attrs=SEARCH)
    )
    kommundel = forms.ModelChoiceField(
        label=_("District"), queryset=District.objects.defer("boundary"), to_field_name="slug", required=False,
        empty_label=_("all"),
    )  # fmt: skip


class CancelForm(forms.Form):
    """Why it is cancelled, in words for those who come."""

    words = forms.CharField(
        label=_("Why, in a sentence or two"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the mail to everybody who has or waits for a place."),
    )


class MessageForm(forms.Form):
    """What a coordinator writes to those who come."""

    form_token = forms.CharField(widget=forms.HiddenInput, max_length=32)
    circle = forms.ChoiceField(
        label=_("To whom"),
        choices=[
            ("seated", _("those who have a place")),
            ("waiting", _("those on the waiting list")),
            ("all", _("everybody")),
        ],
    )
    subject = forms.CharField(label=_("Subject"), max_length=120)
    words = _words(_("Message"), 4000, help_text=_("Day, time and place are added below by themselves."))


def _dietary() -> forms.CharField:
    return forms.CharField(
        label=_("Wishes about the food"),
        max_length=300,
        required=False,
        help_text=_("Allergies, vegetarian and the like. Deleted the night after."),
    )


class ComeForm(forms.Form):
    """Signing up with an account: only the food is asked."""

    dietary = _dietary()

    def __init__(self, *args: Any, training: Training, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not training.serves_food:
            del self.fields["dietary"]


class AskForm(ComeForm):
    """Signing up without an account: name and an address that answers."""

    full_name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We send a mail there; press its button and you are signed up."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Your phone number"), max_length=32, required=False, widget=forms.TextInput({"autocomplete": "tel"})
    )
    field_order = ("full_name", "email", "phone", "dietary")


class HandForm(ComeForm):
    """Signing up somebody who rang."""

    full_name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        help_text=_("Without an address no reminder is sent: ring instead."),
    )
    phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    form_token = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)
    field_order = ("full_name", "email", "phone", "dietary")


class DoorForm(forms.Form):
    """Somebody who came without having signed up."""

    full_name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, required=False, help_text=_("An agent's, so that the course counts.")
    )
