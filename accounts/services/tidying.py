"""What is not needed any longer goes: the recorded time limits of this room."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from accounts.models import Invitation, PartnerAccess
from common import clock

# An invitation is kept a month after it was answered or ran out; a partner access a year, for who took part.
KEEP_INVITATIONS = timedelta(days=30)
KEEP_PARTNERS = timedelta(days=365)


@transaction.atomic
def tidy() -> dict[str, int]:
    """Delete what is past its time limit and clear ended sessions; return how many of each."""
    import_string(f"{settings.SESSION_ENGINE}.SessionStore").clear_expired()
    return {
        "invitations": Invitation.objects.filter(expires_at__lt=clock.now() - KEEP_INVITATIONS).delete()[0],
        "partner_accesses": PartnerAccess.objects.filter(expires_at__lt=clock.now() - KEEP_PARTNERS).delete()[0],
    }
