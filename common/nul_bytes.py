"""A NUL in an address: no database takes one, and the admin passes its filters on as they come."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse


class NulInAdminMiddleware:
    """Answer 400 to an admin address with a NUL in its query; nobody types one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Refuse. Raises SuspiciousOperation, which Django answers with 400."""
        match = request.resolver_match
        if match is None or "admin" not in match.app_names:
            return
        if any("\x00" in name + value for name, values in request.GET.lists() for value in values):
            raise SuspiciousOperation("NUL in the query")
