"""Support for those who have met with a crime: a visit, a return visit, and data that goes.

What tells who somebody is stands encrypted in one field a row and nowhere else: these models keep no history, no
mail names anybody, and no document is made of them. Erasing empties the field; what is counted stays.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common import clock
from grannstod.lifecycle import SupportStatus
from grannstod.models.volunteers import Volunteer
from grannstod.querysets import SupportQuerySet
from neighbourhoods.models import Area, District


class VictimSupportCase(models.Model):
    """One person or household that is offered support."""

    class Source(models.TextChoices):
        POLICE = "police", _("the police")
        SOCIAL_SERVICES = "social", _("social services")
        OWN_WISH = "own", _("own wish")
        AGENT = "agent", _("a contact agent")

    class Consent(models.TextChoices):
        UNASKED = "unasked", _("not asked yet")
        GIVEN = "given", _("given")
        REFUSED = "refused", _("refused")

    status = models.CharField(
        _("status"), max_length=10, choices=SupportStatus, default=SupportStatus.REFERRED, editable=False
    )
    source = models.CharField(_("who asks"), max_length=8, choices=Source)
    referred_at = models.DateTimeField(_("referred"), default=clock.now, editable=False)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+", verbose_name=_("district"))
    area = models.ForeignKey(
        Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    # Name, address, telephone and what is wished, as JSON under ENCRYPTION_KEYS; empty once erased.
    sealed = models.BinaryField(null=True, editable=False)
    consent = models.CharField(
        _("consent that the contact agent is told"), max_length=8, choices=Consent, default=Consent.UNASKED
    )
    consent_at = models.DateTimeField(_("consent noted"), null=True, editable=False)
    first_contact_at = models.DateTimeField(_("first contact"), null=True, editable=False)
    due_on = models.DateField(_("next visit due"), null=True, editable=False)
    escalated_on = models.DateField(_("said to be late"), null=True, editable=False)
    agents_told_at = models.DateTimeField(_("contact agents told"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)
    form_token = models.CharField(max_length=32, unique=True, editable=False)

    objects: ClassVar[SupportQuerySet] = SupportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("support case")
        verbose_name_plural = _("support cases")
        ordering = ["due_on", "pk"]
        permissions = [("lead_support", "Lead the support for those who have met with a crime")]
        constraints = [
            models.CheckConstraint(condition=Q(erased_at=None) | Q(sealed=None), name="support_erased_is_empty"),
            models.CheckConstraint(
                condition=Q(status__in=["closed", "declined"], closed_at__isnull=False)
                | Q(status__in=["referred", "visited"], closed_at__isnull=True),
                name="support_closed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class SupportVisit(models.Model):
    """A visit by two who hold a clearance: what they left, never what was said about anybody else."""

    class Kind(models.TextChoices):
        FIRST = "first", _("first visit")
        RETURN = "return", _("return visit")

    case = models.ForeignKey(VictimSupportCase, on_delete=models.CASCADE, related_name="visits")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    one = models.ForeignKey(
        Volunteer, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("one who visits")
    )
    other = models.ForeignKey(
        Volunteer, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("the other who visits")
    )
    planned_on = models.DateField(_("day"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    gave_brochure = models.BooleanField(_("the brochure was left"), default=False)
    advised_locks = models.BooleanField(_("advice on locks, doors and windows"), default=False)
    advised_insurance = models.BooleanField(_("advice on insurance"), default=False)
    told_of_support = models.BooleanField(_("told where more support is to be had"), default=False)
    sealed = models.BinaryField(null=True, editable=False)

    class Meta:
        verbose_name = _("support visit")
        verbose_name_plural = _("support visits")
        ordering = ["planned_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="one_visit_a_kind"),
            models.CheckConstraint(condition=Q(one=None) | Q(other=None) | ~Q(one=F("other")), name="support_by_two"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} ({self.kind})"


class SupportEvent(models.Model):
    """What happened to a support case. Never edited; codes and ids only."""

    case = models.ForeignKey(VictimSupportCase, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("support event")
        verbose_name_plural = _("support events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.what}"


class SupporterCourse(models.Model):
    """What a supporter has learnt."""

    class Subject(models.TextChoices):
        SECURITY = "security", _("security")
        INSURANCE = "insurance", _("insurance")
        TALKS = "talks", _("support talks")

    volunteer = models.ForeignKey(
        Volunteer, on_delete=models.CASCADE, related_name="courses", verbose_name=_("volunteer")
    )
    subject = models.CharField(_("subject"), max_length=10, choices=Subject)
    taken_on = models.DateField(_("taken on"))

    class Meta:
        verbose_name = _("supporter's education")
        verbose_name_plural = _("supporters' education")
        ordering = ["volunteer", "subject"]
        constraints = [models.UniqueConstraint(fields=["volunteer", "subject"], name="one_course_a_subject")]

    def __str__(self) -> str:
        return f"{self.volunteer_id}: {self.subject}"


class SupportRetention(models.Model):
    """A recorded decision on how long closed cases keep what tells who somebody is. Never edited: the latest holds."""

    months = models.PositiveSmallIntegerField(
        _("months after closing"), validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    reference = models.CharField(_("who decided, and the number of the decision"), max_length=200)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("decision on erasing support cases")
        verbose_name_plural = _("decisions on erasing support cases")
        ordering = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.months}"
