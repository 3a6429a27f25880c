"""What is asked about measures: who does what, where."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed import ModelForm
from neighbourhoods.forms.startup import search_field
from neighbourhoods.models import Area, District, Measure, Organisation

MEASURE_SORTS = {
    "-sedan": ("-since", "pk"),
    "sedan": ("since", "pk"),
    "vem": ("organisation__name", "pk"),
    "-vem": ("-organisation__name", "pk"),
}


class MeasureFilter(forms.Form):
    """The list's search and filters. What can't be understood is left out."""

    q = search_field(_("Search organisation, place or note"))
    vad = forms.ChoiceField(label=_("What"), choices=[("", _("all")), *Measure.Kind.choices], required=False)
    slag = forms.ChoiceField(label=_("Prevention"), choices=[("", _("all")), *Measure.Approach.choices], required=False)
    kommundel = forms.ModelChoiceField(
        label=_("District"), queryset=District.objects.defer("boundary"), to_field_name="slug", required=False,
        empty_label=_("all"),
    )  # fmt: skip
    nar = forms.ChoiceField(
        label=_("When"), choices=[("", _("all")), ("nu", _("goes on today")), ("slut", _("has ended"))], required=False
    )
    ordning = forms.ChoiceField(choices=[(key, key) for key in MEASURE_SORTS], required=False, widget=forms.HiddenInput)


class MeasureForm(ModelForm[Measure]):
    """A measure, in an area or in a whole district."""

    area = forms.ModelChoiceField(
        label=_("Area"), queryset=Area.objects.open().defer("boundary"), required=False, to_field_name="slug",
        widget=forms.TextInput, help_text=_("The area's address word, as in its web address. Empty for a district."),
    )  # fmt: skip
    district = forms.ModelChoiceField(
        label=_("Whole district"), queryset=District.objects.defer("boundary"), required=False,
        empty_label=_("a single area"),
    )  # fmt: skip
    organisation = forms.ModelChoiceField(label=_("Who"), queryset=Organisation.objects.all(), empty_label=_("choose"))
    kind = forms.ChoiceField(label=_("What"), choices=[("", _("choose")), *Measure.Kind.choices])
    approach = forms.ChoiceField(label=_("Prevention"), choices=Measure.Approach.choices, widget=forms.RadioSelect)

    class Meta:
        model = Measure
        fields = ["organisation", "kind", "approach", "area", "district", "since", "until", "note"]
        widgets = {
            "since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def _post_clean(self) -> None:
        """Leave the place's and the days' rules to the service, which says them in words."""
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields)
