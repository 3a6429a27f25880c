"""Signs and their orders in the admin. Orders move by actions, through services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from neighbourhoods import services
from neighbourhoods.admin.exports import Exports, actor
from neighbourhoods.models import Sign, SignCheck, SignOrder, SignOrderEvent


class EventsInline(admin.TabularInline):  # type: ignore[type-arg]  # takes no parameter at run time
    """What happened: to read, never to change."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Events write themselves."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Events are never edited."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Fetch who did it at once."""
        return super().get_queryset(request).select_related("actor")


class CheckInline(EventsInline):
    """Who looked at the sign, and when."""

    model = SignCheck
    fields = readonly_fields = ("checked_on", "condition", "actor")


class OrderEventInline(EventsInline):
    """What happened to the order."""

    model = SignOrderEvent
    fields = readonly_fields = ("at", "moved_from", "moved_to", "reason", "actor")


def _sign_columns() -> list[Any]:
    return [
        (str(_("Area")), lambda sign: sign.area.name),
        (str(_("Where the sign stands")), lambda sign: sign.place),
        (str(_("Condition")), lambda sign: str(sign.get_condition_display())),
        (str(_("Put up")), lambda sign: sign.put_up_on),
        (str(_("Checked")), lambda sign: sign.checked_on),
    ]


@admin.register(Sign)
class SignAdmin(Exports, SimpleHistoryAdmin):
    """Every sign, those taken down too."""

    list_display = ["place", "area", "condition", "checked_on", "put_up_on", "removed_on"]
    list_filter = ["condition", "area__district"]
    search_fields = ["place", "area__name"]
    list_select_related = ["area"]
    list_per_page = 50
    autocomplete_fields = ["area"]
    inlines = [CheckInline]
    actions = ["export_xlsx", "export_csv"]
    export_columns = staticmethod(_sign_columns)
    export_name = "skyltar"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sign]:
        """Start from what the person may see."""
        return Sign.objects.visible_to(request.user)

    def exported(self, queryset: QuerySet[Sign]) -> QuerySet[Sign]:
        """Fetch the areas at once."""
        return queryset.select_related("area")


def act_on_each(request: HttpRequest, queryset: QuerySet[Any], act: Callable[[Any], object], done: Any) -> None:
    """Do something to each chosen row by a service; say what was refused, and how many went well."""
    went_well = 0
    for held in queryset:
        try:
            act(held)
            went_well += 1
        except ValidationError as error:
            messages.error(request, f"{held}: {' '.join(error.messages)}")
    if went_well:
        messages.success(request, f"{done} ({went_well})")


@admin.register(SignOrder)
class SignOrderAdmin(SimpleHistoryAdmin):
    """Orders of signs: found here, moved by actions. A new one is made on the area's page."""

    list_display = ["area", "quantity", "replaces", "status", "created_at", "override_reason"]
    list_filter = ["status", "area__district"]
    search_fields = ["area__name"]
    list_select_related = ["area", "replaces"]
    list_per_page = 50
    fields = readonly_fields = ["area", "quantity", "replaces", "status", "created_at", "override_reason"]
    inlines = [OrderEventInline]
    actions = ["release", "deliver", "cancel"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An order begins on the area's page."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[SignOrder]:
        """Start from what the person may see."""
        return SignOrder.objects.visible_to(request.user)

    @admin.action(description=_("Release the chosen orders (nothing may be missing)"), permissions=["change"])
    def release(self, request: HttpRequest, queryset: QuerySet[SignOrder]) -> None:
        """Release orders whose area has had meeting, course and agent."""
        rows = queryset.select_related("area")
        act_on_each(
            request, rows, lambda held: services.release_sign_order(order=held, by=actor(request)), _("Released")
        )

    @admin.action(description=_("The signs of the chosen orders are up"), permissions=["change"])
    def deliver(self, request: HttpRequest, queryset: QuerySet[SignOrder]) -> None:
        """Note that signs are up."""
        rows = queryset.select_related("area", "replaces")
        act_on_each(
            request, rows, lambda held: services.deliver_sign_order(order=held, by=actor(request)), _("Delivered")
        )

    @admin.action(description=_("Cancel the chosen orders"), permissions=["change"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[SignOrder]) -> None:
        """Take orders back."""
        act_on_each(
            request,
            queryset,
            lambda held: services.cancel_sign_order(order=held, by=actor(request)),
            _("Orders cancelled"),
        )
