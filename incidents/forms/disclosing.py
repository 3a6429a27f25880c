"""The form of a masked copy."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.once import TokenField


class DisclosureForm(forms.Form):
    """What is handed out, and that a person has gone through it."""

    form_token = TokenField()
    text = forms.CharField(
        label=_("What is handed out"), max_length=12_000, widget=forms.Textarea(attrs={"class": "in", "rows": 18})
    )
    reference = forms.CharField(
        label=_("Number of the request, if it has one"), max_length=80, required=False,
        widget=forms.TextInput(attrs={"class": "in"}),
    )  # fmt: skip
    is_reviewed = forms.BooleanField(
        label=_("I have read the whole text and tried whether anything in it is secret."),
        error_messages={"required": _("Read the whole text first.")},
    )
