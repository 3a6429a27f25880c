"""Courses and evenings: basic course each term, theme evening twice a year, Grannstöd's training."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from common import clock
from neighbourhoods.lifecycle import TrainingStatus
from neighbourhoods.querysets import TrainingQuerySet

MOST_SEATS = 300
LONGEST_OFFER = 14 * 24  # hours


class Training(models.Model):
    """One occasion: what, when, where, for how many and for whom."""

    class Kind(models.TextChoices):
        """What kind of training it is."""

        BASIC = "basic_course", _("basic course")
        THEME = "theme_evening", _("theme evening")
        GRANNSTOD = "grannstod", _("Grannstöd's training")
        OTHER = "other", pgettext_lazy("training", "other")

    class Audience(models.TextChoices):
        """Who may come. Whoever holds the training's own link may too."""

        AGENTS = "agents", _("contact agents")
        VOLUNTEERS = "volunteers", _("Grannstöd's volunteers")
        MEMBERS = "members", _("contact agents and Grannstöd's volunteers")
        EVERYBODY = "everybody", _("everybody")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.BASIC)
    title = models.CharField(_("title"), max_length=120)
    about = models.TextField(_("what it is about"), max_length=4000, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=TrainingStatus.choices, default=TrainingStatus.DRAFT, editable=False
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    venue = models.CharField(_("place"), max_length=200, help_text=_("Street and house, and which door."))
    capacity = models.PositiveSmallIntegerField(
        _("places"), default=20, validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )
    audience = models.CharField(_("who may come"), max_length=12, choices=Audience.choices, default=Audience.AGENTS)
    closes_at = models.DateTimeField(_("sign up until"), null=True, blank=True)
    serves_food = models.BooleanField(_("something to eat is served"), default=False)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours an offer of a place stands"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_OFFER)],
    )
    question = models.CharField(
        _("question afterwards"), max_length=200, blank=True, help_text=_("Asked once by mail. Leave empty for none.")
    )
    farewell = models.CharField(_("why it is cancelled"), max_length=500, blank=True, editable=False)
    link_number = models.PositiveSmallIntegerField(default=1, editable=False)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=clock.now, editable=False)
    created_at = models.DateTimeField(_("entered"), default=clock.now, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[TrainingQuerySet] = TrainingQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering = ["-starts_at", "-pk"]
        permissions = [("manage_trainings", "Plan trainings, see who comes and mark attendance")]
        indexes = [models.Index(fields=["status", "starts_at"], name="training_status_starts")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="training_ends_after_start"),
            models.CheckConstraint(condition=Q(capacity__range=(1, MOST_SEATS)), name="training_has_seats"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {clock.local(self.starts_at):%Y-%m-%d}"

    @property
    def is_over(self) -> bool:
        """Whether the last minute has passed."""
        return self.ends_at <= clock.now()

    @property
    def has_begun(self) -> bool:
        """Whether the first minute has come."""
        return self.starts_at <= clock.now()

    @property
    def takes_sign_ups(self) -> bool:
        """Whether somebody can still sign up: open, not begun, and before the last moment if one is set."""
        last = min(self.closes_at or self.starts_at, self.starts_at)
        return self.status == TrainingStatus.OPEN and clock.now() < last

    @property
    def may_be_marked(self) -> bool:
        """Whether attendance can be marked: from two hours before, and as long as it likes afterwards."""
        is_time = clock.now() >= self.starts_at - timedelta(hours=2)
        return self.status == TrainingStatus.HELD or (self.status == TrainingStatus.OPEN and is_time)


class TrainingEvent(models.Model):
    """A training moved from one state to another. Never edited."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="events")
    moved_from = models.CharField(_("from"), max_length=12, blank=True, choices=TrainingStatus.choices)
    moved_to = models.CharField(_("to"), max_length=12, choices=TrainingStatus.choices)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    at = models.DateTimeField(_("when"), default=clock.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )

    class Meta:
        verbose_name = _("event of a training")
        verbose_name_plural = _("events of trainings")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.moved_from} → {self.moved_to}"


class TrainingMessage(models.Model):
    """What a coordinator wrote to those who come. The form's token makes a message sent twice one message."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="messages")
    subject = models.CharField(_("subject"), max_length=120)
    words = models.TextField(_("message"), max_length=4000)
    sent_to = models.PositiveSmallIntegerField(_("sent to"), default=0, editable=False)
    form_token = models.CharField(max_length=32, unique=True, editable=False)
    sent_at = models.DateTimeField(_("when"), default=clock.now, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )

    class Meta:
        verbose_name = _("message to those who come")
        verbose_name_plural = _("messages to those who come")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.subject


class FollowUpCount(models.Model):
    """How many gave an answer to the question afterwards. Who gave which is not kept."""

    class Answer(models.TextChoices):
        """What can be answered."""

        YES = "yes", pgettext_lazy("follow-up", "Yes")
        PARTLY = "partly", pgettext_lazy("follow-up", "Partly")
        NO = "no", pgettext_lazy("follow-up", "No")

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="follow_up")
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices)
    times = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("answers afterwards")
        verbose_name_plural = _("answers afterwards")
        constraints = [models.UniqueConstraint(fields=["training", "answer"], name="follow_up_answer_once")]

    def __str__(self) -> str:
        return f"{self.get_answer_display()}: {self.times}"
