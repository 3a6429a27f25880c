"""The form that follows a place by mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents import figures
from incidents.services import Place, Rhythm
from neighbourhoods.models import District


class FollowPlaceForm(forms.Form):
    """Which place, how often, to which address."""

    place = forms.ChoiceField(label=_("Which place?"), error_messages={"required": _("Choose a place.")})
    rhythm = forms.ChoiceField(
        label=_("How often?"), choices=Rhythm.choices, widget=forms.RadioSelect, initial=Rhythm.WEEKLY
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        help_text=_("You get a mail first, with a link that says yes."),
        error_messages={"invalid": _("Write the e-mail address in full: name@example.com.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.districts = list(District.objects.order_by("name"))
        self.areas = list(figures.areas_to_follow().order_by("name"))
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("all", _("The whole municipality")),
            (_("Districts"), [(f"district:{one.pk}", one.name) for one in self.districts]),
            (_("Areas"), [(f"area:{one.pk}", one.name) for one in self.areas]),
        ]

    def chosen(self) -> Place:
        """Return the place that was chosen."""
        kind, _colon, pk = str(self.cleaned_data["place"]).partition(":")
        if kind == "area":
            return Place(area=next(one for one in self.areas if str(one.pk) == pk))
        if kind == "district":
            return Place(district=next(one for one in self.districts if str(one.pk) == pk))
        return Place()
