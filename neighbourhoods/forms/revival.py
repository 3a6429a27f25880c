"""What is asked about areas asleep and about the rule that says so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neighbourhoods.forms.startup import search_field
from neighbourhoods.lifecycle import RevivalStatus
from neighbourhoods.models import District, RevivalCase, VitalityRule, VitalitySignal

REVIVAL_SORTS = {
    "oppnat": ("opened_on", "pk"),
    "-oppnat": ("-opened_on", "pk"),
    "namn": ("area__name", "pk"),
    "-namn": ("-area__name", "pk"),
    "poang": ("area__vitality__score", "pk"),
    "-poang": ("-area__vitality__score", "pk"),
}


class RevivalFilter(forms.Form):
    """The list's search and filters. What can't be understood is left out."""

    q = search_field(_("Search the area's name"))
    kommundel = forms.ModelChoiceField(
        label=_("District"), queryset=District.objects.defer("boundary"), to_field_name="slug", required=False,
        empty_label=_("all"),
    )  # fmt: skip
    status = forms.ChoiceField(
        label=_("Status"), choices=[("open", _("open")), ("", _("all")), *RevivalStatus.choices], required=False
    )
    ordning = forms.ChoiceField(choices=[(key, key) for key in REVIVAL_SORTS], required=False, widget=forms.HiddenInput)


class RevivalNoteForm(forms.Form):
    """A note of a case."""

    text = forms.CharField(
        label=_("Note"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was said and agreed. No names, nothing about anybody's health or home."),
    )


class CloseForm(forms.Form):
    """How a case ended."""

    outcome = forms.ChoiceField(
        label=_("How it ended"),
        choices=RevivalCase.Outcome.choices,
        widget=forms.RadioSelect,
        help_text=_("If it has closed for good the area is closed too: its appointments end today."),
    )
    rest_until = forms.DateField(
        label=_("May rest until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class RuleForm(forms.Form):
    """A draft of the rule: the limits, and three numbers a signal."""

    quiet_below = forms.IntegerField(label=_("Quiet below this many points"), min_value=0, max_value=100)
    dormant_below = forms.IntegerField(label=_("Dormant below this many points"), min_value=0, max_value=100)

    silent_days = forms.IntegerField(
        label=_("Dormant only after this many days of silence"), min_value=0, max_value=3_650
    )

    def __init__(self, *args: Any, rule: VitalityRule, **kwargs: Any) -> None:
        self.signals: list[VitalitySignal] = list(rule.signals.all())
        held = {name: getattr(rule, name) for name in ("quiet_below", "dormant_below", "silent_days")}
        for signal in self.signals:
            held |= {f"{signal.name}_{field}": getattr(signal, field) for field in _fields(signal)}
        kwargs["initial"] = held
        super().__init__(*args, **kwargs)
        for signal in self.signals:
            for field, label in _fields(signal).items():
                self.fields[f"{signal.name}_{field}"] = forms.IntegerField(
                    label=label, min_value=0, max_value=100 if field == "weight" else 3_650
                )

    def rows(self) -> list[tuple[VitalitySignal, list[Any]]]:
        """Return each signal with its bound fields."""
        return [(one, [self[f"{one.name}_{field}"] for field in _fields(one)]) for one in self.signals]

    def numbers(self) -> dict[str, dict[str, int]]:
        """Return the signals' numbers as they were sent."""
        return {
            one.name: {field: self.cleaned_data[f"{one.name}_{field}"] for field in _fields(one)}
            for one in self.signals
        }


def _fields(signal: VitalitySignal) -> dict[str, Any]:
    dated = {"fresh_days": _("Whole for (days)"), "stale_days": _("Nothing after (days)")}
    return {"weight": _("Weight")} | (dated if signal.is_dated else {})
