"""What is filled in for a meeting: who is invited, minutes, decisions, tasks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class InviteForm(forms.Form):
    """Somebody to invite."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    is_chair = forms.BooleanField(label=_("Chairs the meeting"), required=False)


class MinutesForm(forms.Form):
    """The minutes, with the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    text = forms.CharField(
        label=_("Minutes"), max_length=20000, required=False, widget=forms.Textarea(attrs={"rows": 18})
    )


class DecisionForm(forms.Form):
    """A decision."""

    text = forms.CharField(label=_("Decision"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}))


class TaskForm(forms.Form):
    """A task with owner and day."""

    text = forms.CharField(label=_("Task"), max_length=300)
    owner_name = forms.CharField(label=_("Responsible"), max_length=120)
    owner_email = forms.EmailField(label=_("E-mail"), max_length=254)
    due = forms.DateField(label=_("Done by"), widget=forms.DateInput(attrs={"type": "date"}))
