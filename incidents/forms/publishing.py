"""The form by which a kind is published in another way."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models import Category
from incidents.services.publishing import MOST_NOTE


class PublishingForm(forms.Form):
    """To which way, from which one the reader saw, and why."""

    to = forms.ChoiceField(choices=Category.Publishing.choices, widget=forms.HiddenInput)
    seen = forms.ChoiceField(choices=Category.Publishing.choices, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Why it is changed, and by whose decision"), max_length=MOST_NOTE,
        widget=forms.TextInput(attrs={"class": "in"}),
    )  # fmt: skip
