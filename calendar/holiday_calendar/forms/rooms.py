"""What is filled in for a break: its plan, a line of the contact list, adults out, a target; notes and answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common import clock
from common.typed import ModelForm
from holiday_calendar.forms.hours import day_field, hour_field, put_together
from holiday_calendar.models import BreakRoom, Participant, Presence, Target
from incidents.models import Category

RATINGS = [(5, _("very well")), (4, _("well")), (3, _("so so")), (2, _("badly")), (1, _("very badly"))]


class PlanForm(ModelForm[BreakRoom]):
    """The plan of a break. `version` says which text was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    class Meta:
        model = BreakRoom
        fields = ("goal", "risks", "keep", "change", "watch_from", "watch_to")

    def clean(self) -> dict[str, Any]:
        """Ask for an evening that ends after it begins."""
        data = super().clean() or {}
        first, last = data.get("watch_from"), data.get("watch_to")
        if first is not None and last is not None and first >= last:
            self.add_error("watch_to", ValidationError(_("The end must be later than the start."), code="order"))
        return data


class ParticipantForm(ModelForm[Participant]):
    """A line of the contact list, as the office enters it."""

    class Meta:
        model = Participant
        fields = ("organisation", "role", "name", "phone", "email", "on_duty")


class OwnLineForm(ModelForm[Participant]):
    """A person's own line."""

    class Meta:
        model = Participant
        fields = ("role", "name", "phone", "on_duty")


class PresenceForm(ModelForm[Presence]):
    """An evening with adults out."""

    day = day_field()
    begins = hour_field(_("From"))
    ends = hour_field(_("Until"))

    class Meta:
        model = Presence
        fields = ("kind", "organisation", "district", "place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            starts, ends = clock.local(self.instance.starts_at), clock.local(self.instance.ends_at)
            self.initial = {**self.initial, "day": starts.date(), "begins": starts.time(), "ends": ends.time()}

    def clean(self) -> dict[str, Any]:
        """Put day and hours together; what ends before it begins goes on past midnight."""
        data = super().clean() or {}
        day, begins, ends = data.get("day"), data.get("begins"), data.get("ends")
        if day and begins and ends:
            try:
                self.instance.starts_at, self.instance.ends_at = put_together(day, begins, ends)
            except (ValueError, OverflowError) as error:
                raise ValidationError(_("Choose a day of the break."), code="outside") from error
        return data


class TargetForm(ModelForm[Target]):
    """Fewer of one kind of report than the year before; of a kind that everybody who reads the room may see."""

    class Meta:
        model = Target
        fields = ("category", "fewer_percent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = Category.objects.exclude(pk__in=Category.objects.kept_from_some())
        self.fields["category"].queryset = kinds  # type: ignore[attr-defined]  # a choice among rows


class NoteForm(forms.Form):
    """A short note of a day."""

    day = day_field()
    text = forms.CharField(
        label=_("What happened"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Places and situations, never names of persons."),
    )


class EvaluationForm(forms.Form):
    """What an organisation thought of the break."""

    rating = forms.TypedChoiceField(label=_("How did the break go?"), choices=RATINGS, coerce=int)
    worked = forms.CharField(label=_("What worked"), max_length=2000, required=False, widget=forms.Textarea)
    differently = forms.CharField(
        label=_("What to do differently"), max_length=2000, required=False, widget=forms.Textarea
    )
