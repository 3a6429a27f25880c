"""Who answers for an area, and for how long."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import CONTACT_AGENT, HEAD_CONTACT_AGENT
from accounts.services import give_role, may_give, take_role
from common import clock
from neighbourhoods.lifecycle import AreaStatus, SignUpStatus, TrainingStatus
from neighbourhoods.models import Area, ContactAgent, GroupHead, SignUp, Training

ONE_DAY = timedelta(days=1)


@transaction.atomic
def appoint_agent(
    *,
    user: User,
    area: Area,
    by: User | None,
    starts_on: date | None = None,
    last_day: date | None = None,
    is_head: bool = False,
    agrees_to_be_shown: bool = False,
    trained_on: date | None = None,
) -> ContactAgent:
    """Appoint a person contact agent from a day (today) until a last day, if one is known.

    A basic course taken before is noted with it (`save_appointment`).

    Raises ValidationError: `ends_before_start`, `area_closed`, `inactive_person`, `already_appointed`, `head_taken`.
    """
    appointment = ContactAgent(
        user=user,
        area=area,
        period=period_of(starts_on or clock.today(), last_day),
        is_head=is_head,
        agrees_to_be_shown=agrees_to_be_shown,
        trained_on=trained_on,
    )
    save_appointment(appointment=appointment, by=by)
    return appointment


def check_appointment(appointment: ContactAgent) -> None:
    """Raise ValidationError unless the appointment may stand beside the others, as `appoint_agent` does."""
    is_new = appointment._state.adding
    is_past = appointment.ends_on is not None and appointment.ends_on <= clock.today()
    if is_new and appointment.area.status == AreaStatus.CLOSED and not is_past:
        raise ValidationError(_("The area is closed. Open it again first."), code="area_closed")
    if is_new and not appointment.user.is_active:
        raise ValidationError(_("This person's account is closed."), code="inactive_person")
    others = ContactAgent.objects.filter(area=appointment.area, period__overlap=appointment.period)
    others = others.exclude(pk=appointment.pk) if appointment.pk else others
    if others.filter(user=appointment.user).exists():
        raise _already_appointed()
    if appointment.is_head and others.filter(is_head=True).exists():
        raise ValidationError(
            _("The area has a head contact agent in this period. Let that one hand over first."), code="head_taken"
        )


@transaction.atomic
def save_appointment(*, appointment: ContactAgent, by: User | None) -> None:
    """Save a new or changed appointment; the person's roles follow it. Raises as `check_appointment`.

    A new one takes over the basic course that the person has taken, elsewhere or before being agent.
    """
    check_appointment(appointment)
    if appointment._state.adding and appointment.trained_on is None:
        appointment.trained_on = course_of(appointment.user, until=appointment.ends_on)
    appointment._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError as error:
        raise _already_appointed() from error
    if appointment.ends_on is None or appointment.ends_on > clock.today():
        _give_role(appointment.user, is_head=appointment.is_head, by=by)
    settle_roles(appointment.user, by=by)


def course_of(user: User, *, until: date | None = None) -> date | None:
    """Return the day of the latest basic course a person has taken, before a day if one is given.

    Noted with an appointment anywhere, or taken with the same account or address.
    """
    noted = ContactAgent.objects.filter(user=user)
    was_there = SignUp.objects.filter(
        Q(user=user) | Q(email__iexact=user.email),
        status=SignUpStatus.ATTENDED,
        training__kind=Training.Kind.BASIC,
        training__status=TrainingStatus.HELD,
    )
    if until is not None:
        noted = noted.filter(trained_on__lt=until)
        was_there = was_there.filter(training__starts_at__lt=clock.start_of_day(until))
    held = noted.aggregate(last=Max("trained_on"))["last"]
    starts = was_there.aggregate(last=Max("training__starts_at"))["last"]
    return max((day for day in (held, starts and clock.local(starts).date()) if day is not None), default=None)


def _give_role(user: User, *, is_head: bool, by: User | None) -> None:
    """Let the role follow the appointment: who may appoint an agent may give the agent's role, and no other."""
    role = HEAD_CONTACT_AGENT if is_head else CONTACT_AGENT
    if not user.groups.filter(name=role).exists():
        give_role(by=by if may_give(by, role) else None, user=user, role=role)


def settle_roles(user: User, *, by: User | None) -> None:
    """Take the agents' roles from a person who holds no appointment today or later."""
    later = ContactAgent.objects.filter(user=user, period__overlap=DateRange(clock.today(), None))
    heads_group = GroupHead.objects.filter(user=user, period__overlap=DateRange(clock.today(), None)).exists()
    for role, is_held in (
        (HEAD_CONTACT_AGENT, heads_group or later.filter(is_head=True).exists()),
        (CONTACT_AGENT, later.exists()),
    ):
        if user.groups.filter(name=role).exists() and not is_held:
            take_role(by=by if may_give(by, role) else None, user=user, role=role)


