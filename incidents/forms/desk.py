"""The form of a standard text."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.typed import ModelForm
from incidents import services
from incidents.models import StandardText


class StandardTextForm(ModelForm[StandardText]):
    """A text and what it may name in braces."""

    class Meta:
        model = StandardText
        fields = ["name", "text", "english", "is_active"]

    def clean_text(self) -> str:
        """Name only what can be filled in."""
        return _known(self.cleaned_data["text"])

    def clean_english(self) -> str:
        """Name only what can be filled in."""
        return _known(self.cleaned_data["english"])


def _known(text: str) -> str:
    unknown = services.unknown_placeholders(text)
    if unknown:
        sentence = _("Nothing can be filled in for: %(words)s.") % {"words": ", ".join(unknown)}
        raise ValidationError(sentence, code="placeholder")
    return text
