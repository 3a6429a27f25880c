"""Forms: accepting an invitation, a partner's code, one's own account, and inviting from the admin."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.models import Invitation, PartnerAccess, User
from accounts.roles import ROLES, by_key
from common.typed import ModelForm

PHONE = re.compile(r"\+?[0-9][0-9 ()\-]{4,24}")


def _clean_phone(number: str) -> str:
    number = number.strip()
    if number and not PHONE.fullmatch(number):
        raise ValidationError(_("Write the phone number with digits, such as 070-123 45 67."), code="phone")
    return number


def _may_give(by: User, roles: list[str]) -> list[str]:
    for role in roles:
        if not services.may_give(by, role):
            raise ValidationError(
                _("Your own role does not let you give or take the role %(role)s."),
                code="role",
                params={"role": by_key(role).title},
            )
    return roles


class PersonForm(forms.Form):
    """Name, phone and language, as a person writes them about themselves."""

    full_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=32,
        required=False,
        help_text=_("Optional. Seen by the municipality's coordinators."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(label=_("Language in mail to you"), choices=settings.LANGUAGES)

    def clean_phone(self) -> str:
        """Accept what looks like a number that can be dialled."""
        return _clean_phone(self.cleaned_data["phone"])


class CodeForm(forms.Form):
    """The code that came in the other mail."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Eight digits. They came in a mail of their own."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class EraseForm(forms.Form):
    """A tick before something that cannot be undone."""

    sure = forms.BooleanField(label=_("Yes, erase my account and what is held about me"))


class InvitationForm(ModelForm[Invitation]):
    """Invite someone."""

    by: User  # who invites; the admin sets it

    class Meta:
        model = Invitation
        fields = ["email", "full_name", "role", "place"]

    def clean_email(self) -> str:
        """Someone who has an account gets roles, not invitations."""
        services.require_newcomer(self.cleaned_data["email"])
        return str(self.cleaned_data["email"])

    def clean_role(self) -> str:
        """Nobody invites above where they stand."""
        return _may_give(self.by, [self.cleaned_data["role"]])[0]


class PartnerForm(ModelForm[PartnerAccess]):
    """Open an access for someone at another organisation."""

    purpose = forms.ChoiceField(label=_("What it opens"))
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=366, initial=30)

    class Meta:
        model = PartnerAccess
        fields = ["email", "organisation", "purpose"]

    by: User  # who opens; the page sets it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["purpose"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *services.partner_choices(self.by)]


class PersonAdminForm(ModelForm[User]):
    """A person in the admin: contact data, and roles that are given by the service."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        choices=[(role.key, role.title) for role in ROLES],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = User
        fields = ["full_name", "phone", "language", "is_active"]

    by: User  # who gives; the admin sets it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = {group.name for group in self.instance.groups.all()} if self.instance.pk else set()
        if "roles" in self.fields:
            self.fields["roles"].initial = sorted(self.held)

    def role_changes(self) -> tuple[list[str], list[str]]:
        """Return which roles to give and which to take."""
        wanted = set(self.cleaned_data.get("roles", self.held))
        return sorted(wanted - self.held), sorted(self.held - wanted)

    def clean_roles(self) -> list[str]:
        """Nobody gives or takes a role above where they stand."""
        given, taken = self.role_changes()
        _may_give(self.by, given + taken)
        return list(self.cleaned_data["roles"])

    def clean_phone(self) -> str:
        """Accept what looks like a number that can be dialled."""
        return _clean_phone(self.cleaned_data["phone"])
