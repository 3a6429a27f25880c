"""The rule of vitality: drafts, their publishing, and the first version that a new house begins with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common import clock
from neighbourhoods.models import VitalityRule, VitalitySignal

Name = VitalitySignal.Name
QUIET_BELOW, DORMANT_BELOW = 65, 31
LIMITS = ("quiet_below", "dormant_below", "silent_days")
# Weight, days it counts whole, days after which it counts nothing. Half a year without a sign of life is sleep,
# however well the rest stands, and never sooner. Source: our own reading of
# "dormant", to be tuned by the coordinator.
DEFAULTS: Mapping[Name, tuple[int, int, int]] = {
    Name.CONTACT: (70, 90, 183),
    Name.MEETING: (10, 395, 550),
    Name.TRAINING: (5, 0, 0),
    Name.SIGN_CHECK: (5, 365, 730),
    Name.AGENTS: (5, 0, 0),
    Name.PASSED_ON: (5, 90, 270),
}


@transaction.atomic
def rule_in_force() -> VitalityRule:
    """Return the rule that holds; the first version is made where there is none."""
    held = VitalityRule.objects.holding()
    if held is not None:
        return held
    _one_at_a_time()
    held = VitalityRule.objects.holding()
    if held is not None:
        return held
    rule = VitalityRule.objects.create(
        number=_next_number(), quiet_below=QUIET_BELOW, dormant_below=DORMANT_BELOW, published_at=clock.now()
    )
    VitalitySignal.objects.bulk_create(
        VitalitySignal(rule=rule, name=name, weight=weight, fresh_days=fresh, stale_days=stale)
        for name, (weight, fresh, stale) in DEFAULTS.items()
    )
    return rule


def _next_number() -> int:
    last = VitalityRule.objects.order_by("-number").first()
    return last.number + 1 if last else 1


@transaction.atomic
def begin_rule(*, by: User) -> VitalityRule:
    """Return the draft, made as a copy of the rule that holds if there is none."""
    source = rule_in_force()
    _one_at_a_time()
    draft = VitalityRule.objects.filter(published_at=None).first()
    if draft is not None:
        return draft
    draft = VitalityRule.objects.create(number=_next_number(), **{name: getattr(source, name) for name in LIMITS})
    for signal in source.signals.all():
        signal.pk, signal.rule = None, draft
        signal.save(force_insert=True)
    _note(draft, "vitality_rule.begun", by)
    return draft


@transaction.atomic
def save_rule(*, draft: VitalityRule, limits: Mapping[str, int], signals: Mapping[str, Mapping[str, Any]]) -> None:
    """Store a draft's limits and signals. Raises ValidationError: `published`, or what is wrong with a number."""
    held = _require_draft(draft)
    for name in LIMITS:
        setattr(held, name, limits.get(name, getattr(held, name)))
    held.full_clean(exclude=["published_at"])
    held.save()
    for signal in held.signals.all():
        for field, value in signals.get(signal.name, {}).items():
            setattr(signal, field, value)
        signal.full_clean()
        signal.save()
    if not any(held.signals.values_list("weight", flat=True)):
        raise ValidationError(_("At least one signal must weigh something."), "no_weight")


@transaction.atomic
def publish_rule(*, draft: VitalityRule, by: User) -> VitalityRule:
    """Let a draft hold from the next night on. Raises ValidationError `published`."""
    held = _require_draft(draft)
    held.published_at, held.published_by = clock.now(), by
    held.save(update_fields=["published_at", "published_by"])
    _note(held, "vitality_rule.published", by)
    return held


@transaction.atomic
def discard_rule(*, draft: VitalityRule, by: User) -> None:
    """Throw a draft away. Raises ValidationError `published`."""
    held = _require_draft(draft)
    _note(held, "vitality_rule.discarded", by)
    held.delete()


def _note(rule: VitalityRule, action: str, by: User) -> None:
    audit(actor=by, action=action, object_type="neighbourhoods.vitalityrule", object_id=str(rule.pk))


def _require_draft(draft: VitalityRule) -> VitalityRule:
    held = VitalityRule.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if held is None or not held.is_draft:
        raise ValidationError(_("This version has been published. Begin a new draft to change it."), "published")
    return held


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('vitality_rule', 0))")
