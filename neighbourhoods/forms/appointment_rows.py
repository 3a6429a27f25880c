"""The appointments beside an area in the admin: the rows of one saving against each other."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext as _

from neighbourhoods.models import ContactAgent


class AppointmentFormSet(BaseInlineFormSet):  # type: ignore[type-arg]  # takes no parameter at run time
    """Each row is looked at beside what is stored; here they are looked at beside each other."""

    def clean(self) -> None:
        """Refuse two rows of one person, or two head contact agents, in the same days."""
        super().clean()
        if any(self.errors):
            return
        rows = [form.instance for form in self.forms if form.instance.pk or form.has_changed()]
        for one, other in combinations(rows, 2):
            _require_room(one, other)


def _require_room(one: ContactAgent, other: ContactAgent) -> None:
    if not _overlap(one.period, other.period):
        return
    if one.user_id == other.user_id:
        sentence = _("%(person)s stands in two rows for the same days. Take one of them away.")
        raise ValidationError(sentence % {"person": one.user}, code="already_appointed")
    if one.is_head and other.is_head:
        sentence = _("%(one)s and %(other)s would both be head contact agent in the same days. Choose one.")
        raise ValidationError(sentence % {"one": one.user, "other": other.user}, code="head_taken")


def _overlap(one: Any, other: Any) -> bool:
    """Tell whether two ranges of days share one; the last day of a range is left out, none is no end."""
    starts_before_end = other.upper is None or one.lower < other.upper
    return starts_before_end and (one.upper is None or other.lower < one.upper)
