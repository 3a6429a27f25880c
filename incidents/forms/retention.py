"""The form that rehearses and records how long reports of a kind are kept."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _


class RetentionForm(forms.Form):
    """How long, and by whose decision."""

    months = forms.IntegerField(label=_("Months after the report was closed"), min_value=1, max_value=600)
    decided_on = forms.DateField(
        label=_("Decided on"), widget=forms.DateInput(attrs={"class": "in", "type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(date(1990, 1, 1))],
    )  # fmt: skip
    reference = forms.CharField(
        label=_("Who decided, and the number of the decision"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "in"}),
    )
