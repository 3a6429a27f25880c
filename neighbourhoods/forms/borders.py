"""A border as a person gives it."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from neighbourhoods.importing.drawn import LONGEST, read_border


class DrawnBorderForm(forms.Form):
    """Corners or GeoJSON in a box, or a file; the map writes into the box."""

    border = forms.CharField(
        label=_("The border's corners"),
        required=False,
        max_length=LONGEST,
        help_text=_("A corner a line, latitude and longitude (59.2012, 17.8301), or GeoJSON. Empty: no border."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or a GeoJSON file with the border"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".geojson,.json"}),
    )
    confirmed = forms.BooleanField(label=_("Move the border all the same"), required=False)

    def __init__(self, *args: Any, asks: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            self.fields["confirmed"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Read the border, from the file where there is one."""
        data: dict[str, Any] = super().clean() or {}
        upload = data.get("file")
        field, text = "border", data.get("border", "")
        if upload:
            if upload.size > LONGEST:
                raise ValidationError({"file": _("The file is larger than 2 MB. Simplify the border first.")})
            field, text = "file", upload.read().decode("utf-8", errors="replace")
        try:
            data["boundary"] = read_border(text) if text.strip() else None
        except ValidationError as error:
            self.add_error(field, error)
        return data


def as_corners(boundary: dict[str, Any] | None) -> str:
    """Return a stored border as a person reads it: a corner a line, or GeoJSON where it has several parts."""
    if not boundary:
        return ""
    parts = boundary["coordinates"] if boundary["type"] == "MultiPolygon" else [boundary["coordinates"]]
    if len(parts) != 1 or len(parts[0]) != 1:
        return json.dumps(boundary)
    return "\n".join(f"{lat}, {lon}" for lon, lat in parts[0][0][:-1])
