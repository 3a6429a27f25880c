"""Routes and the checklist as lines of text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed import ModelForm
from grannstod.models import ChecklistLine, Route, StepKind
from neighbourhoods.models import District

MOST_LINES = 40
POLICE = "*"


def _lines(text: str) -> list[str]:
    """Return the lines that hold something. Raises ValidationError (`too_many`, `twice`)."""
    found = [" ".join(line.split()) for line in text.replace("\x00", "").splitlines() if line.strip()]
    if len(found) > MOST_LINES:
        raise forms.ValidationError(_("At most forty lines."), code="too_many")
    names = [line.partition(";")[0].strip() for line in found]
    if len(set(names)) < len(names):
        raise forms.ValidationError(_("The same line stands twice."), code="twice")
    return found


class RouteForm(ModelForm[Route]):
    """A route and its places."""

    stops = forms.CharField(
        label=_("Places"),
        max_length=15_000,
        help_text=_("A place a line, in order; after a semicolon what to look at."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    class Meta:
        model = Route
        fields = ("name", "patrol_area", "districts", "is_active")
        widgets = {"districts": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        districts = self.fields["districts"]
        assert isinstance(districts, forms.ModelMultipleChoiceField)
        districts.queryset = District.objects.defer("boundary").order_by("name")
        if self.instance.pk:
            shown = [f"{one.name}; {one.hint}" if one.hint else one.name for one in self.instance.stops.all()]
            self.initial["stops"] = "\n".join(shown)

    def clean_stops(self) -> list[tuple[str, str]]:
        """Return name and hint of each place."""
        parts = [line.partition(";") for line in _lines(self.cleaned_data["stops"])]
        stops = [(name.strip(), hint.strip()) for name, _semicolon, hint in parts]
        if any(not name or len(name) > 120 or len(hint) > 200 for name, hint in stops):
            raise forms.ValidationError(
                _("A place has at most 120 characters, and what to look at at most 200."), code="too_long"
            )
        return stops


class ChecklistForm(forms.Form):
    """The checklist before the drive and before the end; a star where the police are met."""

    before = forms.CharField(
        label=_("Before the start"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A line each. Begin with a star (*) where the police are met."),
    )  # fmt: skip
    after = forms.CharField(
        label=_("Before you end"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 6})
    )

    @classmethod
    def of(cls, lines: list[ChecklistLine]) -> ChecklistForm:
        """Return the form filled in with a version's lines."""
        said: dict[str, list[str]] = {"before": [], "after": []}
        for line in lines:
            said[line.kind].append(f"{POLICE} {line.text}" if line.is_police else line.text)
        return cls(initial={kind: "\n".join(held) for kind, held in said.items()})

    def _clean(self, kind: str) -> list[tuple[str, str, bool]]:
        lines = [
            (line.removeprefix(POLICE).strip(), line.startswith(POLICE)) for line in _lines(self.cleaned_data[kind])
        ]
        if any(not words or len(words) > 120 for words, _police in lines):
            raise forms.ValidationError(_("A line has at most 120 characters."), code="too_long")
        return [(kind, words, police) for words, police in lines]

    def clean_before(self) -> list[tuple[str, str, bool]]:
        """Return the lines before the drive."""
        return self._clean(StepKind.BEFORE.value)

    def clean_after(self) -> list[tuple[str, str, bool]]:
        """Return the lines before the end."""
        return self._clean(StepKind.AFTER.value)
