"""What is asked when somebody writes to areas, or to the coordinator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from neighbourhoods.figures import Choice
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, District
from post.lifecycle import TextUrgency


class WordsForm(forms.Form):
    """A subject and a text."""

    subject = forms.CharField(label=_("Subject"), max_length=120)
    text = forms.CharField(label=_("Text"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))
    form_token = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=32)


class HeadWordsForm(WordsForm):
    """A subject and a text about one of the areas that somebody heads."""

    area = forms.ModelChoiceField(label=_("Which area it is about"), queryset=Area.objects.none(), empty_label=None)
    field_order = ("area", "subject", "text")

    def __init__(self, *args: Any, areas: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = areas


class AnswerForm(forms.Form):
    """An answer."""

    text = forms.CharField(label=_("Your answer"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))
    form_token = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=32)


class AreaMessageForm(WordsForm):
    """Whom a message goes to, what it says, and whether it is urgent."""

    districts = forms.ModelMultipleChoiceField(
        label=_("Districts"),
        queryset=District.objects.defer("boundary"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all."),
    )
    housings = forms.MultipleChoiceField(
        label=_("Housing types"), choices=Area.Housing.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    statuses = forms.MultipleChoiceField(
        label=_("Statuses"),
        choices=[choice for choice in AreaStatus.choices if choice[0] != AreaStatus.CLOSED],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    areas = forms.ModelMultipleChoiceField(
        label=_("Areas one by one"),
        queryset=Area.objects.open().select_related("district").defer("boundary", "district__boundary"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("These are added to what you chose above; alone, they are the whole choice."),
    )
    urgency = forms.ChoiceField(
        label=_("Is it urgent? Then it goes as SMS too"),
        choices=[("", _("Not urgent: mail only")), *TextUrgency.choices],
        required=False,
    )
    sms_text = forms.CharField(label=_("SMS"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("districts", "housings", "statuses", "areas", "subject", "text", "urgency", "sms_text")

    def clean(self) -> dict[str, Any]:
        """An urgent message needs the words of its SMS."""
        data = super().clean() or {}
        if data.get("urgency") and not data.get("sms_text"):
            self.add_error("sms_text", ValidationError(_("Write what the SMS shall say."), code="sms_needed"))
        return data

    def choice(self) -> Choice:
        """Return whom the valid form chooses."""
        data: dict[str, Any] = self.cleaned_data
        return Choice(
            districts=[one.pk for one in data["districts"]],
            housings=data["housings"],
            statuses=data["statuses"],
            areas=[one.pk for one in data["areas"]],
        )
