"""Rows of a list of contact agents are saved and taken back, each by the services that appoint one at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.services import create_person, take_person_back
from common import clock
from common.list_runs import Outcome
from neighbourhoods.importing.agent_list import DAYS, values_of
from neighbourhoods.models import Area, ContactAgent, ListRow
from neighbourhoods.services.appointments import (
    appoint_agent,
    period_of,
    save_appointment,
    take_appointment_back,
)
from neighbourhoods.services.telling import tell_agent


def tell_agents(rows: list[ListRow], by: User) -> None:
    """Mail those whom saved rows have appointed."""
    new = [row.kept_id for row in rows if row.outcome == Outcome.NEW.value and row.kept_id]
    for appointment in ContactAgent.objects.filter(pk__in=new).select_related("user", "area"):
        if appointment.ends_on is None or appointment.ends_on > clock.today():
            tell_agent(appointment=appointment, by=by)


def save_agents(rows: list[ListRow], by: User) -> None:
    """Save rows that have been judged anew, from the top; one that may not stand after all is refused."""
    for row in rows:
        try:
            with transaction.atomic():
                if row.outcome == Outcome.NEW.value:
                    _appoint(row, by)
                else:
                    _change(row.kept_id or 0, row.after, by)
        except ValidationError as error:
            row.outcome, row.remark = Outcome.REFUSED.value, " ".join(error.messages)[:300]
            row.kept_id = row.made_person_id = None
            row.save(update_fields=["outcome", "remark", "kept_id", "made_person_id"])


def _fields(values: dict[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(values[name]) if values[name] else None for name in DAYS}
    return {name: value for name, value in values.items() if name != "area_id"} | days


def _appoint(row: ListRow, by: User) -> None:
    email = row.cells["email"].removeprefix("mailto:").lower()
    person: User | None = User.objects.filter(email__iexact=email).first()
    if person is None:
        person = create_person(email=email, full_name=row.cells["full_name"], phone=row.cells.get("phone", ""))
        row.made_person_id = person.pk
    area = Area.objects.get(pk=row.after["area_id"])
    made = appoint_agent(user=person, area=area, by=by, **_fields(row.after))
    # With the course that the person had taken before: undoing asks whether all stands as it was saved.
    row.kept_id, row.after = made.pk, values_of(made)
    row.save(update_fields=["kept_id", "made_person_id", "after"])


def _change(kept_id: int, values: dict[str, Any], by: User) -> None:
    held = ContactAgent.objects.select_for_update(of=("self",)).select_related("user", "area").get(pk=kept_id)
    fields = _fields(values)
    held.period = period_of(fields.pop("starts_on"), fields.pop("last_day"))
    for name, value in fields.items():
        setattr(held, name, value)
    save_appointment(appointment=held, by=by)


def take_agents_back(rows: list[ListRow], by: User) -> set[int]:
    """Take new appointments away and give changed ones their earlier values, from below; returns those rows' keys.

    An account that a row made goes too, as long as nobody has used it.
    """
    held = {one.pk: one for one in ContactAgent.objects.filter(pk__in=[row.kept_id for row in rows])}
    taken_back = set()
    for row in reversed(rows):
        appointment = held.get(row.kept_id or 0)
        if appointment is None or values_of(appointment) != row.after:
            continue
        try:
            with transaction.atomic():
                if row.outcome == Outcome.NEW.value:
                    take_appointment_back(appointment=appointment, by=by)
                    _forget_account(row)
                else:
                    _change(row.kept_id or 0, row.before, by)
        except ValidationError:
            continue
        taken_back.add(row.pk)
    return taken_back


def _forget_account(row: ListRow) -> None:
    person = User.objects.filter(pk=row.made_person_id).first() if row.made_person_id else None
    if person is not None:
        take_person_back(user=person)
