"""Addresses that get no mail-outs whatever list they stand in: noted, and let go again with a reason."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from post import transitions
from post.lifecycle import OWN_WISHES, LiftReason, SuppressionReason
from post.mail.addresses import compared, parse_address
from post.models import Suppression


def is_suppressed(email: str) -> bool:
    """Tell whether an address gets no mail-outs."""
    return Suppression.objects.alias(address=Lower("email")).filter(address=compared(email)).exists()


@transaction.atomic
def suppress(*, email: str, actor: User | None, reason: SuppressionReason = SuppressionReason.DESK) -> Suppression:
    """Send no more mail-outs to an address, beside what stops it already. Raises ValidationError (code `address`)."""
    address = parse_address(email).envelope
    transitions.suppress(address, reason)
    row: Suppression = Suppression.objects.alias(address=Lower("email")).get(address=address.lower(), reason=reason)
    audit(actor=actor, action="post.suppressed", object_type="post.suppression", object_id=str(row.pk))
    return row


@transaction.atomic
def lift(*, suppression: Suppression, reason: LiftReason, actor: User) -> None:
    """Take back one of the reasons that stop an address. Raises ValidationError (code `asked`) for somebody's own wish.

    Who asked for no mail-outs, or called our mail unwanted, comes back by confirming a list themselves, and by
    nobody else's hand, unless they have told us so.
    """
    if suppression.reason in OWN_WISHES and reason != LiftReason.THEY_ASKED:
        raise ValidationError(_("This is the person's own wish: only they can change it."), code="asked")
    action = f"post.suppression_lifted.{reason.value}"
    audit(actor=actor, action=action, object_type="post.suppression", object_id=str(suppression.pk))
    suppression.delete()
