"""The form under the queue's list: one act for the chosen rows."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.forms.triage import DECISIONS, NEEDS_WORDS, TAKEN_OVER
from incidents.services.moving_many import MOST_AT_ONCE, Act

TAKE = "take"
_ROW = re.compile(r"(?a:\d{1,18}):(?a:\d{1,9})")


class ManyForm(forms.Form):
    """Which act, and words to the reporters where the act needs them."""

    act = forms.ChoiceField(
        label=gettext_lazy("With the chosen"),
        choices=[
            ("", gettext_lazy("Choose what to do")),
            (TAKE, gettext_lazy("I handle them")),
            *((key, word) for key, (word, _state, _reason) in DECISIONS.items() if key != TAKEN_OVER),
        ],
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": gettext_lazy("Choose what to do.")},
    )
    message = forms.CharField(
        required=False, max_length=4000, label=gettext_lazy("The same answer to all of them (optional)"),
        widget=forms.Textarea(attrs={"class": "in", "rows": 2}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A question, and closing without action, need words."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("act") in NEEDS_WORDS and not data.get("message", "").strip():
            self.add_error("message", _("Write what the reporters should know."))
        if not self.chosen():
            raise ValidationError(_("Choose at least one report in the list."), code="none_chosen")
        return data

    def chosen(self) -> list[tuple[int, int]]:
        """Return (pk, version) of the rows that were chosen; what can't be read is left out."""
        rows = self.data.getlist("row")[:MOST_AT_ONCE] if hasattr(self.data, "getlist") else []
        pairs = (row.split(":") for row in rows if _ROW.fullmatch(row))
        return [(int(pk), int(version)) for pk, version in pairs]

    def act_chosen(self) -> Act:
        """Return the act as the service takes it."""
        key, message = self.cleaned_data["act"], self.cleaned_data["message"]
        if key == TAKE:
            return Act(takes=True)
        _word, state, reason = DECISIONS[key]
        return Act(to=state, reason=reason, message=message)
