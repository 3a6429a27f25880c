"""An agent's list of the month is ticked off, and how the agent wants to be reached."""

from __future__ import annotations

from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from neighbourhoods.models import AgentChannels, Area, AreaActivity, ContactAgent, MessageRecipient, TaskDone
from neighbourhoods.services.messages import say_read
from neighbourhoods.services.vitality import record_activity
from neighbourhoods.slots import AgentTask
from post.services import parse_mobile


def this_month() -> date:
    """Return the month's first day."""
    return clock.today().replace(day=1)


def _source(task: AgentTask) -> str:
    return f"task:{task.key}"[:40]


@transaction.atomic
def tick(*, area: Area, task: AgentTask, by: User) -> None:
    """Note that a task of this month is done, and the sign of life it tells of. Ticking twice is one.

    A message is read by the one who ticks it, not by all of the area's agents.
    """
    if task.message_id is not None:
        say_read(recipient=MessageRecipient.objects.get(message=task.message_id, user=by))
        return
    _done, is_new = TaskDone.objects.get_or_create(
        area=area, month=this_month(), key=task.key, defaults={"done_by": by, "minutes": task.minutes}
    )
    if is_new:
        record_activity(area=area, kind=task.activity or AreaActivity.Kind.ANSWER, source=_source(task))


@transaction.atomic
def untick(*, area: Area, task: AgentTask) -> None:
    """Take a tick back, and the sign of life it told of."""
    TaskDone.objects.filter(area=area, month=this_month(), key=task.key).delete()
    AreaActivity.objects.filter(area=area, source=_source(task), on__gte=this_month()).delete()


@transaction.atomic
def save_channels(
    *, user: User, phone: str, by_sms: bool, quiet_from: time, quiet_until: time, is_shown: bool
) -> AgentChannels:
    """Save how an agent wants to be reached, and whether the name may be shown where the agent is appointed.

    Raises ValidationError `phone_needed`, or what the number's fault is.
    """
    if by_sms and not phone.strip():
        raise ValidationError({"phone": ValidationError(_("SMS needs a mobile number."), code="phone_needed")})
    if by_sms:
        parse_mobile(phone)
    User.objects.filter(pk=user.pk).update(phone=phone.strip())
    for own in ContactAgent.objects.current().filter(user=user).exclude(agrees_to_be_shown=is_shown):
        own.agrees_to_be_shown = is_shown
        own.save(update_fields=["agrees_to_be_shown"])  # with its history
    values = {"by_sms": by_sms, "quiet_from": quiet_from, "quiet_until": quiet_until}
    return AgentChannels.objects.update_or_create(user=user, defaults=values)[0]
