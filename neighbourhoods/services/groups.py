"""Heads of groups of areas: appointed, handed over, ended. The database refuses two at a time."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import HEAD_CONTACT_AGENT
from accounts.services import audit, give_role, may_give
from common import clock
from neighbourhoods import mail
from neighbourhoods.models import AreaGroup, GroupHead
from neighbourhoods.services.appointments import ONE_DAY, day_after, ends_before, period_of, settle_roles


@transaction.atomic
def appoint_group_head(
    *, group: AreaGroup, user: User, by: User | None, starts_on: date | None = None, last_day: date | None = None
) -> GroupHead:
    """Let a person head a group of areas for a period.

    Raises ValidationError `head_taken`, `ends_before_start`, `inactive_person`.
    """
    if not user.is_active:
        raise ValidationError(_("This person's account is closed."), code="inactive_person")
    head = GroupHead(group=group, user=user, period=period_of(starts_on or clock.today(), last_day))
    _save(head, by)
    if not user.groups.filter(name=HEAD_CONTACT_AGENT).exists():
        give_role(by=by if may_give(by, HEAD_CONTACT_AGENT) else None, user=user, role=HEAD_CONTACT_AGENT)
    _note("appointed", head, by)
    return head


def _save(head: GroupHead, by: User | None) -> None:
    head._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    try:
        with transaction.atomic():
            head.save()
    except IntegrityError as error:
        raise ValidationError(
            _("The group has a head contact agent in this period. Let that one end first."), code="head_taken"
        ) from error


@transaction.atomic
def end_group_head(*, head: GroupHead, by: User | None, last_day: date | None = None) -> None:
    """Let a head's period end after a last day (today). One that has not begun is taken away whole.

    Raises ValidationError `ended_already` if it ends before that day.
    """
    held = GroupHead.objects.select_for_update(of=("self",)).get(pk=head.pk)
    until = day_after(last_day or clock.today())
    if held.ends_on is not None and held.ends_on < until:
        raise ends_before(held.last_day, _("This person is head no more."))
    held._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    if held.starts_on is not None and until <= held.starts_on:
        held.delete()
    else:
        held.period = head.period = DateRange(held.starts_on, until)
        held.save(update_fields=["period"])
    settle_roles(held.user, by=by)
    _note("ended", held, by)


@transaction.atomic
def set_group_last_day(*, head: GroupHead, last_day: date | None, by: User | None) -> None:
    """Let a head's time end after another day, earlier or later; None where no end is known any longer.

    Raises ValidationError `ended_already` for one that is over, `head_taken`.
    """
    held = GroupHead.objects.select_for_update(of=("self",)).get(pk=head.pk)
    if held.ends_on is not None and held.ends_on <= clock.today():
        raise ValidationError(_("This person is head no more."), code="ended_already")
    if last_day is not None and (held.ends_on is None or last_day < held.ends_on):
        return end_group_head(head=held, last_day=last_day, by=by)
    held.period = DateRange(held.starts_on, None if last_day is None else day_after(last_day))
    _save(held, by)
    _note("prolonged", held, by)
    return None


@transaction.atomic
def hand_group_over(*, head: GroupHead, to: User, by: User | None, on: date | None = None) -> GroupHead:
    """Let another person head the group from a day (tomorrow); the old head's time ends the day before.

    Raises ValidationError `same_person`, or as `end_group_head` and `appoint_group_head` do; then nothing has changed.
    """
    if to.pk == head.user_id:
        raise ValidationError(_("This person has the role already."), code="same_person")
    first = on or clock.today() + ONE_DAY
    end_group_head(head=head, last_day=first - ONE_DAY, by=by)
    return appoint_group_head(group=head.group, user=to, starts_on=first, by=by)


def _note(what: str, head: GroupHead, by: User | None) -> None:
    audit(actor=by, action=f"group.head_{what}", object_type="neighbourhoods.areagroup", object_id=str(head.group_id))


@transaction.atomic
def tell_group_head(*, head: GroupHead, by: User | None) -> None:
    """Mail a head which group, from when, and how to sign in."""
    _note("told", head, by)
    mail.heads_group(head).send()
