"""The box in which a reporter answers what we have asked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from incidents.forms.once import TokenField


class ReplyForm(forms.Form):
    """A reporter's answer."""

    form_token = TokenField()
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=3_500,
        help_text=gettext_lazy("Name nobody. Phone numbers, number plates and the like are taken out."),
        widget=forms.Textarea(attrs={"class": "in", "rows": 4}),
        error_messages={
            "required": gettext_lazy("Write your answer."),
            "max_length": gettext_lazy("The text is too long: at most 3,500 characters. Write the most important."),
        },
    )
