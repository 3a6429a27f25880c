"""What is asked when somebody is to have summaries without asking for them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from common.typed import ModelForm
from incidents.forms.once import TokenField
from incidents.models import StandingSummary


class StandingForm(ModelForm[StandingSummary]):
    """A subscription."""

    form_token = TokenField()

    class Meta:
        model = StandingSummary
        fields = ["receiver", "email", "way", "rhythm", "district", "is_active"]

    def clean(self) -> dict[str, Any]:
        """Who is to sign in has an account."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        known = User.objects.filter(email__iexact=data.get("email") or "", is_active=True)
        if data.get("way") == StandingSummary.Way.ACCOUNT and data.get("email") and not known.exists():
            sentence = _("Nobody with this address has an account. Invite them first, or choose link and code.")
            self.add_error("email", ValidationError(sentence, code="no_account"))
        return data
