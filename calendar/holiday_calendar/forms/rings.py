"""What is filled in for a ring of an organisation's own on the year wheel."""

from __future__ import annotations

from typing import Any

from common.typed import ModelForm
from holiday_calendar.models import WheelRing
from neighbourhoods.models import Organisation


class NewRingForm(ModelForm[WheelRing]):
    """Which organisation, and the name that stands on the wheel."""

    class Meta:
        model = WheelRing
        fields = ("organisation", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without = Organisation.objects.filter(wheel_ring=None)
        self.fields["organisation"].queryset = without  # type: ignore[attr-defined]  # a choice among rows


class RingNameForm(ModelForm[WheelRing]):
    """Another name for a ring."""

    class Meta:
        model = WheelRing
        fields = ("name",)
