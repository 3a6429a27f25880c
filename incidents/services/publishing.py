"""How a kind is published: one by one, or as counts only. Months that have been published stay as they are."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common import clock
from incidents.figures.releasing import first_of_next
from incidents.models import Category, Release
from incidents.services.intake import plain
from incidents.transitions import ChangedMeanwhileError

MOST_NOTE = 100  # characters: what the record history holds


def listed_from() -> datetime | None:
    """Return from when reports of a kind that becomes single are listed: after the months that are published.

    In those its small counts were left out, and its single reports would give them away. None before any month is.
    """
    last: date | None = Release.objects.values_list("month", flat=True).first()
    return clock.start_of_day(first_of_next(last)) if last else None


@transaction.atomic
def set_publishing(*, category: Category, to: str, seen: str, note: str, by: User) -> Category:
    """Publish a kind in another way from now on.

    Raises PermissionDenied; ChangedMeanwhileError where it is not what `seen` says; ValidationError `note`, `kept`.
    """
    if not by.has_perm("incidents.change_category"):
        raise PermissionDenied
    note = plain(note)[:MOST_NOTE]
    fresh: Category = Category.objects.select_for_update().get(pk=category.pk)
    if fresh.publishes_as != seen:
        sentence = _("Somebody else has changed this kind meanwhile. See how it stands now.")
        raise ChangedMeanwhileError(sentence, code="changed_meanwhile")
    if not note:
        raise ValidationError(_("Say why: it stands in the history."), code="note")
    if to == Category.Publishing.SINGLE and fresh.seen_by.exists():
        raise ValidationError(_("Only some roles see this kind: it can't be published one by one."), code="kept")
    fresh.publishing = to
    fresh.single_from = listed_from() if to == Category.Publishing.SINGLE else None
    told: Any = fresh  # what the record history reads from the row
    told._history_user, told._change_reason = by, note
    fresh.save(update_fields=["publishing", "single_from"])
    audit(actor=by, action=f"category.published_{to}", object_type="incidents.category", object_id=str(fresh.pk))
    return fresh
