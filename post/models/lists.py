"""Who reads what, with the proof that they agreed, and who gets no mail-outs at all. A list is an opaque key."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from common import clock
from post.lifecycle import ImportStatus, ImportWay, SubscriptionStatus, SuppressionReason
from post.querysets import LedgerQuerySet, SubscriptionQuerySet

ADDRESS_LENGTH = 320  # 64 before the @, 255 after (RFC 5321 section 4.5.3.1)


def no_lines() -> list[list[object]]:
    """Return an import's lines before any is read."""
    return []


class MailingList(models.Model):
    """A list somebody can read or leave. Its key belongs to the room that made it."""

    key = models.CharField(_("key"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=160)
    list_id = models.CharField(_("List-Id"), max_length=200, help_text=_("RFC 2919: what mail programs sort by."))
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    objects: ClassVar[LedgerQuerySet] = LedgerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("mailing list")
        verbose_name_plural = _("mailing lists")
        ordering = ["title"]
        permissions = [
            ("manage_lists", "Add, import and remove readers; suppress addresses"),
            ("export_lists", "Take out a list's readers as a file"),
        ]

    def __str__(self) -> str:
        return self.title


class ListImport(models.Model):
    """Addresses brought in at once, with the proof that their owners agreed: previewed, carried out, perhaps undone.

    `lines` holds what was read, [line number, address, language, fault], until the day for undoing is over.
    """

    list = models.ForeignKey(MailingList, on_delete=models.CASCADE, related_name="imports", verbose_name=_("list"))
    status = models.CharField(
        _("status"), max_length=8, choices=ImportStatus, default=ImportStatus.PREVIEW, editable=False
    )
    form_token = models.CharField(max_length=32, unique=True, editable=False)
    way = models.CharField(_("how they agreed"), max_length=12, choices=ImportWay)
    agreed_on = models.DateField(_("when they agreed"))
    taken_by = models.CharField(_("who took the consent"), max_length=120)
    document = models.CharField(_("document that shows it"), max_length=120)
    language = models.CharField(_("language"), max_length=8, default="sv")
    lines = models.JSONField(default=no_lines, editable=False)
    added = models.PositiveIntegerField(_("added"), default=0, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    made_at = models.DateTimeField(_("made"), default=clock.now, editable=False)
    done_at = models.DateTimeField(_("carried out"), null=True, blank=True, editable=False)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True, editable=False)

    objects: ClassVar[LedgerQuerySet] = LedgerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("import of readers")
        verbose_name_plural = _("imports of readers")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.list_id}/{self.pk}"


class Subscription(models.Model):
    """One address in one list, with the proof that its owner agreed."""

    list = models.ForeignKey(
        MailingList, on_delete=models.CASCADE, related_name="subscriptions", verbose_name=_("list")
    )
    email = models.EmailField(_("e-mail address"), max_length=ADDRESS_LENGTH)
    language = models.CharField(_("language"), max_length=8, default="sv")
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=SubscriptionStatus,
        default=SubscriptionStatus.PENDING,
        editable=False,
    )
    consent = models.JSONField(
        _("proof of consent"), default=dict, editable=False, help_text=_("How and when the owner agreed, as codes.")
    )
    confirm_hash = models.CharField(max_length=64, blank=True, editable=False)
    confirm_before = models.DateTimeField(null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=clock.now, editable=False)
    came_with = models.ForeignKey(
        ListImport,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="subscriptions",
        verbose_name=_("import"),
    )

    objects: ClassVar[SubscriptionQuerySet] = SubscriptionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["list", "pk"]
        constraints = [models.UniqueConstraint(F("list"), Lower("email"), name="subscription_once")]
        indexes = [
            models.Index(fields=["list", "status"], name="subscription_list_status"),
            models.Index(Lower("email"), name="subscription_email"),
            models.Index(fields=["confirm_hash"], name="subscription_token", condition=~Q(confirm_hash="")),
        ]

    def __str__(self) -> str:
        return f"{self.list_id}/{self.pk}"


class SubscriptionEvent(models.Model):
    """How a subscription came and went: codes only, no address."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="events")
    moved_from = models.CharField(max_length=12, choices=SubscriptionStatus, blank=True)
    moved_to = models.CharField(max_length=12, choices=SubscriptionStatus)
    reason = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("subscription event")
        verbose_name_plural = _("subscription events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.subscription_id}: {self.moved_to}"


class Suppression(models.Model):
    """One reason why an address gets no mail-outs at all. Single messages it asks for itself, codes say, still go.

    Each reason stands for itself: lifting our stop leaves the person's wish, and the other way round (decision 0330).
    """

    email = models.EmailField(_("e-mail address"), max_length=ADDRESS_LENGTH)
    reason = models.CharField(_("reason"), max_length=12, choices=SuppressionReason)
    at = models.DateTimeField(_("since"), default=clock.now)

    objects: ClassVar[LedgerQuerySet] = LedgerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        constraints = [models.UniqueConstraint(Lower("email"), F("reason"), name="suppression_once_each")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.reason}"
