"""What the desk says about the post: mail that is late, and mail-outs that wait for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from common.cards import Need
from post import figures
from post.lifecycle import MailingStatus
from post.models import Mailing

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

LATE_SECONDS = 300.0


def health(user: User | AnonymousUser) -> list[Need]:
    """Return what about the post needs a person; nothing when all mail leaves as it should."""
    if not user.has_perm("post.see_ledger"):
        return []
    needs = [
        Need(
            title=_("A mail-out is paused"),
            detail=mailing.title,
            due=None,
            url=reverse("post:mailing", args=[mailing.pk]),
            action=_("Go on or cancel"),
        )
        for mailing in Mailing.objects.visible_to(user).filter(status=MailingStatus.PAUSED)[:5]
    ]
    waited = figures.oldest_unsent_seconds()
    if waited > LATE_SECONDS:
        minutes = int(waited // 60)
        needs.insert(
            0,
            Need(
                title=_("Mail is late"),
                detail=_("The oldest message has waited for %(minutes)s minutes.") % {"minutes": minutes},
                due=None,
                url=reverse("post:ledger"),
                action=_("Look at the post"),
                is_late=True,
            ),
        )
    return needs
