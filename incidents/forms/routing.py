"""Forms of routing: a destination, a rule, and the sending on of one report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import crypto
from common.typed import ModelForm
from incidents.forms.once import TokenField
from incidents.models import Category, Destination, RoutingRule


class DestinationForm(ModelForm[Destination]):
    """Who takes care of reports, and how they get them."""

    address = forms.URLField(
        required=False, max_length=300, assume_scheme="https", label=gettext_lazy("Address of their Open311 server")
    )
    key = forms.CharField(
        required=False, max_length=200, label=gettext_lazy("The key they gave us (empty: as before)"),
        widget=forms.PasswordInput(attrs={"class": "in", "autocomplete": "off"}),
    )  # fmt: skip

    class Meta:
        model = Destination
        fields = [
            "name", "kind", "way", "email", "organisation", "is_active",
            "address", "jurisdiction", "service_code", "keeps_idempotency_keys",
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Who gets reports by e-mail has an address."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("way") == Destination.Way.EMAIL and not data.get("email") and "email" not in self.errors:
            self.add_error("email", ValidationError(_("Write the address that reports are sent to."), code="required"))
        if data.get("way") == Destination.Way.OPEN311:
            for name in ("address", "service_code"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(
                        name, ValidationError(_("Their system can't be reached without it."), code="required")
                    )
        return data

    def save(self, commit: bool = True) -> Destination:
        """Keep a new key encrypted; an empty box keeps the one there is."""
        if key := self.cleaned_data["key"].strip():
            self.instance.key_sealed = crypto.encrypt(key.encode())
        return super().save(commit)


class RuleForm(ModelForm[RoutingRule]):
    """Which reports, and where they are proposed to go. What is left empty fits every report."""

    form_token = TokenField()
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, initial=0)
    categories = forms.ModelMultipleChoiceField(
        Category.objects.all(), required=False, label=gettext_lazy("Kinds (none chosen: every kind)"),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = RoutingRule
        fields = [
            "name",
            "destination",
            "categories",
            "district",
            "area",
            "owner",
            "words",
            "from_hour",
            "to_hour",
            "rank",
        ]
        labels = {
            "owner": gettext_lazy("Owner of the ground"),
            "words": gettext_lazy("Words in the text or the place, with commas between"),
            "from_hour": gettext_lazy("Received from hour"),
            "to_hour": gettext_lazy("Received before hour"),
            "rank": gettext_lazy("Order: the lowest is asked first"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version


class ForwardForm(forms.Form):
    """To whom, in which words."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    destination = forms.ModelChoiceField(
        Destination.objects.usable(), label=gettext_lazy("Send it on to"), widget=forms.Select(attrs={"class": "in"}),
        empty_label=gettext_lazy("Choose who takes care of it"),
    )  # fmt: skip
    text = forms.CharField(
        max_length=8000, label=gettext_lazy("What is sent"),
        help_text=gettext_lazy("Take out what points at a person. Who reported is never sent."),
        widget=forms.Textarea(attrs={"class": "in", "rows": 12}),
    )  # fmt: skip
