"""Lists out of the admin, as xlsx and CSV; that they were taken out is logged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import audit
from common.tables import Column, csv_response, xlsx_response


def actor(request: HttpRequest) -> User:
    """Return who works in the admin."""
    assert isinstance(request.user, User)
    return request.user


class Exports:
    """Two actions for a list: the chosen rows to Excel or CSV."""

    export_columns: Callable[[], Sequence[Column[Any]]]
    export_name = "lista"

    def exported(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows as the columns need them."""
        return queryset

    def _export(self, make: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase:
        label = queryset.model._meta.label_lower
        audit(
            actor=actor(request), action=f"{queryset.model._meta.model_name}.exported", object_type=label, object_id=""
        )
        response: HttpResponseBase = make(self.export_name, type(self).export_columns(), list(self.exported(queryset)))
        return response

    @admin.action(description=_("Export the chosen to Excel (xlsx)"), permissions=["view"])
    def export_xlsx(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase:
        """Return the chosen rows as a workbook."""
        return self._export(xlsx_response, request, queryset)

    @admin.action(description=_("Export the chosen to CSV"), permissions=["view"])
    def export_csv(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase:
        """Return the chosen rows as CSV."""
        return self._export(csv_response, request, queryset)
