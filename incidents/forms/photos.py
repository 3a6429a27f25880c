"""Which part of a photo is made unreadable."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.services import Box


class BlurForm(forms.Form):
    """A part of the picture in per cent of its width and height; with a script it is drawn on the picture."""

    left = forms.IntegerField(label=gettext_lazy("From the left edge, per cent"), min_value=0, max_value=99)
    top = forms.IntegerField(label=gettext_lazy("From the upper edge, per cent"), min_value=0, max_value=99)
    width = forms.IntegerField(label=gettext_lazy("Width, per cent"), min_value=1, max_value=100)
    height = forms.IntegerField(label=gettext_lazy("Height, per cent"), min_value=1, max_value=100)

    def clean(self) -> dict[str, int]:
        """Require that the part lies on the picture."""
        data = self.cleaned_data
        if not self.errors and (data["left"] + data["width"] > 100 or data["top"] + data["height"] > 100):
            raise ValidationError(_("The part reaches outside the picture: make it smaller."), code="box")
        return data

    def box(self) -> Box:
        """Return the part as shares."""
        data = self.cleaned_data
        return Box(
            data["left"] / 100,
            data["top"] / 100,
            (data["left"] + data["width"]) / 100,
            (data["top"] + data["height"]) / 100,
        )
