"""What is asked about signs."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common import clock
from common.charts import Drawing
from common.pictures import clean_photo
from neighbourhoods import figures
from neighbourhoods.forms.startup import day_field, district_field, search_field
from neighbourhoods.models import Area, Sign, SignCondition


class PhotoField(forms.FileField):
    """One picture, returned as a clean JPEG without metadata, or None."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the clean picture. Raises ValidationError with what is wrong with it."""
        upload = super().clean(data, initial)
        return clean_photo(cast(BinaryIO, upload), upload.size or 0) if upload else None


def _photo() -> PhotoField:
    return PhotoField(label=_("Photo"), required=False, help_text=_("Photograph the sign, not people."))


class _PlaceForm(forms.Form):
    """Where a sign stands: in words, and as a position."""

    place = forms.CharField(
        label=_("Where the sign stands"), max_length=200, help_text=_("The entrance by the bus stop, say.")
    )
    position = forms.CharField(
        label=_("Position"), max_length=60, required=False, help_text=_("Latitude and longitude: 59.2012, 17.8301")
    )
    photo = _photo()

    def clean(self) -> dict[str, Any]:
        """Read the position as two numbers."""
        data: dict[str, Any] = super().clean() or {}
        words = data.pop("position", "")
        found = figures.position_in_words(words) if words else None
        if words and found is None:
            raise ValidationError({"position": _("Write the position as 59.2012, 17.8301.")}, code="position")
        data["latitude"], data["longitude"] = found or (None, None)
        return data

    @property
    def outside(self) -> Drawing | None:
        """Return a sketch of the position that was refused because it lies outside the municipality."""
        words = str(self.data.get("position", "")) if self.has_error("position", code="outside") else ""
        found = figures.position_in_words(words.strip())
        return figures.sketch_outside(found[1], found[0]) if found else None


class SignForm(_PlaceForm):
    """A sign that stands."""

    put_up_on = day_field(_("Put up on"))
    field_order = ("place", "position", "put_up_on", "photo")


class PlaceSignForm(_PlaceForm):
    """Where one of an area's signs stands: a new one's place, or a wrong one put right."""

    sign = forms.ModelChoiceField(label=_("Which sign"), queryset=Sign.objects.none(), empty_label=_("choose"))
    field_order = ("sign", "place", "position", "photo")

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        # The page has three forms with fields of the same names.
        super().__init__(*args, **{"auto_id": "plats-%s"} | kwargs)
        signs = figures.signs_of(area)
        # Signs without a place come first.
        self.initial.setdefault("sign", signs.filter(place="").first())
        field = self.fields["sign"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = signs


class SignCheckForm(forms.Form):
    """How a sign is. The portal's form too: give it the agent's own area."""

    sign = forms.ModelChoiceField(label=_("Which sign"), queryset=Sign.objects.none(), empty_label=_("choose"))
    condition = forms.ChoiceField(label=_("How is it?"), choices=SignCondition.choices, widget=forms.RadioSelect)
    checked_on = day_field(_("Checked on"), required=True)
    photo = _photo()
    wants_replacement = forms.BooleanField(label=_("Order a replacement"), required=False)

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "koll-%s"} | kwargs)
        self.initial.setdefault("checked_on", clock.today())
        field = self.fields["sign"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = figures.signs_of(area)


class SignFilter(forms.Form):
    """The list of signs. What can't be understood is left out, never an error page."""

    q = search_field(_("Search area or place"))
    kommundel = district_field()
    CONDITIONS = (("", _("all")), ("broken", _("to be replaced, not ordered")), *SignCondition.choices)
    skick = forms.ChoiceField(label=_("Condition"), choices=CONDITIONS, required=False)
    kontroll = forms.BooleanField(label=_("Not checked for a year"), required=False)
    plats = forms.BooleanField(label=_("Place not noted"), required=False)
