"""Whose reports: an address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class OwnReportsForm(forms.Form):
    """The address that reports were made with."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "in", "autocomplete": "email"}),
        error_messages={"invalid": gettext_lazy("Write the e-mail address in full: name@example.com.")},
    )
