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

from common.typed import ModelForm
from neighbourhoods import services
from neighbourhoods.admin.exports import Exports, actor
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Sign, SignCheck, SignCondition, SignOrder, SignOrderEvent


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
        (str(_("Where the sign stands")), str),
        (str(_("Condition")), lambda sign: str(sign.get_condition_display())),
        (str(_("Put up")), lambda sign: sign.put_up_on),
        (str(_("Checked")), lambda sign: sign.checked_on),
    ]


class SignAdminForm(ModelForm[Sign]):
    """A sign's place and position; looked at before the service saves them."""

    class Meta:
        model = Sign
        fields = ["area", "place", "latitude", "longitude", "put_up_on"]

    def clean(self) -> dict[str, Any]:
        """Refuse what the service would refuse."""
        data: dict[str, Any] = super().clean() or {}
        services.require_sign_place(data.get("place", ""))
        services.require_in_municipality(data.get("latitude"), data.get("longitude"), field="latitude")
        services.require_not_ahead(data.get("put_up_on"), field="put_up_on")
        area = data.get("area")
        if area is not None and area.status == AreaStatus.CLOSED:
            raise ValidationError(_("The area is closed. Open it again first."), code="area_closed")
        if self.instance.pk and self.instance.removed_on is not None:
            raise ValidationError(_("The sign has been taken down."), code="taken_down")
        return data


@admin.register(Sign)
class SignAdmin(Exports, SimpleHistoryAdmin):
    """Every sign, those taken down too. How it is and that it is gone are noted by actions, through services."""

    form = SignAdminForm
    fields = ["area", "place", "latitude", "longitude", "put_up_on", "condition", "checked_on", "removed_on"]
    list_display = ["place", "area", "condition", "checked_on", "put_up_on", "removed_on"]
    list_filter = ["condition", "area__district"]
    search_fields = ["place", "area__name"]
    list_select_related = ["area"]
    list_per_page = 50
    autocomplete_fields = ["area"]
    inlines = [CheckInline]
    actions = ["are_good", "order_new", "take_down", "export_xlsx", "export_csv"]
    export_columns = staticmethod(_sign_columns)
    export_name = "skyltar"

    def get_readonly_fields(self, request: HttpRequest, obj: Sign | None = None) -> list[str]:
        """A sign stays in its area, and what was seen of it is not written over."""
        return ["condition", "checked_on", "removed_on", *(["area", "put_up_on"] if obj else [])]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A sign is taken down, not deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: Sign, form: Any, change: bool) -> None:
        """Enter or place the sign by the service."""
        where: dict[str, Any] = {"place": obj.place, "latitude": obj.latitude, "longitude": obj.longitude}
        if change:
            services.place_sign(sign=obj, by=actor(request), **where)
            return
        made = services.add_sign(area=obj.area, put_up_on=obj.put_up_on, by=actor(request), **where)
        obj.pk, obj._state.adding = made.pk, False

    @admin.action(description=_("The chosen signs are whole today"), permissions=["change"])
    def are_good(self, request: HttpRequest, queryset: QuerySet[Sign]) -> None:
        """Note that signs were looked at and are good."""

        def look(sign: Sign) -> object:
            return services.record_sign_check(sign=sign, condition=SignCondition.GOOD, by=actor(request))

        act_on_each(request, queryset, look, _("Noted"))

    @admin.action(description=_("Order replacements of the chosen signs"), permissions=["change"])
    def order_new(self, request: HttpRequest, queryset: QuerySet[Sign]) -> None:
        """Ask for replacements."""

        def order(sign: Sign) -> object:
            return services.order_signs(area=sign.area, replaces=sign, by=actor(request))

        act_on_each(request, queryset.select_related("area"), order, _("Ordered"))

    @admin.action(description=_("The chosen signs are taken down"), permissions=["change"])
    def take_down(self, request: HttpRequest, queryset: QuerySet[Sign]) -> None:
        """Note that signs no longer stand."""
        act_on_each(
            request, queryset, lambda sign: services.take_down_sign(sign=sign, by=actor(request)), _("Taken down")
        )

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
