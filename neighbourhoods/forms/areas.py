"""What is asked about areas and borders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.geo import polygon_from_geojson, to_geojson
from common.typed import ModelForm
from neighbourhoods import figures
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, District

SORTS = {
    "namn": ("name",),
    "-namn": ("-name",),
    "kommundel": ("district__name", "name"),
    "-kommundel": ("-district__name", "name"),
    "hushall": ("households", "name"),
    "-hushall": ("-households", "name"),
    "kontakt": ("last_contact_on", "name"),
    "-kontakt": ("-last_contact_on", "name"),
}


VITALITY = (
    ("alive", _("alive")),
    ("quiet", _("quiet")),
    ("dormant", _("dormant")),
    ("forming", _("being formed")),
    ("without_agent", _("without contact agent")),
)


class AreaFilter(forms.Form):
    """The list's search and filters. What can't be understood is left out, never an error page."""

    q = forms.CharField(
        label=_("Search name, district, owner or agent"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"class": "in", "type": "search"}),
    )
    kommundel = forms.ModelChoiceField(
        label=_("District"), queryset=District.objects.defer("boundary"), to_field_name="slug", required=False,
        empty_label=_("all"),
    )  # fmt: skip
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("all")), *AreaStatus.choices], required=False)
    boende = forms.ChoiceField(label=_("Housing"), choices=[("", _("all")), *Area.Housing.choices], required=False)
    lage = forms.ChoiceField(label=_("How it is"), choices=[("", _("all")), *VITALITY], required=False)
    ordning = forms.ChoiceField(choices=[(key, key) for key in SORTS], required=False, widget=forms.HiddenInput)

    @property
    def is_narrowed(self) -> bool:
        """Whether more than the search word limits the list."""
        return any(self.data.get(name) for name in ("kommundel", "status", "boende", "lage"))


class AreaForm(ModelForm[Area]):
    """An area in the admin; its border is looked at before it is saved."""

    def clean_boundary(self) -> dict[str, Any] | None:
        """Return the border as it is stored. Raises ValidationError with what is wrong with it."""
        boundary = _border(self.cleaned_data.get("boundary"))
        if boundary == self.instance.boundary:
            return boundary
        problems = figures.border_problems(boundary, self.instance) if boundary else []
        wrong = [str(problem.sentence) for problem in problems]
        left = figures.orphans(self.instance, boundary) if self.instance.pk else []
        if left:
            move = _("Move the border on the area's own page, where you can say yes to it.")
            wrong += [*map(str, left), str(move)]
        if wrong:
            raise ValidationError(wrong)
        return boundary


def _border(boundary: Any) -> dict[str, Any] | None:
    return to_geojson(polygon_from_geojson(boundary)) if boundary else None


class BorderForm(ModelForm[Any]):
    """A district or the municipality in the admin; the border is looked at before it is saved."""

    def clean_boundary(self) -> dict[str, Any] | None:
        """Return the border as it is stored. Raises ValidationError with what is wrong with it."""
        return _border(self.cleaned_data.get("boundary"))
