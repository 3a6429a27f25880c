"""What agents and their neighbours do, in the admin: read there, written in the portal and at the desk."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from common.typed import ModelAdmin
from neighbourhoods import services
from neighbourhoods.models import (
    AreaGroup,
    AreaMessage,
    CircleNote,
    GroupedArea,
    GroupHead,
    HouseholdCount,
    YearlyMeeting,
)


class _ReadOnly(ModelAdmin[Any]):
    """Rows that are written elsewhere."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is added here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is changed here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted here: erasing goes by the person."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows in the person's scope."""
        rows: QuerySet[Any] = self.model._default_manager.visible_to(request.user)
        return rows


@admin.register(YearlyMeeting)
class YearlyMeetingAdmin(_ReadOnly):
    """Yearly meetings."""

    list_display = ["area", "starts_at", "place", "households_present"]
    list_select_related = ["area"]
    search_fields = ["area__name", "place"]
    list_filter = ["area__district"]


@admin.register(HouseholdCount)
class HouseholdCountAdmin(_ReadOnly):
    """Household counts."""

    list_display = ["area", "counted_on", "households", "joined", "declined"]
    list_select_related = ["area"]
    search_fields = ["area__name"]
    list_filter = ["area__district"]


@admin.register(CircleNote)
class CircleNoteAdmin(_ReadOnly):
    """Notes to circles of neighbours."""

    list_display = ["subject", "area", "kind", "sent_at"]
    list_select_related = ["area"]
    search_fields = ["subject", "area__name"]
    list_filter = ["kind", "area__district"]


@admin.register(AreaMessage)
class AreaMessageAdmin(_ReadOnly):
    """Messages to areas."""

    list_display = ["subject", "direction", "author", "sent_at"]
    list_select_related = ["author"]
    search_fields = ["subject"]
    list_filter = ["direction"]


class GroupedAreaInline(admin.TabularInline):  # type: ignore[type-arg]  # takes no parameter at run time
    """The areas of a group."""

    model = GroupedArea
    autocomplete_fields = ["area"]
    extra = 1


class GroupHeadInline(admin.TabularInline):  # type: ignore[type-arg]  # takes no parameter at run time
    """Who heads a group, and when; two at a time are impossible in the database."""

    model = GroupHead
    autocomplete_fields = ["user"]
    extra = 0


@admin.register(AreaGroup)
class AreaGroupAdmin(ModelAdmin[AreaGroup]):
    """Groups of areas with their head contact agent."""

    list_display = ["name"]
    search_fields = ["name", "places__area__name"]
    inlines = [GroupedAreaInline, GroupHeadInline]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save the group's rows; a new head gets the role by the service."""
        super().save_formset(request, form, formset, change)
        if formset.model is GroupHead:
            for head in formset.new_objects:
                services.give_group_role(head=head, by=cast(User, request.user))
