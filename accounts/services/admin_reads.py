"""What is read of people in the admin is noted, whichever room's page it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from accounts.models import User
from accounts.services.auditing import audit

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    _Admin = ModelAdmin[Any]
else:
    _Admin = object

REACHES = {"email", "phone", "address"}  # columns by which somebody is reached


class NotesReads(_Admin):
    """First among the bases of a `ModelAdmin` that shows personal data: opening a row is noted.

    So is a list with one of the columns by which somebody is reached.
    """

    read_as = ""  # the action's code, where another than the model's name fits

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Note which row was opened."""
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if object_id:
            self._note_read(request, response, self.read_as or f"{self.opts.model_name}.read", object_id)
        return response

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Note that a list with addresses was read."""
        response = super().changelist_view(request, extra_context)
        if REACHES.intersection(map(str, self.get_list_display(request))):
            self._note_read(request, response, f"{self.opts.model_name}.list_read")
        return response

    def _note_read(self, request: HttpRequest, response: HttpResponse, action: str, object_id: str = "") -> None:
        if request.method == "GET" and response.status_code == 200:
            self._note(request, action, object_id)

    def _note(self, request: HttpRequest, action: str, object_id: str) -> None:
        assert isinstance(request.user, User)
        audit(actor=request.user, action=action, object_type=self.opts.label_lower, object_id=object_id)
