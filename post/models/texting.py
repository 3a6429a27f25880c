"""Text messages: what a person or a room asked to send, and what the gateway said about each recipient's copy."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import form_tokens
from post.lifecycle import TextReport, TextUrgency
from post.models.outgoing import Content, Delivery
from post.querysets import TextQuerySet


class TextMessage(models.Model):
    """One text to one or several numbers. Its words are a content, its copies are deliveries, as for mail."""

    content = models.OneToOneField(
        Content, on_delete=models.CASCADE, related_name="text_message", verbose_name=_("content")
    )
    form_token = models.CharField(max_length=32, unique=True, default=form_tokens.new, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("sent by"),
    )
    urgency = models.CharField(_("urgent because"), max_length=12, choices=TextUrgency, blank=True)
    parts = models.PositiveSmallIntegerField(_("parts"))
    price = models.PositiveIntegerField(_("price a part, in öre"))

    objects: ClassVar[TextQuerySet] = TextQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("text message")
        verbose_name_plural = _("text messages")
        ordering = ["-pk"]
        permissions = [("send_sms", "Send text messages")]

    def __str__(self) -> str:
        return f"{self.pk}"


class TextReceipt(models.Model):
    """What the gateway said about one recipient's copy. `cost` is in ten-thousandths of a krona, once it is known."""

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="text_receipt")
    text = models.ForeignKey(TextMessage, on_delete=models.CASCADE, related_name="receipts")
    begun_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the last attempt began; noted before it is made.")
    )
    unknowns = models.PositiveSmallIntegerField(default=0, help_text=_("How many attempts ended without an answer."))
    gateway_id = models.CharField(max_length=80, blank=True)
    cost = models.PositiveIntegerField(null=True, blank=True)
    report = models.CharField(max_length=10, choices=TextReport, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("text message receipt")
        verbose_name_plural = _("text message receipts")
        indexes = [models.Index(fields=["gateway_id"], name="text_gateway_id", condition=~Q(gateway_id=""))]

    def __str__(self) -> str:
        return f"{self.pk}: {self.report}"