def take_back_roles() -> int:
    """Take the agents' roles from all whose last day has passed; returns how many people. Safe to run twice.

    Whoever has a role and was never appointed (invited, not placed yet) keeps it.
    """
    today = clock.today()
    ended = ContactAgent.objects.filter(period__endswith__lte=today)
    ended_heads = Q(pk__in=ended.filter(is_head=True).values("user"))
    ended_heads |= Q(group_headships__period__endswith__lte=today)
    heads = User.objects.filter(ended_heads, groups__name=HEAD_CONTACT_AGENT)
    agents = User.objects.filter(groups__name=CONTACT_AGENT, pk__in=ended.values("user"))
    later = ContactAgent.objects.filter(period__overlap=DateRange(today, None))
    heads = heads.exclude(pk__in=later.filter(is_head=True).values("user"))
    heads = heads.exclude(group_headships__period__overlap=DateRange(today, None))
    agents = agents.exclude(pk__in=later.values("user"))
    people = User.objects.filter(Q(pk__in=heads.values("pk")) | Q(pk__in=agents.values("pk")))
    for user in people:
        with transaction.atomic():
            settle_roles(user, by=None)
    return len(people)


def period_of(starts_on: date, last_day: date | None) -> DateRange:
    """Return first and last day as a range. Raises ValidationError `ends_before_start`."""
    if last_day is not None and last_day < starts_on:
        raise ValidationError(_("The last day comes before the first."), code="ends_before_start")
    return DateRange(starts_on, None if last_day is None else day_after(last_day))


def day_after(last_day: date) -> date:
    """Return the day by which a period is stored that ends on a day. Refuses the calendar's very last one."""
    if last_day == date.max:
        raise ValidationError(_("Leave empty if no end is known."), code="too_late")
    return last_day + ONE_DAY


def _already_appointed() -> ValidationError:
    return ValidationError(_("This person is contact agent here in this period already."), code="already_appointed")


@transaction.atomic
def end_appointment(*, appointment: ContactAgent, by: User | None, last_day: date | None = None) -> ContactAgent:
    """Let an appointment end after a last day (today). One that has not begun is taken away whole.

    Raises ValidationError `ended_already` if it ends before that day.
    """
    held = ContactAgent.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    after = day_after(last_day or clock.today())
    if held.ends_on is not None and held.ends_on < after:
        raise ends_before(held.last_day, _("This appointment has ended already."))
    starts = held.starts_on
    if starts is not None and after <= starts:
        held.delete()
        settle_roles(held.user, by=by)
        appointment.period = DateRange(starts, starts)
        return appointment
    held.period = appointment.period = DateRange(starts, after)
    held._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    held.save(update_fields=["period"])
    settle_roles(held.user, by=by)
    return appointment


def ends_before(last_day: date | None, past: str) -> ValidationError:
    """Return what is said of a period that ends before a day it should end on: `past` where it is over already."""
    if last_day is None or last_day < clock.today():
        return ValidationError(past, code="ended_already")
    sentence = _("The last day is already %(day)s. Set a later one first.")
    return ValidationError(sentence % {"day": date_format(last_day, "DATE_FORMAT")}, code="ended_already")


@transaction.atomic
def set_last_day(*, appointment: ContactAgent, last_day: date | None, by: User | None) -> ContactAgent:
    """Let an appointment end after another day, earlier or later; None where no end is known any longer.

    Raises ValidationError `ended_already` for one that is over, or as `end_appointment` and `save_appointment` do.
    """
    held = ContactAgent.objects.select_for_update(of=("self",)).select_related("user", "area").get(pk=appointment.pk)
    if held.ends_on is not None and held.ends_on <= clock.today():
        raise ValidationError(_("This appointment has ended already. Appoint the person anew."), code="ended_already")
    if last_day is not None and (held.ends_on is None or last_day < held.ends_on):
        return end_appointment(appointment=held, last_day=last_day, by=by)
    held.period = DateRange(held.starts_on, None if last_day is None else day_after(last_day))
    save_appointment(appointment=held, by=by)
    return held


@transaction.atomic
def take_appointment_back(*, appointment: ContactAgent, by: User | None) -> None:
    """Take away an appointment that should never have been made; the roles it gave go with it."""
    appointment._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    appointment.delete()
    settle_roles(appointment.user, by=by)


@transaction.atomic
def hand_over(
    *, appointment: ContactAgent, to: User, by: User | None, on: date | None = None, agrees_to_be_shown: bool = False
) -> ContactAgent:
    """Hand the role to a neighbour from a day (tomorrow); the old appointment ends the day before.

    Somebody who is agent in the area already goes on in the new role, with course and wish to be shown kept.
    Returns the new appointment. Raises ValidationError `same_person`, or as `end_appointment` and `appoint_agent` do.
    """
    if to.pk == appointment.user_id:
        raise ValidationError(_("This person has the role already."), code="same_person")
    first = on or clock.today() + ONE_DAY
    end_appointment(appointment=appointment, last_day=first - ONE_DAY, by=by)
    fellow = ContactAgent.objects.filter(
        area=appointment.area, user=to, is_head=False, period__overlap=DateRange(first, None)
    ).first()
    if fellow is not None and appointment.is_head:
        end_appointment(appointment=fellow, last_day=first - ONE_DAY, by=by)
    return appoint_agent(
        user=to,
        area=appointment.area,
        starts_on=first,
        is_head=appointment.is_head,
        agrees_to_be_shown=agrees_to_be_shown or bool(fellow and fellow.agrees_to_be_shown),
        trained_on=fellow.trained_on if fellow else None,
        by=by,
    )
