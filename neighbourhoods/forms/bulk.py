"""What is asked when a list is read in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ListFileForm(forms.Form):
    """A list of areas."""

    file = forms.FileField(
        label=_("List of areas"),
        help_text=_("An Excel file (.xlsx) or CSV, at most 5 MB and 10,000 rows. Nothing is saved until you confirm."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
