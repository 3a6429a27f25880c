"""Forms of the editorial desk and the one a reader subscribes with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common import clock
from newsletters.models import Block, Series


class SubscribeForm(forms.Form):
    """E-mail address and which letters."""

    series = forms.ModelMultipleChoiceField(
        label=_("Which letters do you want?"),
        queryset=Series.objects.filter(is_open=True),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one letter.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We send a message there first: you choose in it whether you want the letters."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write an e-mail address like namn@example.com."),
        },
    )


class IssueForm(forms.Form):
    """Heading and preamble of an issue, with the version the editor opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Heading"), max_length=160)
    preamble = forms.CharField(
        label=_("Preamble"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Two or three sentences that make people read on."),
    )


class BlockForm(forms.Form):
    """One block of an issue. An empty heading and text removes it."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Block.Kind.choices, required=False)
    heading = forms.CharField(label=_("Heading of the block"), max_length=120, required=False)
    text = forms.CharField(
        label=_("Text"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Markdown: **bold**, *italic*, - list, [words](https://…)."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the heading that a text needs."""
        data = super().clean() or {}
        if data.get("text") and not data.get("heading"):
            raise ValidationError({"heading": _("Write a heading for this block, or remove its text.")})
        return data

    @property
    def is_empty(self) -> bool:
        """Tell whether the editor left this block empty."""
        return not (self.cleaned_data.get("heading") or self.cleaned_data.get("text"))


BlockFormSet = forms.formset_factory(BlockForm, extra=2, max_num=12, absolute_max=20)


class PartnerForm(forms.Form):
    """Somebody from another organisation who is to read an issue before it is approved."""

    organisation = forms.CharField(label=_("Organisation"), max_length=120)
    email = forms.EmailField(label=_("Their e-mail address"), max_length=254)


class ScheduleForm(forms.Form):
    """When an approved issue leaves."""

    send_at = forms.DateTimeField(
        label=_("Send at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H.%M"],
        error_messages={
            "required": _("Write a day and a time."),
            "invalid": _("Write the day and time as 2026-12-01 09:00. In the hour that clocks change, choose another."),
        },
    )

    def clean_send_at(self) -> Any:
        """Refuse the past."""
        moment = self.cleaned_data["send_at"]
        if moment < clock.now():
            raise ValidationError(_("That time has passed. Choose a later one."), code="in_the_past")
        return moment
