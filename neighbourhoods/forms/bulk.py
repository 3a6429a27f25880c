"""What is asked when a list is read in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neighbourhoods.models import ListRun


class ListFileForm(forms.Form):
    """A list, and what it holds."""

    kind = forms.ChoiceField(label=_("What does the list hold?"), widget=forms.RadioSelect, initial=ListRun.Kind.AREAS)
    file = forms.FileField(
        label=_("The list"),
        help_text=_(
            "An Excel file (.xlsx) or CSV of at most 5 MB; borders as GeoJSON of at most 20 MB. "
            "Nothing is saved until you confirm."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.geojson,.json"}),
    )

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [choice for choice in ListRun.Kind.choices if choice[0] in kinds]
