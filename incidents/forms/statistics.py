"""Which released reports the public list shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from common import clock
from incidents import figures
from incidents.models import Category
from incidents.querysets import ReportQuerySet
from neighbourhoods.models import District

_SELECT = forms.Select(attrs={"class": "in"})


class SinglesForm(forms.Form):
    """Month, kind and place of a published number. What can't be read is ignored."""

    manad = forms.ChoiceField(required=False, label=_("Month"), widget=_SELECT)
    typ = forms.ModelChoiceField(
        Category.objects.filter(publishing=Category.Publishing.SINGLE), to_field_name="code", required=False,
        label=_("Kind"), empty_label=_("Every kind"), widget=_SELECT,
    )  # fmt: skip
    plats = forms.ChoiceField(required=False, label=_("District"), widget=_SELECT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in figures.months()]
        places = District.objects.order_by("name").values_list("slug", "name")
        self.fields["manad"].choices = [("", _("Every month")), *months]  # type: ignore[attr-defined]
        self.fields["plats"].choices = [  # type: ignore[attr-defined]
            ("", _("Every district")), *places, (figures.NOWHERE, _("In no district")),
        ]  # fmt: skip

    def apply(self, reports: ReportQuerySet) -> ReportQuerySet:
        """Limit the reports to those asked for."""
        self.is_valid()
        data: dict[str, Any] = self.cleaned_data
        if data.get("manad"):
            first = date.fromisoformat(f"{data['manad']}-01")
            until = clock.start_of_day(figures.first_of_next(first))
            reports = reports.filter(received_at__gte=clock.start_of_day(first), received_at__lt=until)
        if data.get("typ"):
            reports = reports.filter(category=data["typ"])
        if data.get("plats"):
            nowhere = data["plats"] == figures.NOWHERE
            reports = reports.filter(district=None) if nowhere else reports.filter(district__slug=data["plats"])
        return reports
