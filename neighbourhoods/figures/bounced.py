"""Invitations that came back: whom to call, and what to do."""

from __future__ import annotations

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Invitation
from common import clock
from neighbourhoods.models import ContactAgent, GroupHead
from post.lifecycle import DeliveryStatus
from post.models import Delivery

INVITATION, APPOINTMENT, GROUP = "accounts:invitation:", "neighbourhoods:appointment:", "neighbourhoods:group:"


def _came_back(thread: str) -> dict[int, set[str]]:
    """Return the addresses from which mail of such threads came back, by the thread's number."""
    found = dict[int, set[str]]()
    rows = Delivery.objects.filter(
        status__in=[DeliveryStatus.BOUNCED, DeliveryStatus.SKIPPED], content__thread__startswith=thread
    ).values_list("content__thread", "recipient")
    for name, recipient in rows:
        number = name.rpartition(":")[2]
        if number.isdecimal():
            found.setdefault(int(number), set()).add(recipient.lower())
    return found


def bounced_invitations() -> list[Invitation]:
    """Return open invitations whose mail bounced, newest first. An address invited anew has a newer invitation."""
    return list(Invitation.objects.open().filter(pk__in=_came_back(INVITATION)).select_related("invited_by"))


def bounced_appointments() -> list[ContactAgent]:
    """Return appointments of today or later whose mail came back from the address the person has, by area."""
    back = _came_back(APPOINTMENT)
    held = ContactAgent.objects.filter(pk__in=back, period__overlap=DateRange(clock.today(), None))
    held = held.select_related("user", "area").defer("area__boundary").order_by("area__name", "pk")
    return [one for one in held if one.user.email.lower() in back[one.pk]]


def bounced_heads() -> list[GroupHead]:
    """Return heads of groups, of today or later, whose mail came back from the address the person has, by group."""
    back = _came_back(GROUP)
    held = GroupHead.objects.filter(group__in=back, period__overlap=DateRange(clock.today(), None))
    held = held.select_related("user", "group").order_by("group__name", "pk")
    return [one for one in held if one.user.email.lower() in back[one.group_id]]
