"""What agents and their neighbours do, in the admin: read there, written in the portal and at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from accounts.services import NotesReads
from common.typed import ModelAdmin
from neighbourhoods.admin.exports import Exports
from neighbourhoods.admin.signs import EventsInline
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


def _meeting_columns() -> list[Any]:
    return [
        (str(_("Area")), lambda one: one.area.name),
        (str(_("When")), lambda one: one.starts_at),
        (str(_("Place")), lambda one: one.place),
        (str(_("Households present")), lambda one: one.households_present),
    ]


def _count_columns() -> list[Any]:
    return [
        (str(_("Area")), lambda one: one.area.name),
        (str(_("Counted")), lambda one: one.counted_on),
        (str(_("Households")), lambda one: one.households),
        (str(_("Taking part")), lambda one: one.joined),
        (str(_("Decline")), lambda one: one.declined),
    ]


@admin.register(YearlyMeeting)
class YearlyMeetingAdmin(NotesReads, Exports, _ReadOnly):
    """Yearly meetings."""

    actions = ["export_xlsx", "export_csv"]
    export_columns = staticmethod(_meeting_columns)
    export_name = "arsmoten"
    date_hierarchy = "starts_at"
    list_per_page = 50
    list_display = ["area", "starts_at", "place", "households_present", "cancelled_at"]
    list_select_related = ["area"]
    search_fields = ["area__name", "place"]
    list_filter = ["area__district"]


@admin.register(HouseholdCount)
class HouseholdCountAdmin(NotesReads, Exports, _ReadOnly):
    """Household counts."""

    actions = ["export_xlsx", "export_csv"]
    export_columns = staticmethod(_count_columns)
    export_name = "hushallsrakningar"
    date_hierarchy = "counted_on"
    list_per_page = 50
    list_display = ["area", "counted_on", "households", "joined", "declined"]
    list_select_related = ["area"]
    search_fields = ["area__name"]
    list_filter = ["area__district"]


@admin.register(CircleNote)
class CircleNoteAdmin(NotesReads, _ReadOnly):
    """Notes to circles of neighbours."""

    list_display = ["subject", "area", "kind", "sent_at"]
    list_select_related = ["area"]
    search_fields = ["subject", "area__name"]
    list_filter = ["kind", "area__district"]


@admin.register(AreaMessage)
class AreaMessageAdmin(NotesReads, _ReadOnly):
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


class GroupHeadInline(EventsInline):
    """Who heads a group, and when: to read. The role is handed over at the desk, by the service."""

    model = GroupHead
    fields = readonly_fields = ("user", "period")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Fetch the people at once."""
        return GroupHead.objects.select_related("user", "group")


def _group_columns() -> list[Any]:
    return [
        (str(_("Group")), lambda group: group.name),
        (str(_("Areas")), lambda group: ", ".join(place.area.name for place in group.places.all())),
        (str(_("Head contact agent")), lambda group: ", ".join(str(head.user) for head in group.current_heads)),
    ]


class HeadedFilter(admin.SimpleListFilter):
    """Whether somebody heads the group today."""

    title = _("head contact agent")
    parameter_name = "huvudombud"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the two answers."""
        return [("ja", _("has one today")), ("nej", _("vacant"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AreaGroup]) -> QuerySet[AreaGroup]:
        """Return the groups the answer fits."""
        headed = GroupHead.objects.current().values("group")
        if self.value() == "ja":
            return queryset.filter(pk__in=headed)
        return queryset.exclude(pk__in=headed) if self.value() == "nej" else queryset


@admin.register(AreaGroup)
class AreaGroupAdmin(NotesReads, Exports, SimpleHistoryAdmin):
    """Groups of areas: name and areas are changed here, the head at the desk."""

    list_display = ["name", "area_count", "heads_today"]
    list_filter = [HeadedFilter, "places__area__district"]
    search_fields = ["name", "places__area__name"]
    search_help_text = _("Group or area")
    list_per_page = 50
    inlines = [GroupedAreaInline, GroupHeadInline]
    actions = ["export_xlsx", "export_csv"]
    export_columns = staticmethod(_group_columns)
    export_name = "grupper"

    def get_queryset(self, request: HttpRequest) -> QuerySet[AreaGroup]:
        """Fetch areas and today's head at once."""
        heads = Prefetch("heads", GroupHead.objects.current().select_related("user"), to_attr="current_heads")
        return AreaGroup.objects.prefetch_related("places__area", heads)

    @admin.display(description=_("areas"))
    def area_count(self, group: AreaGroup) -> int:
        """Return how many areas belong to the group."""
        return len(group.places.all())

    @admin.display(description=_("head contact agent"))
    def heads_today(self, group: Any) -> str:
        """Return who heads the group today."""
        return ", ".join(str(head.user) for head in group.current_heads) or "–"
