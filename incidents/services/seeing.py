"""Who sees a kind's reports: every role that sees reports, or some of them only."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from incidents.models import Category
from incidents.services.intake import plain
from incidents.services.publishing import MOST_NOTE
from incidents.transitions import ChangedMeanwhileError


def require_kept_to(category: Category, roles: Collection[Group], *, by: User | None = None) -> None:
    """Raise ValidationError (`single`, `own_role`) unless a kind may be kept to these roles; none means every role."""
    if roles and category.publishes_as == Category.Publishing.SINGLE:
        raise ValidationError(_("Everybody reads this kind one by one: publish it as counts first."), code="single")
    if roles and by and not by.is_superuser and not by.groups.filter(pk__in=[role.pk for role in roles]).exists():
        raise ValidationError(_("Keep one of your own roles: else you could not see it again."), code="own_role")


@transaction.atomic
def set_seen_by(*, category: Category, roles: Collection[Group], seen: str, note: str, by: User) -> Category:
    """Let only these roles see a kind's reports from now on; with none, every role that sees reports.

    Raises PermissionDenied; ChangedMeanwhileError where it is not what `seen` says; ValidationError `note`, `single`,
    `own_role`.
    """
    if not by.has_perm("incidents.change_category"):
        raise PermissionDenied
    note = plain(note)[:MOST_NOTE]
    fresh: Category = Category.objects.select_for_update().get(pk=category.pk)
    if seen_by_now(fresh) != seen:
        sentence = _("Somebody else has changed this kind meanwhile. See how it stands now.")
        raise ChangedMeanwhileError(sentence, code="changed_meanwhile")
    if not note:
        raise ValidationError(_("Say why: it stands in the history."), code="note")
    require_kept_to(fresh, roles, by=by)
    fresh.seen_by.set(roles)
    told: Any = fresh  # what the record history reads from the row
    told._history_user, told._change_reason = by, note
    fresh.save()
    told_ids = f"{fresh.pk}:{seen_by_now(fresh)}"
    audit(actor=by, action="category.seen_by", object_type="incidents.category", object_id=told_ids[:64])
    return fresh


def seen_by_now(category: Category) -> str:
    """Return the numbers of the roles that a kind is kept to, as one word; empty where every role sees it."""
    return "+".join(str(pk) for pk in category.seen_by.order_by("pk").values_list("pk", flat=True))
