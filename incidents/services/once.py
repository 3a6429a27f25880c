"""A form sent twice is one thing: the row keeps the form's token, and the second sending finds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, models, transaction

Made = TypeVar("Made", bound=models.Model)


def once(made: type[Made], form_token: str, make: Callable[[], Made]) -> Made:
    """Return what the form has made, making it the first time. `make` keeps the token in the row's `form_token`."""
    held = made._default_manager.filter(form_token=form_token)
    known = held.first() if form_token else None
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return make()
    except IntegrityError:  # the same form, sent at the same moment by another click
        known = held.first() if form_token else None
        if known is None:
            raise
        return known
