"""What a list read in changes, in words."""

from __future__ import annotations

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.geo import hectares
from common.list_runs import Outcome
from neighbourhoods.models import Area, ContactAgent, District, ListRow, ListRun, Organisation


class Differences:
    """The differences a list's rows make, with the names of what they point to read once."""

    def __init__(self, run: ListRun) -> None:
        model = ContactAgent if run.kind == ListRun.Kind.AGENTS else Area
        held = {field.attname: str(field.verbose_name) for field in model._meta.concrete_fields}
        self.labels = held | {"starts_on": _("first day"), "last_day": _("last day"), "boundary": _("border")}
        answers = {True: _("yes"), False: _("no")}
        self.words: dict[str, dict[Any, str]] = {
            "district_id": dict(District.objects.values_list("pk", "name")),
            "owner_id": dict(Organisation.objects.values_list("pk", "name")),
            "housing": {value: str(label) for value, label in Area.Housing.choices},
            "is_head": answers,
            "agrees_to_be_shown": answers,
        }

    def of(self, row: ListRow) -> list[tuple[str, str, str]]:
        """Return heading, old and new of each field that a row changes."""
        if row.outcome != Outcome.CHANGED.value:
            return []
        changed = [(name, row.before.get(name), new) for name, new in row.after.items() if row.before.get(name) != new]
        return [(self.labels[name], self._word(name, old), self._word(name, new)) for name, old, new in changed]

    def _word(self, name: str, value: Any) -> str:
        if isinstance(value, dict):
            return _("%(hectares)s hectares") % {"hectares": number_format(hectares(value), 1)}
        return str(self.words.get(name, {}).get(value, value) or "–")
