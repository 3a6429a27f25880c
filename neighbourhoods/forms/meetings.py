"""What is asked about the yearly meeting and the households."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common import clock
from neighbourhoods.forms.agents import _day


class MeetingForm(forms.Form):
    """Call the neighbours to a meeting. The text is a proposal to change."""

    day = _day(_("Day"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.CharField(label=_("Place"), max_length=120)
    invitation = forms.CharField(
        label=_("Invitation"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("A proposal: change it as you like. It is printed and sent as it stands here."),
    )
    form_token = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=32)

    def starts_at(self) -> datetime:
        """Return the moment of the valid form."""
        data: dict[str, Any] = self.cleaned_data
        return clock.local(clock.start_of_day(data["day"])).replace(hour=data["time"].hour, minute=data["time"].minute)


class MeetingResultForm(forms.Form):
    """What came of the meeting: numbers and decisions, no names."""

    households_present = forms.IntegerField(
        label=_("How many households came?"),
        min_value=0,
        max_value=2000,
        help_text=_("If nobody came, write 0: it is then no meeting held, and you can plan another."),
    )
    outcome = forms.CharField(
        label=_("What did you decide?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Name nobody. The coordinator and the area's agents read this."),
    )


class HouseholdCountForm(forms.Form):
    """Numbers only: no household stands in any register."""

    households = forms.IntegerField(label=_("Households in the area"), min_value=0, max_value=20_000)
    joined = forms.IntegerField(label=_("Households that take part"), min_value=0, max_value=20_000)
    declined = forms.IntegerField(label=_("Households that decline"), min_value=0, max_value=20_000, initial=0)
