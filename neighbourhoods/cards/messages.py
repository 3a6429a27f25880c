"""What agents and their neighbours have written that waits for a coordinator, and invitations that bounced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.cards import Need
from neighbourhoods import figures
from neighbourhoods.models import CircleMisuse

if TYPE_CHECKING:
    from accounts.models import User


def message_needs(user: User) -> list[Need]:
    """Return unread answers, misused circles and invitations that came back, for those who write to areas."""
    if not user.has_perm("neighbourhoods.write_to_areas"):
        return []
    unseen = figures.answers_at_desk().values("recipient__message").distinct().count()
    misused = CircleMisuse.objects.filter(settled_at=None).count()
    answers = ngettext("%(count)d message from agents", "%(count)d messages from agents", unseen)
    misuse = ngettext("%(count)d circle is said to be misused", "%(count)d circles are said to be misused", misused)
    bounced = [*figures.bounced_invitations(), *figures.bounced_appointments(), *figures.bounced_heads()]
    came_back = ngettext("%(count)d invitation came back", "%(count)d invitations came back", len(bounced))
    asked = (
        (unseen, answers, _("Somebody waits for an answer."), "neighbourhoods:messages", _("Read")),
        (misused, misuse, _("Read what the neighbour says, and settle it."), "neighbourhoods:misuse_list", _("Read")),
        (len(bounced), came_back, _("The address is wrong or full."), "neighbourhoods:bounced", _("See what to do")),
    )
    return [
        Need(title % {"count": count}, detail, None, reverse(name), action, count=count)
        for count, title, detail, name, action in asked
        if count
    ]
