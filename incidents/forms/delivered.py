"""What is asked when counts from others are read in, and which of them are shown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from common import clock
from common.typed import ModelForm
from incidents.forms.once import TokenField
from incidents.models import CountSource
from incidents.querysets import DeliveredCountQuerySet
from neighbourhoods.models import District

_YEARS = [MinValueValidator(date(1990, 1, 1)), MaxValueValidator(date(2100, 1, 1))]
_DAY = forms.DateInput(attrs={"class": "in", "type": "date"}, format="%Y-%m-%d")
_SELECT = forms.Select(attrs={"class": "in"})
TWO_YEARS = timedelta(days=730)


class CountFileForm(forms.Form):
    """A list of counts."""

    form_token = TokenField()
    file = forms.FileField(
        label=_("List of counts"),
        help_text=_("An Excel file (.xlsx) or CSV, at most 5 MB and 10,000 rows. Nothing is saved until you confirm."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )


class CountSourceForm(ModelForm[CountSource]):
    """Who delivers counts."""

    class Meta:
        model = CountSource
        fields = ["name", "kind"]


class CountsForm(forms.Form):
    """Which counts are shown: what can't be read is ignored."""

    source = forms.ModelChoiceField(
        CountSource.objects.all(), required=False, label=_("Source"), empty_label=_("Every source"), widget=_SELECT
    )
    district = forms.ModelChoiceField(
        District.objects.defer("boundary"), to_field_name="slug", required=False, label=_("District"),
        empty_label=_("Every district"), widget=_SELECT,
    )  # fmt: skip
    since = forms.DateField(required=False, label=_("Ended after"), widget=_DAY, validators=_YEARS)
    replaced = forms.BooleanField(required=False, label=_("Replaced ones too"))
    count = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def apply(self, counts: DeliveredCountQuerySet) -> DeliveredCountQuerySet:
        """Limit the counts to those asked for: the last two years if no day is named."""
        self.is_valid()
        data: dict[str, Any] = self.cleaned_data
        if self.is_one:
            return counts.same_as(data["count"]).for_list().order_by("-recorded_at", "-pk")
        found = counts if data.get("replaced") else counts.standing()
        found = found.filter(last__gte=data.get("since") or clock.today() - TWO_YEARS)
        if data.get("source"):
            found = found.filter(source=data["source"])
        if data.get("district"):
            found = found.in_district(data["district"].pk)
        return found.for_list().order_by("-last", "source__name", "kind", "pk")

    @property
    def is_one(self) -> bool:
        """Whether one count is asked for, with what it has replaced."""
        return self.is_valid() and self.cleaned_data.get("count") is not None
