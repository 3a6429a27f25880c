"""Agents are told that they have been appointed."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit, correct_address
from common import clock
from neighbourhoods import mail
from neighbourhoods.models import ContactAgent


@transaction.atomic
def tell_agent(*, appointment: ContactAgent, by: User | None) -> None:
    """Mail an agent where and from when, and how to sign in. Raises ValidationError `over` when there is no use."""
    if not appointment.user.is_active or (appointment.ends_on is not None and appointment.ends_on <= clock.today()):
        raise ValidationError(_("The appointment is over."), code="over")
    audit(actor=by, action="agent.told", object_type="neighbourhoods.contactagent", object_id=str(appointment.pk))
    mail.appointed(appointment).send()


@transaction.atomic
def correct_and_tell(*, appointment: ContactAgent, email: str, by: User) -> None:
    """Put an agent's address right and mail anew. Raises as `accounts.services.correct_address` and `tell_agent`."""
    correct_address(by=by, user=appointment.user, email=email)
    tell_agent(appointment=appointment, by=by)
