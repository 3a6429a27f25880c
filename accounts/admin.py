"""People and access in the admin. Roles, invitations and accesses change through services only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.forms import InvitationForm, PartnerForm, PersonAdminForm
from accounts.models import AuditEntry, Invitation, PartnerAccess, User
from common.typed import ModelAdmin


def _who(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _note(request: HttpRequest, action: str, pk: object) -> None:
    services.audit(actor=_who(request), action=action, object_type="accounts.user", object_id=str(pk))


def _signed_by(form: Any, by: User) -> Any:
    """Return the form class with the person at work on it, for checks that depend on who asks."""
    return type(form.__name__, (form,), {"by": by})


@admin.register(User)
class UserAdmin(services.NotesReads, ModelAdmin[User]):
    """People. New ones come by invitation."""

    read_as = "person.read"

    form = PersonAdminForm
    list_display = ["full_name", "email", "role_names", "is_staff", "is_active", "last_login"]
    list_filter = ["groups", "is_staff", "is_active"]
    search_fields = ["full_name", "email", "phone"]
    readonly_fields = ["email", "is_staff", "last_login", "date_joined"]
    fields = ["email", "full_name", "phone", "language", "roles", "is_active", "is_staff", "last_login", "date_joined"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Fetch the roles of all shown people at once."""
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def role_names(self, user: User) -> str:
        """Return the titles of the roles someone holds."""
        return ", ".join(user.role_titles())

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Let the form know who is giving roles."""
        return _signed_by(super().get_form(request, obj, change=change, **kwargs), _who(request))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save contact data, then give and take roles one by one; which boxes changed is audited, not their text."""
        super().save_model(request, obj, form, change)
        for name in form.changed_data:
            if name != "roles":
                _note(request, f"person.changed.{name}", obj.pk)
        given, taken = form.role_changes()
        for role in given:
            services.give_role(by=_who(request), user=obj, role=role)
        for role in taken:
            services.take_role(by=_who(request), user=obj, role=role)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only the highest may change the highest."""
        if obj is not None and obj.is_superuser and not _who(request).is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People are invited, not added."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """People are erased or made inactive, not deleted: the audit trail names them by number."""
        return False


@admin.register(Invitation)
class InvitationAdmin(services.NotesReads, ModelAdmin[Invitation]):
    """Invitations: sent, accepted, withdrawn, run out."""

    form = InvitationForm
    list_display = ["email", "full_name", "role", "place", "invited_by", "created_at", "expires_at", "accepted_at"]
    list_filter = ["role", "accepted_at", "revoked_at"]
    list_select_related = ["invited_by"]
    search_fields = ["email", "full_name", "place"]
    actions = ["send_again", "withdraw"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        """Start from what the person may see."""
        return Invitation.objects.visible_to(_who(request)).select_related("invited_by")

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        """An invitation is withdrawn or sent again, never edited."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        """It is tidied away a month after it has run out."""
        return False

    def get_form(self, request: HttpRequest, obj: Invitation | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Let the form know who invites."""
        return _signed_by(super().get_form(request, obj, change=change, **kwargs), _who(request))

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        """Invite by the service, which mails."""
        made = services.invite(by=_who(request), **form.cleaned_data)
        obj.pk, obj.created_at, obj.expires_at = made.pk, made.created_at, made.expires_at

    @admin.action(description=_("Send a new link"), permissions=["add"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Invite again whoever has not accepted; the old link ends."""
        for one in queryset.filter(accepted_at=None):
            try:
                services.invite(
                    by=_who(request), email=one.email, full_name=one.full_name, role=one.role, place=one.place
                )
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.WARNING)

    @admin.action(description=_("Withdraw"), permissions=["add"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """End the links at once."""
        for one in queryset:
            services.revoke_invitation(by=_who(request), invitation=one)


@admin.register(PartnerAccess)
class PartnerAccessAdmin(services.NotesReads, ModelAdmin[PartnerAccess]):
    """Who was let in without an account, for what, and until when."""

    form = PartnerForm
    list_display = ["organisation", "email", "purpose", "opened_by", "created_at", "expires_at", "last_used_at"]
    list_filter = ["revoked_at", "organisation"]
    list_select_related = ["opened_by"]
    search_fields = ["organisation", "email", "purpose"]
    actions = ["withdraw"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PartnerAccess]:
        """Start from what the person may see."""
        return PartnerAccess.objects.visible_to(_who(request)).select_related("opened_by")

    def get_form(self, request: HttpRequest, obj: PartnerAccess | None = None, change: bool = False, **kw: Any) -> Any:
        """Offer what there is to open for the person at work."""
        return _signed_by(super().get_form(request, obj, change=change, **kw), _who(request))

    def save_model(self, request: HttpRequest, obj: PartnerAccess, form: Any, change: bool) -> None:
        """Open by the service, which mails link and code."""
        made = services.open_partner_access(by=_who(request), **form.cleaned_data)
        obj.pk, obj.created_at, obj.expires_at = made.pk, made.created_at, made.expires_at

    @admin.action(description=_("Withdraw"), permissions=["withdraw"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[PartnerAccess]) -> None:
        """Close at once."""
        for one in queryset:
            services.revoke_partner_access(by=_who(request), access=one)

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        """Whether the person may close accesses."""
        return _who(request).has_perm("accounts.change_partneraccess")

    def has_change_permission(self, request: HttpRequest, obj: PartnerAccess | None = None) -> bool:
        """An access is withdrawn and opened anew, never edited."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PartnerAccess | None = None) -> bool:
        """It is tidied away a year after it has run out."""
        return False


@admin.register(AuditEntry)
class AuditEntryAdmin(services.NotesReads, ModelAdmin[AuditEntry]):
    """The audit trail: read only, for everyone."""

    list_display = ["at", "actor", "action", "object_type", "object_id", "request_id"]
    list_filter = ["action", "object_type"]
    list_select_related = ["actor"]
    search_fields = ["action", "object_type", "object_id", "request_id", "actor__email"]
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        """Start from what the person may see."""
        return AuditEntry.objects.visible_to(_who(request)).select_related("actor")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        """Never."""
        return False
