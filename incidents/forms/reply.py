"""The box in which a reporter answers what we have asked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from incidents.forms.once import TokenField
from incidents.forms.report import PHOTO_KINDS, ManyFilesInput, PhotosField


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
    photos = PhotosField(
        label=gettext_lazy("Photo"),
        required=False,
        help_text=gettext_lazy("Photograph the thing, not people. We remove where the picture was taken."),
        widget=ManyFilesInput(attrs={"class": "in", "accept": PHOTO_KINDS}),
    )

    def clean_pictures(self) -> list[bytes]:
        """Return the pictures that could be read, even when something else in the form was wrong."""
        return list(getattr(self.fields["photos"], "kept", []))
