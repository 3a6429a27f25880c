"""Reads: what several school forms share stands once; where they differ each says for which schools it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from holiday_calendar.lifecycle import YearStatus
from holiday_calendar.models import SchoolBreak, SchoolForm, SchoolYear
from holiday_calendar.querysets import SchoolBreakQuerySet


@dataclass(frozen=True)
class SharedBreak:
    """A break that one or several school forms have on the same days. `form` names them where others differ."""

    each: tuple[SchoolBreak, ...]
    form: str

    @property
    def held(self) -> SchoolBreak:
        """Return the one that stands for all."""
        return self.each[0]

    @property
    def name(self) -> str:
        """Return its name, and for which schools it is where others differ."""
        return f"{self.held.name} ({self.form})" if self.form else self.held.name

    @property
    def key(self) -> str:
        """Return its word on a page, the same in the list and on the wheel."""
        form = self.held.school_year.school_form
        return self.held.key if form == SchoolForm.ALL else f"{self.held.key}-{form}"

    @property
    def is_unsure(self) -> bool:
        """Tell whether the days are to be confirmed for any of them."""
        return any(held.school_year.status == YearStatus.TO_BE_CONFIRMED for held in self.each)

    @property
    def changed_at(self) -> datetime:
        """Return when anything of it was changed last."""
        return max(max(held.updated_at, held.school_year.updated_at) for held in self.each)


def shared_breaks(found: SchoolBreakQuerySet) -> list[SharedBreak]:
    """Return breaks in their order, those that several school forms have on the same days as one."""
    alike: dict[tuple[object, ...], list[SchoolBreak]] = defaultdict(list)
    for held in found.select_related("school_year"):
        days = (held.first_day, held.last_day, held.starts_from, held.starts_to)
        alike[held.school_year.label, held.kind, held.name, days, held.visible, held.is_withdrawn].append(held)
    groups = [tuple(sorted(each, key=lambda held: held.school_year.school_form)) for each in alike.values()]
    entered = _forms_entered(groups)
    return [SharedBreak(each, _differing(each, entered)) for each in groups]


def _forms_entered(groups: Sequence[tuple[SchoolBreak, ...]]) -> dict[str, set[str]]:
    """Return the school forms of each school year; asked only where one is not for all."""
    labels = {
        held.school_year.label for each in groups for held in each if held.school_year.school_form != SchoolForm.ALL
    }
    entered: dict[str, set[str]] = defaultdict(set)
    if labels:
        for label, form in SchoolYear.objects.filter(label__in=labels).values_list("label", "school_form"):
            entered[label].add(form)
    return entered


def _differing(each: Sequence[SchoolBreak], entered: dict[str, set[str]]) -> str:
    """Return in words which school forms have it, where there are others that don't."""
    forms = {held.school_year.school_form for held in each}
    if SchoolForm.ALL in forms or forms >= entered[each[0].school_year.label]:
        return ""
    return ", ".join(str(SchoolForm(form).label) for form in sorted(forms))
