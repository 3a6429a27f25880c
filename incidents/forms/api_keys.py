"""The form that issues a key to Open311."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.once import TokenField


class ApiKeyForm(forms.Form):
    """Who holds the key, who answers for it, and how much it may bring."""

    form_token = TokenField()
    owner = forms.CharField(label=_("Who holds the key?"), max_length=120)
    email = forms.EmailField(label=_("E-mail of who answers for it"), max_length=254)
    daily_limit = forms.IntegerField(label=_("Most reports a day"), min_value=1, max_value=100_000, initial=200)
