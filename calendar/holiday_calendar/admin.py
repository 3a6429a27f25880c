"""School years, breaks and calendar items in the admin."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from accounts.models import User
from accounts.services import NotesReads
from common.typed import ModelAdmin, ModelForm, TabularInline
from holiday_calendar import services
from holiday_calendar.models import CalendarItem, MeetingRule, SchoolBreak, SchoolYear, WheelRing


def _each(request: HttpRequest, move: Any, name: str, chosen: QuerySet[Any]) -> None:
    """Call a service for each chosen row; one that is refused doesn't stop the others."""
    for row in chosen:
        try:
            move(**{name: row.pk, "actor": request.user})
        except ValidationError as error:
            messages.error(request, f"{row}: {' '.join(error.messages)}")


def _by_hand(year: SchoolYear) -> str:
    where = f"{reverse('calendar:school_year_new')}?fran={year.pk}"
    return format_html('<a href="{}">{}</a>', where, _("Change, and see what it means before it is published"))


class SchoolBreakInline(TabularInline[SchoolBreak, SchoolYear]):
    """The breaks of a school year, to read; each is changed on its own page."""

    model = SchoolBreak
    fields = ("kind", "name", "first_day", "last_day", "visible", "is_withdrawn")
    readonly_fields = fields
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Breaks come with the file, or from their own page."""
        return False


@admin.register(SchoolYear)
class SchoolYearAdmin(SimpleHistoryAdmin):
    """School years with their source and how sure they are."""

    list_display = ("label", "school_form", "starts_from", "ends_to", "status", "version", "source")
    list_filter = ("status", "school_form")
    search_fields = ("label", "source")
    readonly_fields = (
        "label", "school_form", "starts_from", "starts_to", "ends_from", "ends_to", "source", "source_date", "status",
        "version", "updated_at", "change_the_dates",
    )  # fmt: skip
    inlines = (SchoolBreakInline,)
    actions = ("confirm", "doubt")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SchoolYear]:
        """Start from what the person may see."""
        return SchoolYear.objects.visible_to(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Dates come in as a proposal that is looked at."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SchoolYear | None = None) -> bool:
        """What subscribers' calendars hold is taken back by a new version."""
        return False

    @admin.display(description=_("Change the dates"))
    def change_the_dates(self, obj: SchoolYear) -> str:
        """Lead to the form whose changes are looked at before they stand."""
        return _by_hand(obj)

    @admin.action(description=_("Confirm the dates"), permissions=["change"])
    def confirm(self, request: HttpRequest, chosen: QuerySet[SchoolYear]) -> None:
        """Confirm the chosen years against the municipality's own decision."""
        _each(request, services.confirm_school_year, "year_id", chosen)

    @admin.action(description=_("Mark as to be confirmed"), permissions=["change"])
    def doubt(self, request: HttpRequest, chosen: QuerySet[SchoolYear]) -> None:
        """Mark the chosen years as to be confirmed again."""
        _each(request, services.doubt_school_year, "year_id", chosen)


