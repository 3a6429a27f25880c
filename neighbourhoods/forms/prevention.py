"""The prevention checklist: as a visitor answers it, and as a coordinator edits it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common import form_tokens
from neighbourhoods.models import ChecklistCount, ChecklistItem, ChecklistVersion
from neighbourhoods.services.prevention import MOST_ITEMS, ItemText


class ChecklistForm(forms.Form):
    """Every question of a version with yes, no and does not apply. A question may be left open, not all of them."""

    form_token = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: ChecklistVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["form_token"] = form_tokens.new()
        self.items = list(version.items.all())
        for item in self.items:
            self.fields[item.key] = forms.ChoiceField(
                label=item.question,
                choices=ChecklistCount.Answer.choices,
                widget=forms.RadioSelect,
                required=False,
            )

    def clean_form_token(self) -> str:
        """Return the token that keeps a form sent twice from being counted twice."""
        token: str = self.cleaned_data["form_token"]
        if not form_tokens.is_well_formed(token):
            raise ValidationError(_("The form had grown old. Answer once more."), code="token")
        return token

    def clean(self) -> dict[str, Any]:
        """Ask for one answer at least."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(data.get(item.key) for item in self.items):
            raise ValidationError(_("Answer at least one question, then you get advice."), code="nothing")
        return data

    def answers(self) -> dict[str, str]:
        """Return each question's key with its answer, empty where it was left open."""
        return {item.key: self.cleaned_data.get(item.key, "") for item in self.items}


class ItemForm(forms.Form):
    """One question of a draft. Without question and advice it is taken away."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    topic = forms.ChoiceField(label=_("What it is about"), choices=ChecklistItem.Topic.choices, required=False)
    question = forms.CharField(label=_("Question that is answered by yes or no"), max_length=200, required=False)
    advice = forms.CharField(
        label=_("Advice for those who answer no"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """Want both question and advice, or neither."""
        data: dict[str, Any] = super().clean() or {}
        if bool(data.get("question")) != bool(data.get("advice")) and not self.errors:
            missing = "advice" if data.get("question") else "question"
            self.add_error(missing, _("Write both the question and the advice, or empty both to take it away."))
        if data.get("question") and not data.get("topic"):
            self.add_error("topic", _("Choose what the question is about."))
        return data

    def text(self) -> ItemText | None:
        """Return the question as it is to be stored, or None where it is empty."""
        data = self.cleaned_data
        if not data.get("question"):
            return None
        return ItemText(topic=data["topic"], question=data["question"], advice=data["advice"], key=data["key"])


ItemFormSet = forms.formset_factory(
    ItemForm, extra=2, max_num=MOST_ITEMS, validate_max=True, absolute_max=MOST_ITEMS + 10
)
