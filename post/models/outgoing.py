"""Everything that leaves: mail-outs with frozen contents, and one row per message and recipient.

A thread ("room:kind:id") is opaque, as a list is: this room knows no domain words.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from common import clock
from post.lifecycle import UNSENT, USUAL, DeliveryStatus, MailingStatus
from post.models.lists import ADDRESS_LENGTH, MailingList, Subscription
from post.models.lists import no_lines as no_lines  # migration 0003 looks for it here
from post.querysets import DeliveryQuerySet, MailingQuerySet


class Mailing(models.Model):
    """A mail-out: frozen contents for the readers of some lists and for named recipients."""

    key = models.CharField(_("key"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=200)
    sender = models.CharField(_("sender"), max_length=320)
    reply_to = models.CharField(_("replies to"), max_length=320, blank=True)
    lists = models.ManyToManyField(MailingList, related_name="mailings", verbose_name=_("lists"), blank=True)
    thread = models.CharField(_("belongs to"), max_length=120, blank=True, db_index=True)
    status = models.CharField(
        _("status"), max_length=12, choices=MailingStatus, default=MailingStatus.DRAFT, editable=False
    )
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    start_at = models.DateTimeField(_("starts"), null=True, blank=True, editable=False)
    started_at = models.DateTimeField(_("started"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True, editable=False)
    touched_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("When a worker last sent a bundle.")
    )
    per_minute = models.PositiveIntegerField(
        _("most messages a minute"), null=True, blank=True, help_text=_("Empty: as the settings say; 0: no limit.")
    )
    next_send_at = models.DateTimeField(null=True, blank=True, editable=False)
    # A correction goes to those who got the mistake: its lists say what a reader leaves, not who gets it.
    named_only = models.BooleanField(_("to named recipients only"), default=False, editable=False)

    objects: ClassVar[MailingQuerySet] = MailingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("mail-out")
        verbose_name_plural = _("mail-outs")
        ordering = ["-created_at", "-pk"]
        permissions = [
            ("see_ledger", "See every message that left"),
            ("control_mailing", "Pause, resume and cancel mail-outs"),
        ]
        indexes = [
            models.Index(
                fields=["status"],
                name="mailing_at_work",
                condition=Q(status__in=[MailingStatus.QUEUED, MailingStatus.SENDING]),
            )
        ]

    def __str__(self) -> str:
        return self.title


class MailingEvent(models.Model):
    """What happened to a mail-out. Never edited; codes and ids only."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="events")
    moved_from = models.CharField(max_length=12, choices=MailingStatus, blank=True)
    moved_to = models.CharField(max_length=12, choices=MailingStatus)
    reason = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("mail-out event")
        verbose_name_plural = _("mail-out events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.mailing_id}: {self.moved_to}"


class Content(models.Model):
    """A message frozen to the bytes that will leave, with markers for what differs between recipients.

    A single message is a content of its own without a mail-out. A secret one is encrypted, and its bytes are
    gone as soon as nobody waits for it any longer.
    """

    mailing = models.ForeignKey(
        Mailing, on_delete=models.CASCADE, null=True, blank=True, related_name="contents", verbose_name=_("mail-out")
    )
    variant = models.CharField(_("variant"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=8, default="sv")
    thread = models.CharField(_("belongs to"), max_length=120, blank=True, db_index=True)
    subject = models.CharField(_("subject"), max_length=300)
    sender = models.CharField(_("sender"), max_length=320)
    body = models.BinaryField(editable=False)
    encrypted = models.BooleanField(_("secret"), default=False, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("content")
        verbose_name_plural = _("contents")
        constraints = [
            models.UniqueConstraint(fields=["mailing", "variant", "language"], name="content_once"),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="content_kept",
                condition=Q(mailing=None, erased_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Chunk(models.Model):
    """A bundle of some hundred deliveries of one mail-out: what a worker locks, so that a dead one frees it.

    It knows how its deliveries stand, so that progress is counted over bundles instead of messages.
    """

    mailing = models.ForeignKey(
        Mailing,
        on_delete=models.CASCADE,
        related_name="chunks",
        db_index=False,  # chunk_once serves it; with one of its own a claim would read every bundle of the mail-out
    )
    number = models.PositiveIntegerField()
    next_at = models.DateTimeField(null=True, blank=True)
    done = models.BooleanField(default=False)
    size = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    deferred = models.PositiveIntegerField(default=0)
    bounced = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True, help_text=_("When its worker last said that it is at work."))

    class Meta:
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")
        constraints = [models.UniqueConstraint(fields=["mailing", "number"], name="chunk_once")]
        indexes = [models.Index(fields=["mailing", "number"], name="chunk_left", condition=Q(done=False))]

    def __str__(self) -> str:
        return f"{self.mailing_id}/{self.number}"


class Delivery(models.Model):
    """One message to one recipient, and what became of it."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("e-mail")
        SMS = "sms", _("text message")

    mailing = models.ForeignKey(
        Mailing,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name=_("mail-out"),
        db_index=False,  # delivery_of_mailing serves it, and the pages in order too
        db_constraint=False,  # docs/decisions/0036: what a fan-out writes is checked once, not row by row
    )
    content = models.ForeignKey(
        Content,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name=_("content"),
        db_index=False,  # delivery_of_content serves single messages; nothing looks for a mail-out's by content
        db_constraint=False,
    )
    # A hint for links in the mail: the subscription may be gone by then.
    subscription = models.ForeignKey(
        Subscription,
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="deliveries",
        db_index=False,
        db_constraint=False,
    )
    chunk = models.PositiveIntegerField(null=True, blank=True, editable=False)
    channel = models.CharField(_("channel"), max_length=4, choices=Channel, default=Channel.MAIL)
    recipient = models.CharField(_("recipient"), max_length=ADDRESS_LENGTH)
    person = models.CharField(_("person"), max_length=80, blank=True, help_text=_("An id of the room that wrote."))
    variant = models.CharField(_("variant"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=8, default="sv")
    variables = models.JSONField(_("what stands in the markers"), default=dict, blank=True)
    status = models.CharField(
        _("outcome"), max_length=12, choices=DeliveryStatus, default=DeliveryStatus.WAITING, editable=False
    )
    reason = models.CharField(_("reason"), max_length=40, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("not sent after"), null=True, blank=True, editable=False)
    # A single message that goes to many at once: behind what somebody waits for (docs/decisions/0260).
    of_many = models.BooleanField(default=False, db_default=False, editable=False)
    message_id = models.CharField(_("Message-ID"), max_length=200, editable=False)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True, editable=False)
    reply_code = models.PositiveSmallIntegerField(_("answer code"), null=True, blank=True, editable=False)
    reply = models.CharField(_("the mail server's answer"), max_length=300, blank=True, editable=False)
    # Columns for indexes alone (docs/decisions/0037). Both are empty for a mail-out's message that waits and for one
    # that was accepted: so noting that it was accepted touches no index.
    queued_at = models.GeneratedField(
        expression=Case(When(mailing=None, status__in=UNSENT, then=Coalesce("next_attempt_at", "created_at"))),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )
    unusual = models.GeneratedField(
        expression=Case(When(~Q(status__in=USUAL), then=F("status"))),
        output_field=models.CharField(max_length=12, null=True),
        db_persist=True,
    )

    objects: ClassVar[DeliveryQuerySet] = DeliveryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-pk"]
        permissions = [
            ("read_message", "Read what a message said"),
            ("send_again", "Send a message again"),
        ]
        constraints = [models.UniqueConstraint(Lower("recipient"), F("mailing"), name="delivery_once_each")]
        indexes = [
            models.Index(fields=["of_many", "queued_at", "id"], name="delivery_queue", condition=~Q(queued_at=None)),
            models.Index(fields=["mailing", "chunk"], name="delivery_chunk"),
            models.Index(fields=["content"], name="delivery_of_content", condition=Q(mailing=None)),
            models.Index(fields=["message_id"], name="delivery_message_id"),
            # For pages of 50, newest first, at a million rows. What is partial costs an accepted mail-out nothing.
            models.Index(fields=["mailing", "id"], name="delivery_of_mailing"),
            models.Index(fields=["id"], name="delivery_single", condition=Q(mailing=None)),
            models.Index(fields=["unusual", "id"], name="delivery_unusual", condition=~Q(unusual=None)),
            models.Index(fields=["id"], name="delivery_not_mail", condition=~Q(channel="mail")),
            BrinIndex(fields=["created_at"], name="delivery_created", pages_per_range=32),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.status}"
