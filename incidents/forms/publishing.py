"""The forms by which a kind is published in another way, and kept to some roles."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.auth.models import Group
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.roles import titles
from incidents import figures
from incidents.models import Category
from incidents.services.publishing import MOST_NOTE


def _note() -> forms.CharField:
    return forms.CharField(
        label=_("Why it is changed, and by whose decision"), max_length=MOST_NOTE,
        widget=forms.TextInput(attrs={"class": "in"}),
    )  # fmt: skip


class PublishingForm(forms.Form):
    """To which way, from which one the reader saw, and why."""

    to = forms.ChoiceField(choices=Category.Publishing.choices, widget=forms.HiddenInput)
    seen = forms.ChoiceField(choices=Category.Publishing.choices, widget=forms.HiddenInput)
    note = _note()


class RolesBox(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # no generic at runtime
    """Roles that see reports, by their titles."""

    def label_from_instance(self, role: Model) -> str:
        """Return the role's title."""
        return titles([cast(Group, role)])[0]


class SeenByForm(forms.Form):
    """Which roles see a kind, which ones the reader saw, and why."""

    roles = RolesBox(
        Group.objects.none(), required=False, label=_("Roles that see it"),
        help_text=_("None chosen: by every role that sees reports."),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    seen = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    note = _note()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].queryset = figures.roles_with_reports()  # type: ignore[attr-defined]
