"""Efforts are recorded before they start; after that a change needs a note, and what stood before is kept."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common import clock
from incidents.models import Effort, EffortChange
from incidents.services.once import once
from incidents.transitions import ChangedMeanwhileError

FIELDS = (
    "what", "description", "leader", "district", "area", "first_day", "last_day", "direction", "compared_district",
    "compared_area",
)  # fmt: skip


@transaction.atomic
def record_effort(*, by: User, fields: dict[str, Any], form_token: str = "") -> Effort:
    """Write an effort down, once for each form.

    Raises ValidationError `started` when its first day is not yet to come.
    """
    if fields["first_day"] <= clock.today():
        raise ValidationError(
            _("An effort is written down before its first day, so that what is expected can't be fitted afterwards."),
            code="started",
        )

    def record() -> Effort:
        told = {name: fields[name] for name in FIELDS}
        effort = Effort.objects.create(recorded_by=by, form_token=form_token or None, **told)
        effort.categories.set(fields["categories"])
        audit(actor=by, action="effort.recorded", object_type="incidents.effort", object_id=str(effort.pk))
        return effort

    return once(Effort, form_token, record)


@transaction.atomic
def change_effort(*, effort: Effort, by: User, fields: dict[str, Any], version: int, note: str = "") -> Effort:
    """Change an effort and keep how it stood. Raises ChangedMeanwhileError; ValidationError `note`, `first_day`."""
    fresh: Effort = Effort.objects.select_for_update(of=("self",)).get(pk=effort.pk)
    if fresh.version != version:
        sentence = _("Somebody else saved this effort first. Open it again and compare.")
        raise ChangedMeanwhileError(sentence, code="changed_meanwhile")
    before = _as_words(fresh)
    _require_honest(fresh, fields, note)
    for name in FIELDS:
        setattr(fresh, name, fields[name])
    fresh.version += 1
    fresh.save()
    fresh.categories.set(fields["categories"])
    after = _as_words(fresh)
    changed = [name for name in before if before[name] != after[name]]
    EffortChange.objects.create(
        effort=fresh,
        note=note,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        by=by,
    )
    audit(actor=by, action="effort.changed", object_type="incidents.effort", object_id=str(fresh.pk))
    return fresh


def _require_honest(held: Effort, fields: dict[str, Any], note: str) -> None:
    if held.has_started and not note.strip():
        raise ValidationError(
            {"note": ValidationError(_("The effort has started: say why it is changed."), code="note")}
        )
    if held.has_started and fields["first_day"] != held.first_day:
        sentence = _("The first day can't be changed when the effort has started.")
        raise ValidationError({"first_day": ValidationError(sentence, code="first_day")})
    if not held.has_started and fields["first_day"] <= clock.today():
        sentence = _("The first day must still be to come.")
        raise ValidationError({"first_day": ValidationError(sentence, code="first_day")})


def _as_words(effort: Effort) -> dict[str, str]:
    words = {name: str(getattr(effort, name) or "") for name in FIELDS}
    kinds = effort.categories.order_by("sort", "pk").values_list("code", flat=True)
    return words | {"categories": ", ".join(kinds)}
