"""What coordinators, head agents and agents write to each other, and what is answered."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock, form_tokens
from neighbourhoods.models.areas import Area
from neighbourhoods.querysets import AreaMessageQuerySet


class AreaMessage(models.Model):
    """A message to agents, or one from an agent to the coordinator."""

    class Direction(models.TextChoices):
        TO_AGENTS = "to_agents", _("to agents")
        TO_GROUP = "to_group", _("from a head contact agent")
        TO_COORDINATOR = "to_desk", _("to the coordinator")

    direction = models.CharField(_("direction"), max_length=10, choices=Direction)
    subject = models.CharField(_("subject"), max_length=120)
    text = models.TextField(_("text"), max_length=5000)
    sms_text = models.CharField(_("SMS"), max_length=300, blank=True, help_text=_("Sent only when it is urgent."))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    sent_at = models.DateTimeField(_("sent"), default=clock.now)
    form_token = models.CharField(max_length=32, unique=True, editable=False)

    objects: ClassVar[AreaMessageQuerySet] = AreaMessageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("message to areas")
        verbose_name_plural = _("messages to areas")
        ordering = ["-sent_at", "-pk"]
        permissions = [("write_to_areas", "Write to the agents of many areas")]

    def __str__(self) -> str:
        return self.subject


class MessageRecipient(models.Model):
    """One agent's part of a message: whether it has left, and what the agent says became of it. No pixel counts."""

    message = models.ForeignKey(AreaMessage, on_delete=models.CASCADE, related_name="recipients")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="area_messages", verbose_name=_("person")
    )
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+", verbose_name=_("area"))
    mailed_at = models.DateTimeField(_("handed to the post"), null=True, editable=False)
    read_at = models.DateTimeField(_("read, as the agent says"), null=True, editable=False)
    passed_on_at = models.DateTimeField(_("passed on, as the agent says"), null=True, editable=False)

    class Meta:
        verbose_name = _("recipient of a message")
        verbose_name_plural = _("recipients of a message")
        ordering = ["area__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="message_once_a_person")]
        indexes = [
            models.Index(fields=["message"], condition=models.Q(mailed_at=None), name="message_recipient_unsent")
        ]

    def __str__(self) -> str:
        return f"{self.message_id}/{self.user_id}"


class MessageAnswer(models.Model):
    """An answer in the exchange between one agent and the desk (or the head agent) about one message."""

    recipient = models.ForeignKey(MessageRecipient, on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("text"), max_length=5000)
    by_mail = models.BooleanField(_("came by mail"), default=False)
    at = models.DateTimeField(_("when"), default=clock.now)
    seen_at = models.DateTimeField(_("seen at the desk"), null=True, editable=False)
    form_token = models.CharField(max_length=32, unique=True, default=form_tokens.new, editable=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"], condition=models.Q(seen_at=None), name="message_answer_unseen")]

    def __str__(self) -> str:
        return f"{self.recipient_id}/{self.pk}"
