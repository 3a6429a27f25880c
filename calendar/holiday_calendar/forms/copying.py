"""What a coordinator fills in: from which year to copy, to which."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common import clock
from holiday_calendar import figures


def _years(first: int, last: int) -> list[tuple[int, str]]:
    return [(year, f"{year}/{(year + 1) % 100:02d}") for year in range(first, last + 1)]


class CopyYearForm(forms.Form):
    """Two school years, the later one to be planned."""

    source = forms.TypedChoiceField(label=_("From the school year"), coerce=int)
    target = forms.TypedChoiceField(label=_("To the school year"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = figures.wheel_days(clock.today())[0].year
        self.fields["source"].choices = _years(now - 3, now + 1)  # type: ignore[attr-defined]  # a choice field
        self.fields["target"].choices = _years(now, now + 4)  # type: ignore[attr-defined]  # a choice field
        self.fields["source"].initial, self.fields["target"].initial = now, now + 1


class LayOutForm(forms.Form):
    """A school year whose meetings are to be laid out."""

    year = forms.TypedChoiceField(label=_("School year"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = figures.wheel_days(clock.today())[0].year
        self.fields["year"].choices = _years(now, now + 4)  # type: ignore[attr-defined]  # a choice field
        self.fields["year"].initial = now + 1
