"""States of mailings, deliveries and subscriptions, and the moves allowed between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MailingStatus(models.TextChoices):
    """A mail-out's life."""

    DRAFT = "draft", _("draft")
    QUEUED = "queued", _("queued")
    SENDING = "sending", pgettext_lazy("mail-out", "being sent")
    PAUSED = "paused", _("paused")
    SENT = "sent", _("sent")
    CANCELLED = "cancelled", pgettext_lazy("mail-out", "cancelled")


class DeliveryStatus(models.TextChoices):
    """What became of one message to one recipient."""

    WAITING = "waiting", _("waiting")
    DEFERRED = "deferred", _("will be tried again")
    ACCEPTED = "accepted", _("accepted by the mail server")
    DELIVERED = "delivered", _("delivered to the phone")
    BOUNCED = "bounced", _("refused by the mail server")
    SKIPPED = "skipped", _("left out")
    EXPIRED = "expired", _("too old to send")
    CANCELLED = "cancelled", pgettext_lazy("mail-out", "cancelled")


class SubscriptionStatus(models.TextChoices):
    """Whether somebody reads a list."""

    PENDING = "pending", _("waiting for confirmation")
    CONFIRMED = "confirmed", _("subscribes")
    LEFT = "left", _("has left")


class SuppressionReason(models.TextChoices):
    """Why no mail-out goes to an address, whatever list it stands in."""

    ASKED = "asked", _("has asked for no mail-outs at all")
    BOUNCE = "bounce", _("the address does not exist")
    COMPLAINT = "complaint", _("has marked our mail as unwanted")
    DESK = "desk", _("stopped by the municipality")


OWN_WISHES = (SuppressionReason.ASKED, SuppressionReason.COMPLAINT)
"""What the person alone can take back."""


class LiftReason(models.TextChoices):
    """Why mail-outs go to a suppressed address again."""

    WORKS_AGAIN = "works_again", _("the address works again")
    MISTAKE = "mistake", _("it was stopped by mistake")
    THEY_ASKED = "they_asked", _("the person has asked to get mail-outs again")


class ImportStatus(models.TextChoices):
    """Where an import of readers is."""

    PREVIEW = "preview", _("shown, nothing saved")
    DONE = "done", pgettext_lazy("import", "carried out")
    UNDONE = "undone", pgettext_lazy("import", "undone")


class ImportWay(models.TextChoices):
    """How the owners of imported addresses agreed."""

    PAPER = "paper", _("signed a paper list")
    MEETING = "meeting", _("said yes at a meeting")
    FORM = "form", _("filled in a form on the web")
    MAIL = "mail", _("wrote to us")
    ROLE = "role", _("were informed when they took on a task")


class TextUrgency(models.TextChoices):
    """Why a text message may leave during quiet hours."""

    DANGER = "danger", _("people are in danger")
    ASKED = "asked", _("the police or the fire service has asked for it")
    SHIFT = "shift", _("a shift or a meeting within hours is changed")


class TextReport(models.TextChoices):
    """What the gateway has told about a text message it took."""

    SENT = "sent", pgettext_lazy("text message", "on its way")
    DELIVERED = "delivered", pgettext_lazy("text message", "delivered")
    FAILED = "failed", pgettext_lazy("text message", "not delivered")


class IncomingKind(models.TextChoices):
    """What a message that came in turned out to be."""

    UNKNOWN = "unknown", _("not understood")
    REPLY = "reply", _("a reply")
    BOUNCE = "bounce", _("a message that could not be delivered")
    COMPLAINT = "complaint", _("a complaint")
    AUTO = "auto", _("an automatic reply")


class IncomingStatus(models.TextChoices):
    """Where a message that came in is."""

    RECEIVED = "received", _("not read yet")
    WAITING = "waiting", _("waits for a person")
    HANDLED = "handled", _("taken care of")


class BounceKind(models.TextChoices):
    """What a bounce says about an address."""

    HARD = "hard", _("the address does not exist")
    SOFT = "soft", _("not delivered this time")
    COMPLAINT = "complaint", _("has marked our mail as unwanted")