@admin.register(SchoolBreak)
class SchoolBreakAdmin(SimpleHistoryAdmin):
    """Breaks and the days that schools turn on."""

    list_display = ("name", "school_year", "kind", "first_day", "last_day", "visible")
    list_filter = ("school_year", "kind", "visible")
    search_fields = ("name",)
    list_select_related = ("school_year",)
    readonly_fields = (
        "school_year", "key", "kind", "name", "first_day", "last_day", "starts_from", "starts_to", "sequence",
        "is_withdrawn", "updated_at", "change_the_dates",
    )  # fmt: skip
    date_hierarchy = "first_day"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SchoolBreak]:
        """Start from what the person may see."""
        return SchoolBreak.objects.visible_to(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Breaks come with their school year, as a proposal that is looked at."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SchoolBreak | None = None) -> bool:
        """What subscribers' calendars hold is taken back by a new version."""
        return False

    @admin.display(description=_("Change the dates"))
    def change_the_dates(self, obj: SchoolBreak) -> str:
        """Lead to the form whose changes are looked at before they stand."""
        return _by_hand(obj.school_year)

    def save_model(self, request: HttpRequest, obj: SchoolBreak, form: Any, change: bool) -> None:
        """Save whether it is shown to all, through the service, so that subscribers' calendars follow."""
        services.save_break(school_break=obj)


class CalendarItemForm(ModelForm[CalendarItem]):
    """An item, with the checks of the service told beside its fields."""

    class Meta:
        model = CalendarItem
        fields = (
            "kind",
            "title",
            "description",
            "starts_at",
            "ends_at",
            "all_day",
            "place",
            "district",
            "owner",
            "is_public",
            "age_from",
            "age_to",
            "led_by",
            "is_open",
            "aim",
            "approach",
            "moves_by",
            "moves_with",
        )

    def clean(self) -> dict[str, Any]:
        """Check the times and the rule as the service will."""
        data = super().clean() or {}
        if data.get("starts_at") and data.get("ends_at"):
            services.check_item(starts_at=data["starts_at"], ends_at=data["ends_at"])
            services.check_not_past(item_id=self.instance.pk, ends_at=data["ends_at"])
        services.check_rule(moves_by=data.get("moves_by", ""), moves_with=data.get("moves_with", ""))
        services.check_ages(age_from=data.get("age_from"), age_to=data.get("age_to"))
        return data


@admin.register(CalendarItem)
class CalendarItemAdmin(NotesReads, SimpleHistoryAdmin):
    """Meetings and activities."""

    form = CalendarItemForm
    list_display = ("title", "kind", "starts_at", "district", "owner", "is_public", "status")
    list_filter = ("kind", "status", "is_public", "district")
    search_fields = ("title", "place")
    list_select_related = ("district", "owner")
    readonly_fields = ("status", "note", "sequence", "updated_at")
    date_hierarchy = "starts_at"
    actions = ("release", "cancel", "restore")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CalendarItem]:
        """Start from what the person may see."""
        return CalendarItem.objects.visible_to(request.user)

    def save_model(self, request: HttpRequest, obj: CalendarItem, form: Any, change: bool) -> None:
        """Save through the service, which raises the sequence."""
        services.save_item(item=obj)

    @admin.action(description=_("Release drafts"), permissions=["change"])
    def release(self, request: HttpRequest, chosen: QuerySet[CalendarItem]) -> None:
        """Release the chosen drafts: from now on they stand in pages and feeds."""
        ids = list(chosen.values_list("pk", flat=True))
        count = services.release_drafts(ids=ids, actor=cast(User, request.user))
        messages.success(request, _("Released: %(count)s.") % {"count": count})

    @admin.action(description=_("Call off"), permissions=["change"])
    def cancel(self, request: HttpRequest, chosen: QuerySet[CalendarItem]) -> None:
        """Cancel the chosen items; they stay in pages and feeds as cancelled."""
        _each(request, services.cancel_item, "item_id", chosen)

    @admin.action(description=_("Let it happen after all"), permissions=["change"])
    def restore(self, request: HttpRequest, chosen: QuerySet[CalendarItem]) -> None:
        """Let the chosen items happen after all."""
        _each(request, services.restore_item, "item_id", chosen)


@admin.register(WheelRing)
class WheelRingAdmin(ModelAdmin[WheelRing]):
    """Which organisations have a ring of their own on the year wheel."""

    list_display = ("name", "organisation", "rank")
    list_select_related = ("organisation",)
    search_fields = ("name", "organisation__name")


@admin.register(MeetingRule)
class MeetingRuleAdmin(ModelAdmin[MeetingRule]):
    """How many meetings a year has, and when: so many weeks before which break."""

    list_display = ("title", "kind", "weeks", "before", "weekday", "begins", "is_used")
    list_filter = ("kind", "is_used")
    search_fields = ("title",)
