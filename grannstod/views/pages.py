"""A page with a form, in the one way the room does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def form_page(
    request: HttpRequest,
    form: BaseForm,
    template: str,
    *,
    save: Callable[[], HttpResponse],
    more: Callable[[], dict[str, Any]] = dict,
) -> HttpResponse:
    """Show a form with what `more` gives its template; sent and right, it is saved, and `save` says where to go.

    What is wrong, by the form or by the rules, is said on the page with status 422.
    """
    if request.method == "POST" and form.is_valid():
        try:
            return save()
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, template, {"form": form, **more()}, status=422 if form.errors else 200)
