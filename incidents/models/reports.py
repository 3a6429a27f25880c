"""Reports from the public, and the series their numbers come from."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from common import clock
from incidents import lifecycle
from incidents.lifecycle import ReportStatus
from incidents.models.categories import Category
from incidents.querysets import ReportQuerySet
from neighbourhoods.models import Area, District, Organisation


class NumberSeries(models.Model):
    """The last public number given out in a year; one row a year, counted up under its lock."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")

    def __str__(self) -> str:
        return f"{self.year}-{self.last}"


class Report(models.Model):
    """One report. Places and situations, never a register of persons."""

    class Occurred(models.TextChoices):
        NOW = "now", _("It is going on now")
        TODAY = "today", _("Today or last night")
        WEEK = "week", _("Earlier this week")
        EARLIER = "earlier", _("Longer ago, or I don't know")

    class Channel(models.TextChoices):
        WEB = "web", _("the web")
        AGENT = "agent", _("a contact agent")
        PATROL = "patrol", _("Grannstöd")
        OPEN311 = "open311", _("another system (Open311)")
        IMPORT = "import", _("an import")

    class Priority(models.IntegerChoices):
        LOW = 1, _("can wait")
        NORMAL = 2, _("as usual")
        HIGH = 3, _("urgent")

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    form_token = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001  (NULL is not unique)
    version = models.PositiveIntegerField(default=0, editable=False)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="reports", verbose_name=_("category"), db_index=False
    )
    status = models.CharField(
        _("status"), max_length=12, choices=ReportStatus, default=ReportStatus.RECEIVED, editable=False
    )
    is_offensive = models.BooleanField(_("offensive or threatening"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("urgency"), choices=Priority, default=Priority.NORMAL)
    text = models.TextField(_("what happened"), max_length=4000, blank=True)
    public_text = models.TextField(_("text as released"), max_length=4000, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    district = models.ForeignKey(
        District, on_delete=models.SET_NULL, null=True, blank=True, related_name="reports", verbose_name=_("district"),
        db_index=False,
    )  # fmt: skip
    area = models.ForeignKey(
        Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="reports", verbose_name=_("area"),
        db_index=False,
    )  # fmt: skip
    occurred_when = models.CharField(_("when"), max_length=8, choices=Occurred, default=Occurred.EARLIER)
    occurred_at = models.DateTimeField(_("happened"), null=True, blank=True)
    reporter_name = models.CharField(_("reporter's name"), max_length=120, blank=True)
    reporter_email = models.EmailField(_("reporter's e-mail address"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=8, default="sv")
    channel = models.CharField(_("came by"), max_length=8, choices=Channel, default=Channel.WEB)
    follow_hash = models.CharField(max_length=64, blank=True, editable=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="assigned_reports",
        verbose_name=_("handled by"),
    )  # fmt: skip
    passed_to = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="reports_passed_on",
        verbose_name=_("passed on to"),
    )  # fmt: skip
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="merged",
        verbose_name=_("the same as"),
    )  # fmt: skip
    received_at = models.DateTimeField(_("received"), default=clock.now)
    due_at = models.DateTimeField(_("answer before"), null=True, blank=True)
    # The plate of an abandoned or stolen vehicle: encrypted, and gone when the report is closed.
    plate_sealed = models.BinaryField(_("registration plate"), null=True, editable=False)
    receipt_waits = models.BooleanField(
        default=False, db_default=False, editable=False
    )  # until a worker has composed it
    released_at = models.DateTimeField(_("released"), null=True, blank=True, editable=False)
    reply_waits_since = models.DateTimeField(_("reply unread since"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    anonymised_at = models.DateTimeField(_("personal data erased"), null=True, blank=True, editable=False)
    source = models.CharField(_("source"), max_length=60, blank=True, editable=False)
    external_id = models.CharField(_("number at the source"), max_length=80, blank=True, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[ReportQuerySet] = ReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-received_at", "-pk"]
        permissions = [
            ("see_all_reports", "See every report"),
            ("triage_report", "Judge, route and answer reports"),
            ("see_reporter", "See who reported"),
            ("hear_of_late", "Be told of reports that are a working day late"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~Q(external_id=""), name="report_once_per_source"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="report_position_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(status__in=lifecycle.CLOSED, closed_at__isnull=False)
                | Q(status__in=lifecycle.OPEN, closed_at__isnull=True),
                name="report_closed_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="report_received"),
            models.Index(fields=["received_at"], condition=Q(receipt_waits=True), name="report_receipt_waits"),
            models.Index(fields=["category", "-received_at"], name="report_category_received"),
            models.Index(
                fields=["category", "-received_at", "-id"],
                condition=Q(released_at__isnull=False, merged_into__isnull=True),
                name="report_released_kind",
            ),
            models.Index(fields=["district", "-received_at"], name="report_district_received"),
            models.Index(fields=["area", "-received_at"], name="report_area_received"),
            models.Index(fields=["status", "due_at"], condition=Q(closed_at__isnull=True), name="report_open_due"),
            models.Index(
                fields=["reply_waits_since"], condition=Q(reply_waits_since__isnull=False), name="report_reply_waits"
            ),
            models.Index(fields=["latitude", "longitude"], name="report_position"),
            models.Index(fields=["follow_hash"], condition=~Q(follow_hash=""), name="report_follow"),
            models.Index(Lower("reporter_email"), condition=~Q(reporter_email=""), name="report_email"),
            models.Index(fields=["due_at"], condition=Q(closed_at__isnull=True, priority=3), name="report_urgent"),
            models.Index(
                fields=["closed_at"],
                condition=Q(closed_at__isnull=False) & ~Q(reporter_email=""),
                name="report_to_ask_after",
            ),
            models.Index(
                fields=["category", "closed_at"],
                condition=Q(closed_at__isnull=False, anonymised_at__isnull=True),
                name="report_to_anonymise",
            ),
            GinIndex(OpClass(Lower("text"), name="gin_trgm_ops"), name="report_text_trigrams"),
            GinIndex(OpClass(Lower("place"), name="gin_trgm_ops"), name="report_place_trigrams"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.closed_at is None

    @property
    def is_late(self) -> bool:
        """Whether its time has run out while it was open."""
        return self.is_open and self.due_at is not None and self.due_at < clock.now()

    @property
    def waits_for_reporter(self) -> bool:
        """Whether the reporter has been asked something."""
        return self.status == ReportStatus.WAITING

    @property
    def is_released(self) -> bool:
        """Whether a person has released its text."""
        return self.released_at is not None
