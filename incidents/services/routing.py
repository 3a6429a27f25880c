"""Rules that propose where a report goes: saved as drafts, published when they have been tried out."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common import clock
from incidents.models import RoutingRule
from incidents.services.once import once
from incidents.transitions import ChangedMeanwhileError


@transaction.atomic
def save_rule(
    *, rule: RoutingRule | None, by: User, fields: dict[str, Any], version: int = 0, form_token: str = ""
) -> RoutingRule:
    """Save a rule as a draft: changed words are not in force until published again. A form makes one new rule.

    Raises ChangedMeanwhileError if somebody else has saved it since its reader opened it.
    """
    if rule is not None:
        return _saved(_locked(rule, version), by, fields)
    return once(RoutingRule, form_token, lambda: _saved(RoutingRule(form_token=form_token or None), by, fields))


def _saved(fresh: RoutingRule, by: User, fields: dict[str, Any]) -> RoutingRule:
    categories = fields.pop("categories", [])
    for name, value in fields.items():
        setattr(fresh, name, value)
    fresh.published_at = fresh.published_by = None
    fresh.version += 1
    fresh.save()
    fresh.categories.set(categories)
    audit(actor=by, action="rule.saved", object_type="incidents.routingrule", object_id=str(fresh.pk))
    return fresh


@transaction.atomic
def publish_rule(*, rule: RoutingRule, by: User, version: int, withdraw: bool = False) -> RoutingRule:
    """Put a rule in force, or take it out of force. Raises ChangedMeanwhileError."""
    fresh = _locked(rule, version)
    fresh.published_at, fresh.published_by = (None, None) if withdraw else (clock.now(), by)
    fresh.version += 1
    fresh.save(update_fields=["published_at", "published_by", "version"])
    action = "rule.withdrawn" if withdraw else "rule.published"
    audit(actor=by, action=action, object_type="incidents.routingrule", object_id=str(fresh.pk))
    return fresh


def _locked(rule: RoutingRule, version: int) -> RoutingRule:
    fresh: RoutingRule = RoutingRule.objects.select_for_update().get(pk=rule.pk)
    if fresh.version != version:
        sentence = _("Somebody else saved this rule first. Open it again and compare.")
        raise ChangedMeanwhileError(sentence, code="changed_meanwhile")
    return fresh
