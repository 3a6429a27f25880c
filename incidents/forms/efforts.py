"""What is asked of an effort, before it starts and when it is changed."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.typed import ModelForm
from incidents.forms.once import TokenField
from incidents.models import Category, Effort

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EffortForm(ModelForm[Effort]):
    """An effort; with a note when it has started."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, initial=0)
    categories = forms.ModelMultipleChoiceField(
        Category.objects.all(), label=gettext_lazy("Kinds it is meant to change"), widget=forms.CheckboxSelectMultiple
    )
    form_token = TokenField()
    note = forms.CharField(
        max_length=500, required=False, label=gettext_lazy("Why it is changed"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    class Meta:
        model = Effort
        fields = [
            "what", "description", "leader", "district", "area", "first_day", "last_day", "categories", "direction",
            "compared_district", "compared_area",
        ]  # fmt: skip
        widgets = {"first_day": _DAY, "last_day": _DAY, "description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self._offer_kinds_that_are_counted()
        if self.instance._state.adding:
            del self.fields["note"]

    def _offer_kinds_that_are_counted(self) -> None:
        """Offer the kinds that every role sees, and those that stand in the effort already."""
        kept = Category.objects.kept_from_some()
        held = [] if self.instance._state.adding else self.instance.categories.values_list("pk", flat=True)
        kinds = cast("forms.ModelMultipleChoiceField[Any]", self.fields["categories"])
        kinds.queryset = Category.objects.exclude(pk__in=kept.exclude(pk__in=held).values("pk"))

    def clean(self) -> dict[str, Any]:
        """An effort ends after it begins, is in one place, and is compared with another one."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", ValidationError(_("The last day must not be before the first."), code="period"))
        if data.get("area") and data.get("district"):
            self.add_error("area", ValidationError(_("Choose a district or an area, not both."), code="place"))
        if data.get("compared_area") and data.get("compared_district"):
            self.add_error("compared_area", ValidationError(_("Choose a district or an area, not both."), code="place"))
        self._require_another_place(data)
        return data

    def _require_another_place(self, data: dict[str, Any]) -> None:
        for name in ("district", "area"):
            if data.get(name) and data.get(name) == data.get(f"compared_{name}"):
                sentence = _("Compare with another place than the effort's own.")
                self.add_error(f"compared_{name}", ValidationError(sentence, code="same_place"))
