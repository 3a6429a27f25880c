"""What is filled in for a school year: a file, or its dates by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from holiday_calendar.importing import MAX_BYTES
from holiday_calendar.lifecycle import YearStatus
from holiday_calendar.models import SchoolBreak, SchoolForm, SchoolYear

EMPTY_ROWS = 4
MOST_ROWS = 60


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class YearUploadForm(forms.Form):
    """A file with a school year."""

    file = forms.FileField(label=_("File"), help_text=_("TOML, CSV or a calendar file (.ics), at most 500 kB."))

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is too large for a school year. Is it the right one?"), code="too_large")
        return file


class YearForm(forms.Form):
    """A school year by hand: for which schools, from when to when, by which source."""

    label = forms.CharField(label=_("School year"), max_length=7, help_text=_("For example 2026/27."))
    school_form = forms.ChoiceField(label=_("School form"), choices=SchoolForm)
    starts_from = forms.DateField(label=_("Starts, earliest"), widget=_Day)
    starts_to = forms.DateField(label=_("Starts, latest"), widget=_Day, required=False)
    ends_from = forms.DateField(label=_("Ends, earliest"), widget=_Day)
    ends_to = forms.DateField(label=_("Ends, latest"), widget=_Day, required=False)
    source = forms.CharField(label=_("Source"), max_length=300)
    source_date = forms.DateField(label=_("Date of the source"), widget=_Day)
    status = forms.ChoiceField(label=_("Status"), choices=YearStatus)


class BreakForm(forms.Form):
    """One break. `key` follows it through the versions."""

    key = forms.SlugField(max_length=40, required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), *SchoolBreak.Kind.choices], required=False)
    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    first_day = forms.DateField(label=_("First day"), widget=_Day, required=False)
    last_day = forms.DateField(label=_("Last day"), widget=_Day, required=False)
    starts_from = forms.DateField(label=_("Begins at the earliest"), widget=_Day, required=False)
    starts_to = forms.DateField(label=_("Begins at the latest"), widget=_Day, required=False)


BreakFormSet = forms.formset_factory(BreakForm, extra=EMPTY_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def filled_rows(rows: Sequence[BreakForm]) -> list[dict[str, Any]]:
    """Return what is filled in of a year's breaks; a row without name and day is left out."""
    filled = [row.cleaned_data for row in rows]
    return [row for row in filled if row.get("name") or row.get("first_day")]


def year_initial(year: SchoolYear | None) -> dict[str, Any]:
    """Return what a year says now, to be changed."""
    if year is None:
        return {"school_form": SchoolForm.ALL}
    return {name: getattr(year, name) for name in YearForm.base_fields}


def breaks_initial(year: SchoolYear | None) -> list[dict[str, Any]]:
    """Return the breaks of a year as they stand."""
    if year is None:
        return []
    return [{name: getattr(held, name) for name in BreakForm.base_fields} for held in year.breaks.standing()]


def year_table(year: dict[str, Any], breaks: list[dict[str, Any]]) -> dict[str, Any]:
    """Return both as a file would state them, so that the same checks hold."""
    return year | {
        "starts": {"from": year["starts_from"], "to": year["starts_to"]},
        "ends": {"from": year["ends_from"], "to": year["ends_to"]},
        "breaks": breaks,
    }
