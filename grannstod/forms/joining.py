"""Asking to join; a volunteer's papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common import form_tokens
from common.typed import ModelForm
from grannstod.models import Applicant, SupporterCourse, Volunteer
from grannstod.services import PAPERS, Asked
from neighbourhoods.models import District


class JoinForm(forms.Form):
    """Somebody who would like to join: as a resident, or from a business."""

    form_token = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)
    kind = forms.ChoiceField(
        label=_("Who are you?"),
        choices=Applicant.Kind.choices,
        widget=forms.RadioSelect,
        initial=Applicant.Kind.RESIDENT,
    )
    business = forms.CharField(label=_("Which business?"), max_length=120, required=False)
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=32, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel"})
    )
    district = forms.ModelChoiceField(
        label=_("Where in the municipality?"), queryset=District.objects.defer("boundary"), required=False
    )
    about = forms.CharField(
        label=_("Something about yourself"),
        help_text=_("When you have time, and why you would like to join."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    has_licence = forms.BooleanField(label=_("I have a driving licence and would like to drive"), required=False)
    consent = forms.BooleanField(
        label=_("You may keep this and contact me about Grannstöd"),
        error_messages={"required": _("We may write it down only if you agree. Tick the box.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_token", form_tokens.new())

    def clean_form_token(self) -> str:
        """Give a form that lost its token a new one."""
        token = str(self.cleaned_data["form_token"])
        return token if form_tokens.is_well_formed(token) else form_tokens.new()

    def clean(self) -> dict[str, Any]:
        """Ask for the business of whoever comes from one."""
        data = super().clean() or {}
        if data.get("kind") == Applicant.Kind.BUSINESS and not data.get("business"):
            self.add_error("business", forms.ValidationError(_("Write which business you come from."), code="business"))
        return data

    def asked(self) -> Asked:
        """Return what was asked, from a valid form."""
        data = self.cleaned_data
        return Asked(
            kind=data["kind"],
            name=" ".join(data["name"].split()),
            email=data["email"],
            phone=data["phone"],
            business=" ".join(data["business"].split()),
            district=data["district"],
            about=data["about"],
            has_licence=data["has_licence"],
        )


class CoursesForm(forms.Form):
    """When a supporter has learnt what: a day a subject."""

    def __init__(self, *args: Any, volunteer: Volunteer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = dict(volunteer.courses.values_list("subject", "taken_on"))
        for subject, label in SupporterCourse.Subject.choices:
            self.fields[subject] = forms.DateField(
                label=str(label).capitalize(),
                required=False,
                initial=taken.get(subject),
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )


class PapersForm(ModelForm[Volunteer]):
    """What the leader has seen and signed."""

    class Meta:
        model = Volunteer
        fields = PAPERS
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in PAPERS if name != "is_driver"
        }
