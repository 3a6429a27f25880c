"""What comes in: the message as it came, the addresses it may come back to, and what bounces taught us."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from common import clock
from post.lifecycle import BounceKind, IncomingKind, IncomingStatus
from post.models.lists import ADDRESS_LENGTH
from post.models.outgoing import Delivery
from post.querysets import IncomingQuerySet


class ReplyAddress(models.Model):
    """An address of ours that leads back to one thread, for one person: `svar+…`. Holds that person as a hash."""

    thread = models.CharField(_("belongs to"), max_length=120)
    person_hash = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("not valid after"))

    class Meta:
        verbose_name = _("reply address")
        verbose_name_plural = _("reply addresses")
        constraints = [models.UniqueConstraint(fields=["thread", "person_hash"], name="reply_address_once")]
        indexes = [models.Index(fields=["expires_at"], name="reply_address_expires")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.thread}"


class IncomingMessage(models.Model):
    """A message that came in, stored before anybody tried to understand it. The bytes are encrypted."""

    class Source(models.TextChoices):
        PIPE = "pipe", _("the mail server")
        IMAP = "imap", _("the mailbox")

    source = models.CharField(_("came by"), max_length=4, choices=Source, editable=False)
    received_at = models.DateTimeField(_("received"), default=clock.now, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    raw = models.BinaryField(editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), default=0, editable=False)
    envelope_to = models.CharField(_("sent to"), max_length=ADDRESS_LENGTH, blank=True, editable=False)
    sender = models.EmailField(_("from"), max_length=ADDRESS_LENGTH, blank=True, editable=False)
    subject = models.CharField(_("subject"), max_length=300, blank=True, editable=False)
    message_id = models.CharField(_("Message-ID"), max_length=300, blank=True, editable=False)
    kind = models.CharField(
        _("kind"), max_length=10, choices=IncomingKind, default=IncomingKind.UNKNOWN, editable=False
    )
    status = models.CharField(
        _("status"), max_length=10, choices=IncomingStatus, default=IncomingStatus.RECEIVED, editable=False
    )
    reason = models.CharField(_("reason"), max_length=40, blank=True, editable=False)
    thread = models.CharField(_("belongs to"), max_length=120, blank=True, editable=False)
    delivery = models.ForeignKey(
        Delivery, on_delete=models.SET_NULL, null=True, blank=True, related_name="came_back", verbose_name=_("message")
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)

    objects: ClassVar[IncomingQuerySet] = IncomingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("message that came in")
        verbose_name_plural = _("messages that came in")
        ordering = ["-received_at", "-pk"]
        permissions = [("handle_incoming", "Read and sort mail that came in")]
        indexes = [
            models.Index(fields=["received_at"], name="incoming_received"),
            models.Index(fields=["id"], name="incoming_to_read", condition=Q(status=IncomingStatus.RECEIVED)),
            models.Index(fields=["id"], name="incoming_waiting", condition=Q(status=IncomingStatus.WAITING)),
            models.Index(Lower("sender"), name="incoming_sender"),
            models.Index(fields=["message_id"], name="incoming_message_id"),
            models.Index(fields=["thread"], name="incoming_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.kind}"


class IncomingEvent(models.Model):
    """What happened to a message that came in. Never edited; codes and ids only."""

    message = models.ForeignKey(IncomingMessage, on_delete=models.CASCADE, related_name="events")
    moved_from = models.CharField(max_length=10, choices=IncomingStatus, blank=True)
    moved_to = models.CharField(max_length=10, choices=IncomingStatus)
    reason = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("event of a message that came in")
        verbose_name_plural = _("events of messages that came in")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.moved_to}"


class Bounce(models.Model):
    """One message that came back, or was complained about: what decides whether an address is written to again."""

    email = models.EmailField(_("e-mail address"), max_length=ADDRESS_LENGTH)
    kind = models.CharField(_("kind"), max_length=10, choices=BounceKind)
    status_code = models.CharField(_("status code"), max_length=12, blank=True, help_text=_("RFC 3463, 5.1.1 say."))
    delivery = models.ForeignKey(
        Delivery, on_delete=models.SET_NULL, null=True, blank=True, related_name="bounces", verbose_name=_("message")
    )
    at = models.DateTimeField(_("when"), default=clock.now)

    class Meta:
        verbose_name = _("bounce")
        verbose_name_plural = _("bounces")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["delivery", "kind"], name="bounce_once_per_message")]
        indexes = [models.Index(Lower("email"), "at", name="bounce_email")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.kind}"
