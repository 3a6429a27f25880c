"""What lets a form that is sent twice be one thing: a token that travels hidden in it."""

from __future__ import annotations

from typing import Any

from django import forms

from common import form_tokens


class TokenField(forms.CharField):
    """A form token: a new one in each form that is shown, the same one in a form that is shown again."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=64, widget=forms.HiddenInput, initial=form_tokens.new)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show the token that came, or a new one where none did."""
        return data if form_tokens.is_well_formed(str(data or "")) else initial

    def clean(self, value: Any) -> str:
        """Return the token; a form without one is a form of its own."""
        token = str(value or "")
        return token if form_tokens.is_well_formed(token) else form_tokens.new()
