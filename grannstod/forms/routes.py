"""Routes and the checklist as lines of text."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed import ModelForm
from grannstod.models import ChecklistLine, Route, RouteStop, StepKind
from grannstod.services import Stop
from neighbourhoods.models import Area, District

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
        help_text=_(
            "A place a line, in order; after a semicolon what to look at, and after another the area it lies in: "
            "Torget; Är lamporna tända?; Solgläntan. Where no area stands, an address finds its own."
        ),
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
            areas = _areas_by_name()
            stops = self.instance.stops.select_related("area__district")
            self.initial["stops"] = "\n".join(_written(stop, areas) for stop in stops)

    def clean_stops(self) -> list[Stop]:
        """Return each place with what to look at there and its area."""
        areas = _areas_by_name()
        stops = [_stop(line, areas) for line in _lines(self.cleaned_data["stops"])]
        if any(not stop.name or len(stop.name) > 120 or len(stop.hint) > 200 for stop in stops):
            raise forms.ValidationError(
                _("A place has at most 120 characters, and what to look at at most 200."), code="too_long"
            )
        return stops


def _written(stop: RouteStop, areas: dict[str, list[Area]]) -> str:
    """Return a place as the line that gives it."""
    parts = [stop.name, stop.hint, _name_of(stop.area, areas) if stop.area else ""]
    return "; ".join(parts).rstrip("; ")


def _areas_by_name() -> dict[str, list[Area]]:
    found: dict[str, list[Area]] = {}
    for area in Area.objects.open().select_related("district").defer("boundary", "district__boundary"):
        found.setdefault(area.name.casefold(), []).append(area)
        found.setdefault(f"{area.name}, {area.district.name}".casefold(), []).append(area)
    return found


def _name_of(area: Area, areas: dict[str, list[Area]]) -> str:
    """Return what an area is called, with its district where another area bears the same name."""
    return area.name if len(areas.get(area.name.casefold(), [])) < 2 else f"{area.name}, {area.district.name}"


def _stop(line: str, areas: dict[str, list[Area]]) -> Stop:
    """Read a line. Raises ValidationError (`area`) for an area that there is not, or of which there are several."""
    name, hint, called = (*(part.strip() for part in line.split(";", 2)), "", "")[:3]
    found = areas.get(called.casefold(), [])
    if not called or len(found) == 1:
        return Stop(name, hint, found[0] if found else None)
    near = [areas[one][0] for one in get_close_matches(called.casefold(), areas, n=3, cutoff=0.5)]
    alike = found or list(dict.fromkeys(near))
    sentence = _("No area is called “%(area)s”.") if not alike else _("“%(area)s”: do you mean %(names)s?")
    names = ", ".join(f"“{_name_of(one, areas)}”" for one in alike)
    raise forms.ValidationError(sentence, code="area", params={"area": called[:120], "names": names})


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
