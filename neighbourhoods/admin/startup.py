"""Start-up cases and people who would like to take part, in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from accounts.services import NotesReads
from neighbourhoods import services
from neighbourhoods.admin.exports import Exports, actor
from neighbourhoods.admin.signs import EventsInline, act_on_each
from neighbourhoods.lifecycle import InterestStatus
from neighbourhoods.models import InterestedPerson, InterestEvent, StartupCase, StartupEvent

_EVENT = ("at", "moved_from", "moved_to", "reason", "actor")


class StartupEventInline(EventsInline):
    """What happened to the case."""

    model = StartupEvent
    fields = readonly_fields = _EVENT


class InterestEventInline(EventsInline):
    """What happened with the interest."""

    model = InterestEvent
    fields = readonly_fields = _EVENT


@admin.register(StartupCase)
class StartupCaseAdmin(SimpleHistoryAdmin):
    """Start-up cases: found here, worked on at their own page."""

    list_display = ["area", "status", "opened_at", "meeting_held_on", "course_held_on", "agreement_on"]
    list_filter = ["status", "area__district"]
    search_fields = ["area__name"]
    list_select_related = ["area"]
    list_per_page = 50
    fields = readonly_fields = [
        "area",
        "status",
        "threshold",
        "counted_on",
        "meeting_held_on",
        "meeting_people",
        "course_held_on",
        "agreement_on",
        "opened_at",
        "closed_at",
    ]
    inlines = [StartupEventInline]
    actions = ["finish", "give_up"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A case begins when an area does."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[StartupCase]:
        """Start from what the person may see."""
        return StartupCase.objects.visible_to(request.user)

    @admin.action(description=_("The chosen start-ups are done"), permissions=["change"])
    def finish(self, request: HttpRequest, queryset: QuerySet[StartupCase]) -> None:
        """Close cases whose area is active."""
        rows = queryset.select_related("area")
        act_on_each(request, rows, lambda held: services.finish_startup(case=held, by=actor(request)), _("Done"))

    @admin.action(description=_("Give the chosen start-ups up"), permissions=["change"])
    def give_up(self, request: HttpRequest, queryset: QuerySet[StartupCase]) -> None:
        """Close cases that came to nothing."""
        rows = queryset.select_related("area")
        act_on_each(request, rows, lambda held: services.give_up_startup(case=held, by=actor(request)), _("Given up"))


def _columns() -> list[Any]:
    return [
        (str(_("Name")), lambda held: held.name),
        (str(_("E-mail address")), lambda held: held.email),
        (str(_("Phone")), lambda held: held.phone),
        (str(_("Address")), lambda held: held.address),
        (str(_("Status")), lambda held: str(held.get_status_display())),
        (str(_("Is forgotten on")), lambda held: held.expires_on),
    ]


@admin.register(InterestedPerson)
class InterestedPersonAdmin(NotesReads, Exports, admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    """People who would like to take part. They enrol themselves; nobody is written in by somebody else."""

    list_display = ["name", "address", "district", "area", "wants_to_be_agent", "status", "expires_on"]
    list_filter = ["status", "wants_to_be_agent", "district"]
    search_fields = ["name", "email", "address"]
    list_select_related = ["district", "area"]
    list_per_page = 50
    fields = readonly_fields = (
        "name",
        "email",
        "phone",
        "address",
        "district",
        "area",
        "wants_to_be_agent",
        "status",
        "consented_at",
        "confirmed_at",
        "expires_on",
    )
    inlines = [InterestEventInline]
    actions = ["contacted", "export_xlsx", "export_csv"]
    export_columns = staticmethod(_columns)
    export_name = "intresserade"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Consent is given by the person."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[InterestedPerson]:
        """Start from what the person may see."""
        return InterestedPerson.objects.visible_to(request.user)

    @admin.action(description=_("The chosen people have been contacted"), permissions=["change"])
    def contacted(self, request: HttpRequest, queryset: QuerySet[InterestedPerson]) -> None:
        """Note that one has been in touch."""

        def move(held: InterestedPerson) -> None:
            services.move_interest(person=held, to=InterestStatus.CONTACTED, by=actor(request))

        act_on_each(request, queryset, move, _("Noted"))
