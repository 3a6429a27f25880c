"""Measures in the admin, and the cases of areas that sleep to read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from common.typed import ModelAdmin
from neighbourhoods import services
from neighbourhoods.admin.exports import actor
from neighbourhoods.models import Measure, RevivalCase


@admin.register(Measure)
class MeasureAdmin(SimpleHistoryAdmin):
    """Who does what, where."""

    list_display = ["kind", "organisation", "area", "district", "approach", "since", "until"]
    list_filter = ["kind", "approach", "district"]
    search_fields = ["organisation__name", "area__name", "note"]
    list_select_related = ["organisation", "area", "district"]
    autocomplete_fields = ["organisation", "area"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Measure]:
        """Start from what the person may see."""
        return Measure.objects.visible_to(actor(request))

    def save_model(self, request: HttpRequest, obj: Measure, form: Any, change: bool) -> None:
        """Save by the service."""
        services.save_measure(measure=obj, by=actor(request))


@admin.register(RevivalCase)
class RevivalCaseAdmin(ModelAdmin[RevivalCase]):
    """Cases, read only: they are worked on the coordinator's pages."""

    list_display = ["area", "status", "opened_on", "closed_on", "outcome"]
    list_filter = ["status", "outcome"]
    search_fields = ["area__name"]
    list_select_related = ["area"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[RevivalCase]:
        """Start from what the person may see."""
        return RevivalCase.objects.visible_to(actor(request))
