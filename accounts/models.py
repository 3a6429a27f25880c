"""Who signs in, what they may do, who was let in for one purpose, and what was done with personal data."""

from __future__ import annotations

from typing import ClassVar, Never

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext_lazy as _

from accounts.querysets import AuditEntryQuerySet, InvitationQuerySet, NeverEditedError, PartnerAccessQuerySet
from accounts.roles import ROLES, titles
from common import clock


class UserManager(BaseUserManager["User"]):
    """People are found by e-mail address, whatever its case."""

    def create_user(self, email: str, full_name: str = "", password: str | None = None, **fields: object) -> User:
        """Create a person; without a password they sign in by code."""
        if not email:
            raise ValueError("a user needs an e-mail address")
        user = self.model(email=self.normalize_email(email).lower(), full_name=full_name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, full_name: str = "", password: str | None = None) -> User:
        """Create someone who may do everything; for the first sign-in of a new installation."""
        return self.create_user(email, full_name, password, is_staff=True, is_superuser=True)

    def get_by_natural_key(self, username: str | None) -> User:
        """Find by address, case-insensitively."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account: staff, agent or volunteer. Residents have none."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    full_name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    language = models.CharField(_("language"), max_length=8, default="sv")
    is_staff = models.BooleanField(_("may enter the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("since"), default=clock.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_ci")]
        indexes = [
            # Staff look people up by a part of a name or address, in upper case as Django asks.
            GinIndex(OpClass(Upper("full_name"), name="gin_trgm_ops"), name="user_name_trigrams"),
            GinIndex(OpClass(Upper("email"), name="gin_trgm_ops"), name="user_email_trigrams"),
        ]
        permissions = [
            ("use_desk", "Use the coordinator desk"),
            ("invite", "Invite people"),
            ("handle_personal_data", "Extract and erase what is held about a person"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        """Return the name, or the address where no name is known."""
        return str(self)

    def role_titles(self) -> list[str]:
        """Return the titles of the roles held, in the order of the table."""
        return titles(self.groups.all())


class Invitation(models.Model):
    """An invitation by mail: whoever opens the link and accepts gets an account with one role."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    full_name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=40, choices=[(role.key, role.title) for role in ROLES])
    place = models.CharField(
        _("area or organisation"),
        max_length=120,
        blank=True,
        help_text=_("Shown in the invitation. The appointment itself is made with the area."),
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("invited by"),
    )
    created_at = models.DateTimeField(_("sent on"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), editable=False)
    accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True, editable=False)

    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["expires_at"])]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_one_open_an_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.created_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether the link still opens an account."""
        return self.accepted_at is None and self.revoked_at is None and clock.now() < self.expires_at


class PartnerAccess(models.Model):
    """Someone from another organisation, let in without an account by link and code, for one purpose."""

    link_hash = models.CharField(max_length=64, unique=True, editable=False)
    code_hash = models.CharField(max_length=64, editable=False)
    purpose = models.CharField(_("purpose"), max_length=80, help_text=_("What it opens, such as calendar:break:12."))
    organisation = models.CharField(_("organisation"), max_length=120)
    email = models.EmailField(_("e-mail address"), max_length=254)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("opened by"),
    )
    created_at = models.DateTimeField(_("opened"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), editable=False)
    revoked_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("wrong codes in a row"), default=0, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)

    objects: ClassVar[PartnerAccessQuerySet] = PartnerAccessQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("partner access")
        verbose_name_plural = _("partner accesses")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["expires_at"])]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.purpose})"

    @property
    def is_open(self) -> bool:
        """Whether link and code still let someone in."""
        return self.revoked_at is None and clock.now() < self.expires_at


class AuditEntry(models.Model):
    """What was done with access and personal data. Codes and ids only; never edited, never deleted.

    The rule stands here and, for whoever goes round the model, as a trigger in the database.
    """

    at = models.DateTimeField(_("when"), default=clock.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    action = models.CharField(_("what"), max_length=60)
    object_type = models.CharField(_("kind of record"), max_length=60, blank=True)
    object_id = models.CharField(_("record number"), max_length=64, blank=True)
    request_id = models.CharField(_("request"), max_length=64, blank=True)
    network_hash = models.CharField(_("network (hash)"), max_length=32, blank=True)

    objects: ClassVar[AuditEntryQuerySet] = AuditEntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["-at"]),
            models.Index(fields=["action", "-at"]),
            models.Index(fields=["object_type", "object_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type}:{self.object_id}".strip(" :")

    def save(self, *args: object, **kwargs: object) -> None:
        """Add the entry; refuse to change one (NeverEditedError)."""
        if not self._state.adding:
            raise NeverEditedError
        super().save(force_insert=True)

    def delete(self, *args: object, **kwargs: object) -> Never:
        """Refuse."""
        raise NeverEditedError
