"""Every report, searchable and filterable; what changes one goes through the services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from simple_history.admin import SimpleHistoryAdmin

from accounts.models import User
from accounts.services import NotesReads
from common.typed import ModelAdmin
from incidents import services
from incidents.lifecycle import Reason, ReportStatus
from incidents.models import ApiKey, Category, Photo, PoliceEvent, PoliceFeed, Report, ReportEvent


class CategoryForm(forms.ModelForm):  # type: ignore[type-arg]
    """A category as the admin edits it."""

    def clean_seen_by(self) -> Any:
        """Refuse to keep to some what everybody reads one by one."""
        chosen = self.cleaned_data["seen_by"]
        services.require_kept_to(self.instance, chosen)
        return chosen


@admin.register(Category)
class CategoryAdmin(SimpleHistoryAdmin):
    """Categories are the municipality's own: names, deadlines and routes are edited here."""

    form = CategoryForm
    list_display = (
        "name",
        "code",
        "deadline_hours",
        "deadline_rule",
        "goes_to",
        "publishing",
        "is_public_choice",
        "is_active",
        "sort",
    )
    list_filter = ("goes_to", "publishing", "is_active")
    filter_horizontal = ("seen_by",)
    readonly_fields = ("publishing",)  # changed at the desk, where what it means is said first
    search_fields = ("name", "code")


if TYPE_CHECKING:
    _Tabular = admin.TabularInline[ReportEvent, Report]
else:
    _Tabular = admin.TabularInline


class _ReadOnly:
    """Rows that nobody edits by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EventInline(_ReadOnly, _Tabular):
    """What happened, in order."""

    model = ReportEvent
    extra = 0
    fields = ("at", "kind", "moved_from", "moved_to", "reason", "actor")
    readonly_fields = fields


@admin.register(Report)
class ReportAdmin(NotesReads, ModelAdmin[Report]):
    """Read-mostly: the coordinator's work is done at /samordning/anmalningar/."""

    list_display = ("number", "category", "status", "place", "district", "received_at", "due_at", "assigned_to")
    list_filter = ("status", "category", "district", "channel", "is_example")
    list_select_related = ("category", "district", "assigned_to")
    search_fields = ("number", "place", "text")
    date_hierarchy = "received_at"
    show_full_result_count = False
    list_per_page = 50
    actions = ("take", "mark_fixed", "close_without_action")
    inlines = (EventInline,)
    fields = (
        ("number", "status", "category"),
        ("text", "place"),
        ("district", "area"),
        ("latitude", "longitude"),
        ("occurred_when", "occurred_at"),
        ("received_at", "due_at", "closed_at", "released_at"),
        ("channel", "source", "external_id"),
        ("assigned_to", "passed_to"),
        "public_text",
    )
    readonly_fields = (
        "number",
        "status",
        "category",
        "text",
        "place",
        "district",
        "area",
        "latitude",
        "longitude",
        "occurred_when",
        "occurred_at",
        "received_at",
        "due_at",
        "closed_at",
        "released_at",
        "channel",
        "source",
        "external_id",
        "assigned_to",
        "passed_to",
        "public_text",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """Start from what the reader may see."""
        return super().get_queryset(request).filter(pk__in=Report.objects.visible_to(_user(request)).values("pk"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Report], search_term: str
    ) -> tuple[QuerySet[Report], bool]:
        """Search as the queue does: Swedish words, parts of compounds, numbers."""
        return queryset.search(search_term), False  # type: ignore[attr-defined]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A report comes in by its form or an import, never by hand here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        """A public record is not deleted by hand."""
        return False

    @admin.action(description=gettext_lazy("Take on: I handle these"), permissions=["change"])
    def take(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        """Assign to oneself and start."""
        user = _user(request)

        def start(report: Report) -> None:
            services.assign(report=report, to=user, by=user)
            services.move_report(report=report, to=ReportStatus.IN_PROGRESS, by=user, reason=Reason.STARTED)

        self._each(request, queryset, start)

    @admin.action(description=gettext_lazy("Close: it is fixed"), permissions=["change"])
    def mark_fixed(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        """Close as fixed; reporters are told."""
        self._close(request, queryset, ReportStatus.DONE, Reason.FIXED)

    @admin.action(description=gettext_lazy("Close: it could not be found"), permissions=["change"])
    def close_without_action(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        """Close without action; reporters are told."""
        self._close(request, queryset, ReportStatus.DECLINED, Reason.NOT_FOUND)

    def _close(self, request: HttpRequest, queryset: QuerySet[Report], to: ReportStatus, reason: Reason) -> None:
        user = _user(request)
        self._each(request, queryset, lambda report: services.move_report(report=report, to=to, by=user, reason=reason))

    def _each(self, request: HttpRequest, queryset: QuerySet[Report], act: Any) -> None:
        if not _user(request).has_perm("incidents.triage_report"):
            self.message_user(request, _("You may not decide about reports."), messages.ERROR)
            return
        done = 0
        for report in queryset:
            try:
                act(report)
                done += 1
            except ValidationError as error:
                self.message_user(request, f"{report.number}: {error.messages[0]}", messages.WARNING)
        self.message_user(request, ngettext("%(n)d report saved.", "%(n)d reports saved.", done) % {"n": done})


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@admin.register(Photo)
class PhotoAdmin(NotesReads, _ReadOnly, ModelAdmin[Photo]):
    """Which photos there are; they are looked at in the queue, where it is asked who may."""

    list_display = ("report", "width", "height", "added_at", "released_at")
    list_select_related = ("report",)
    search_fields = ("report__number",)
    fields = ("report", "width", "height", "added_at", "released_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        """Start from what the reader may see."""
        return super().get_queryset(request).filter(report__in=Report.objects.visible_to(_user(request)))


@admin.register(ApiKey)
class ApiKeyAdmin(NotesReads, _ReadOnly, ModelAdmin[ApiKey]):
    """Keys to Open311; they are issued at the desk, and can be withdrawn here too."""

    list_display = ("owner", "beginning", "email", "daily_limit", "issued_at", "last_used_on", "revoked_at")
    search_fields = ("owner", "email")
    fields = ("owner", "email", "beginning", "daily_limit", "issued_by", "issued_at", "last_used_on", "revoked_at")
    list_select_related = ("issued_by",)
    actions = ("withdraw",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiKey]:
        """Start from what the reader may see."""
        return super().get_queryset(request).filter(pk__in=ApiKey.objects.visible_to(_user(request)))

    @admin.action(description=gettext_lazy("Withdraw"), permissions=["view"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        """Withdraw the chosen keys."""
        for key in queryset:
            services.revoke_api_key(key=key, by=_user(request))


@admin.register(PoliceEvent)
class PoliceEventAdmin(_ReadOnly, ModelAdmin[PoliceEvent]):
    """What the police have published, as it was fetched."""

    list_display = ("title", "kind", "district", "at", "is_time_sure", "published_at")
    fields = (
        "police_id",
        "kind",
        "title",
        "summary",
        "url",
        "district",
        "published_at",
        "at",
        "is_time_sure",
        "fetched_at",
    )
    list_filter = ("district", "kind")
    list_select_related = ("district",)
    search_fields = ("title", "summary")
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[PoliceEvent]:
        """Start from what the reader may see."""
        return super().get_queryset(request).filter(pk__in=PoliceEvent.objects.visible_to(_user(request)))


@admin.register(PoliceFeed)
class PoliceFeedAdmin(_ReadOnly, ModelAdmin[PoliceFeed]):
    """How fetching the police's events goes."""

    list_display = ("url", "asked_at", "read_at", "problem", "problem_since")