MAILING_MOVES: dict[MailingStatus, frozenset[MailingStatus]] = {
    MailingStatus.DRAFT: frozenset({MailingStatus.QUEUED, MailingStatus.CANCELLED}),
    MailingStatus.QUEUED: frozenset({MailingStatus.SENDING, MailingStatus.PAUSED, MailingStatus.CANCELLED}),
    MailingStatus.SENDING: frozenset({MailingStatus.SENT, MailingStatus.PAUSED, MailingStatus.CANCELLED}),
    MailingStatus.PAUSED: frozenset({MailingStatus.QUEUED, MailingStatus.CANCELLED}),
    MailingStatus.SENT: frozenset(),
    MailingStatus.CANCELLED: frozenset(),
}

UNFINISHED = (MailingStatus.DRAFT, MailingStatus.QUEUED, MailingStatus.SENDING, MailingStatus.PAUSED)
"""States in which a mail-out may have messages that wait."""
UNSENT = (DeliveryStatus.WAITING, DeliveryStatus.DEFERRED)
"""States from which a message may still leave."""
USUAL = (DeliveryStatus.WAITING, DeliveryStatus.ACCEPTED)
"""States in which nearly every message of a mail-out stands: no index holds them."""

# A mail server may accept a message in the moment its recipient leaves the list or the mailing is cancelled:
# what happened wins over what was wished, so those two may still become accepted.
DELIVERY_MOVES: dict[DeliveryStatus, frozenset[DeliveryStatus]] = {
    DeliveryStatus.WAITING: frozenset(DeliveryStatus) - {DeliveryStatus.WAITING},
    DeliveryStatus.DEFERRED: frozenset(DeliveryStatus) - {DeliveryStatus.WAITING},
    DeliveryStatus.SKIPPED: frozenset({DeliveryStatus.ACCEPTED, DeliveryStatus.DELIVERED}),
    DeliveryStatus.CANCELLED: frozenset({DeliveryStatus.ACCEPTED, DeliveryStatus.DELIVERED}),
    # A bounce came back later; a phone has told that it got a text message.
    DeliveryStatus.ACCEPTED: frozenset({DeliveryStatus.BOUNCED, DeliveryStatus.DELIVERED}),
    # An answer was lost, and the message given up, when the phone tells that it got it.
    DeliveryStatus.BOUNCED: frozenset({DeliveryStatus.DELIVERED}),
    DeliveryStatus.EXPIRED: frozenset({DeliveryStatus.ACCEPTED, DeliveryStatus.DELIVERED}),
    DeliveryStatus.DELIVERED: frozenset(),
}

SUBSCRIPTION_MOVES: dict[SubscriptionStatus, frozenset[SubscriptionStatus]] = {
    SubscriptionStatus.PENDING: frozenset({SubscriptionStatus.CONFIRMED, SubscriptionStatus.LEFT}),
    SubscriptionStatus.CONFIRMED: frozenset({SubscriptionStatus.LEFT}),
    SubscriptionStatus.LEFT: frozenset({SubscriptionStatus.PENDING, SubscriptionStatus.CONFIRMED}),
}

IMPORT_MOVES: dict[ImportStatus, frozenset[ImportStatus]] = {
    ImportStatus.PREVIEW: frozenset({ImportStatus.DONE}),
    ImportStatus.DONE: frozenset({ImportStatus.UNDONE}),
    ImportStatus.UNDONE: frozenset(),
}

INCOMING_MOVES: dict[IncomingStatus, frozenset[IncomingStatus]] = {
    IncomingStatus.RECEIVED: frozenset({IncomingStatus.WAITING, IncomingStatus.HANDLED}),
    IncomingStatus.WAITING: frozenset({IncomingStatus.HANDLED}),
    IncomingStatus.HANDLED: frozenset({IncomingStatus.WAITING}),  # a person looks again
}
