"""Heads of groups of areas."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import HEAD_CONTACT_AGENT
from accounts.services import audit, give_role, may_give
from common import clock
from neighbourhoods.models import AreaGroup, GroupHead
from neighbourhoods.services.appointments import period_of


@transaction.atomic
def appoint_group_head(
    *, group: AreaGroup, user: User, by: User | None, starts_on: date | None = None, last_day: date | None = None
) -> GroupHead:
    """Let a person head a group of areas for a period. Raises ValidationError `head_taken`, `ends_before_start`."""
    period = period_of(starts_on or clock.today(), last_day)
    try:
        with transaction.atomic():
            head = GroupHead.objects.create(group=group, user=user, period=period)
    except IntegrityError as error:
        raise ValidationError(
            _("The group has a head contact agent in this period. Let that one end first."), code="head_taken"
        ) from error
    give_group_role(head=head, by=by)
    return head


def give_group_role(*, head: GroupHead, by: User | None) -> None:
    """Give a group's head the role and note it; taken back by the job of each night when the period is over."""
    group, user = head.group, head.user
    if not user.groups.filter(name=HEAD_CONTACT_AGENT).exists():
        give_role(by=by if may_give(by, HEAD_CONTACT_AGENT) else None, user=user, role=HEAD_CONTACT_AGENT)
    audit(actor=by, action="group.head_appointed", object_type="neighbourhoods.areagroup", object_id=str(group.pk))
