"""What is asked about the circle of neighbours."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class JoinForm(forms.Form):
    """A neighbour's address; nothing more is needed."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("You get a mail with a link. Only when you have opened it do you belong to the circle."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class NoteForm(forms.Form):
    """A short note to the neighbours."""

    subject = forms.CharField(label=_("Heading"), max_length=80)
    text = forms.CharField(
        label=_("Text"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("At most 1,000 signs. Never name or describe a person."),
    )
    form_token = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=32)


class MisuseForm(forms.Form):
    """What is wrong with a circle."""

    text = forms.CharField(
        label=_("What is wrong?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Your safety coordinator reads this. Your contact agent does not, and nobody sees who wrote."),
    )
    form_token = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=32)
