"""What the desk says about the post: mail that is late, and mail-outs that wait for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.cards import Need
from post import figures
from post.lifecycle import MailingStatus
from post.mail.answers import fault_in_words
from post.models import IncomingMessage, Mailing

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

LATE_SECONDS = 300.0
SILENT_SECONDS = 3_600.0
PASSING = ("away", "drops")  # a mail server being restarted, say


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
    return [*_late(), *_texts_refused(), *needs, *_incoming(user)]


def _late() -> list[Need]:
    """Return that mail is late, with the reason where the mail server gave one that only a person can mend."""
    waited, fault = figures.oldest_unsent_seconds(), figures.relay_fault()
    is_late = waited > LATE_SECONDS
    if not is_late and (fault is None or fault.kind in PASSING):
        return []
    minutes = _("The oldest message has waited for %(minutes)s minutes.") % {"minutes": int(waited // 60)}
    said = [minutes] * is_late + ([fault_in_words(fault.kind)] if fault else [])
    return [
        Need(
            title=_("Mail is late") if is_late else _("No mail leaves"),
            detail=" ".join(said),
            due=None,
            url=reverse("post:ledger"),
            action=_("Look at the post"),
            is_late=True,
        )
    ]


def _texts_refused() -> list[Need]:
    if not figures.texts_refused():
        return []
    return [
        Need(
            title=_("The gateway for text messages refuses us"),
            detail=_("Text messages wait. Check the account, its money and SMS_URL."),
            due=None,
            url=reverse("post:write_text"),
            action=_("Look at the text messages"),
            is_late=True,
        )
    ]


def _incoming(user: User | AnonymousUser) -> list[Need]:
    """Return what came in and waits for a person, and a mailbox that does not answer."""
    needs = []
    waiting = IncomingMessage.objects.visible_to(user).waiting().count()
    if waiting:
        sentence = ngettext("%(n)s message waits for you.", "%(n)s messages wait for you.", waiting)
        needs.append(
            Need(
                title=_("Mail that came in"),
                detail=sentence % {"n": waiting},
                due=None,
                url=reverse("post:inbox"),
                action=_("Read"),
            )
        )
    if figures.mailbox_silent_seconds() > SILENT_SECONDS:
        needs.append(
            Need(
                title=_("Mail does not come in"),
                detail=_("The mailbox has not answered for an hour. Tell whoever runs the system."),
                due=None,
                url=reverse("post:ledger"),
                action=_("Look at the post"),
                is_late=True,
            )
        )
    return needs
