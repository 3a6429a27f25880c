"""Invitations that came back: whom to call, and what to do."""

from __future__ import annotations

from accounts.models import Invitation
from post.lifecycle import DeliveryStatus
from post.models import Delivery

THREAD = "accounts:invitation:"


def bounced_invitations() -> list[Invitation]:
    """Return open invitations whose mail bounced, newest first. An address invited anew has a newer invitation."""
    threads = Delivery.objects.filter(
        status__in=[DeliveryStatus.BOUNCED, DeliveryStatus.SKIPPED], content__thread__startswith=THREAD
    ).values_list("content__thread", flat=True)
    numbers = [int(thread.rpartition(":")[2]) for thread in threads if thread.rpartition(":")[2].isdecimal()]
    return list(Invitation.objects.open().filter(pk__in=numbers).select_related("invited_by"))
