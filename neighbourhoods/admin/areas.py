"""Areas and appointments in the admin. Statuses move and appointments change through services only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext
from simple_history.admin import SimpleHistoryAdmin

from accounts.services import NotesReads
from common import clock
from neighbourhoods import figures, services
from neighbourhoods.admin.exports import Exports, actor
from neighbourhoods.forms import VITALITY, AppointmentForm, AppointmentFormSet, AreaForm
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, AreaEvent, ContactAgent, District

_APPOINTMENT = ["email", "starts_on", "last_day", "is_head", "agrees_to_be_shown", "trained_on"]


def _area_columns() -> list[Any]:
    return [
        (str(_("Name")), lambda area: area.name),
        (str(_("District")), lambda area: area.district.name),
        (str(_("Status")), lambda area: str(area.get_status_display())),
        (str(_("Housing")), lambda area: str(area.get_housing_display())),
        (str(_("Households")), lambda area: area.households),
        (str(_("Taking part")), lambda area: area.households_joined),
        (str(_("Decline")), lambda area: area.households_declined),
        (str(_("Contact agents")), lambda area: area.agent_count),
        (str(_("Started")), lambda area: area.started_on),
        (str(_("Last contact")), lambda area: area.last_contact_on),
    ]


class VitalityFilter(admin.SimpleListFilter):
    """How the area is, in the words of the desk."""

    title = _("how it is")
    parameter_name = "lage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the words."""
        return VITALITY

    def queryset(self, request: HttpRequest, queryset: QuerySet[Area]) -> QuerySet[Area]:
        """Return the areas the word fits."""
        held = figures.vitality_filters().get(self.value() or "")
        return queryset.filter(held) if held is not None else queryset


class AppointmentInline(admin.TabularInline):  # type: ignore[type-arg]  # takes no parameter at run time
    """The area's agents, with first and last day. One ends by its last day, it is not deleted."""

    model = ContactAgent
    form = AppointmentForm
    formset = AppointmentFormSet
    fields = (*_APPOINTMENT,)
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ContactAgent]:
        """Start from what the person may see, with the people named."""
        held = ContactAgent.objects.visible_to(request.user).select_related("user", "area")
        return held.order_by("-period", "pk")


class EventInline(admin.TabularInline):  # type: ignore[type-arg]  # takes no parameter at run time
    """What happened to the area's status: to read, never to change."""

    model = AreaEvent
    fields = readonly_fields = ("at", "moved_from", "moved_to", "reason", "actor")
    extra = 0
    can_delete = False
    ordering = ["-at", "-pk"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Events write themselves."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Events are never edited."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AreaEvent]:
        """Fetch who did it at once."""
        return super().get_queryset(request).select_related("actor")


@admin.register(Area)
class AreaAdmin(NotesReads, Exports, SimpleHistoryAdmin):
    """Areas: found by name, district, owner or agent; moved by actions."""

    form = AreaForm
    list_display = [
        "name",
        "district",
        "status",
        "housing",
        "households",
        "households_joined",
        "agent_count",
        "last_contact_on",
    ]
    list_filter = ["status", VitalityFilter, "district", "housing"]
    search_fields = ["name", "district__name", "owner__name", "agents__user__full_name", "agents__user__email"]
    search_help_text = _("Name, district, owner or agent")
    list_select_related = ["district", "owner"]
    list_per_page = 50
    autocomplete_fields = ["owner"]
    readonly_fields = ["status"]
    fields = [
        "name",
        "district",
        "status",
        "housing",
        "owner",
        "households",
        "households_joined",
        "households_declined",
        "started_on",
        "last_contact_on",
        "boundary",
    ]
    history_list_display = ["status"]
    inlines = [AppointmentInline, EventInline]
    actions = ["form_areas", "activate", "mark_dormant", "close", "export_xlsx", "export_csv"]
    export_columns = staticmethod(_area_columns)
    export_name = "omraden"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Area]:
        """Start from what the person may see, with today's agents counted."""
        return figures.with_agent_counts(Area.objects.visible_to(request.user))

    def exported(self, queryset: QuerySet[Area]) -> QuerySet[Area]:
        """Fetch the districts at once."""
        return queryset.select_related("district")

    @admin.display(description=_("agents"), ordering="agent_count")
    def agent_count(self, area: Area) -> int:
        """Return how many agents the area has today."""
        return int(getattr(area, "agent_count", 0))

    def get_inlines(self, request: HttpRequest, obj: Area | None) -> list[Any]:
        """A new area is saved first, then gets its agents."""
        return list(self.inlines) if obj else []

    def save_model(self, request: HttpRequest, obj: Area, form: Any, change: bool) -> None:
        """Let the service enter a new area; it finds the address word and writes the first event."""
        if not change:
            made = services.create_area(
                name=obj.name, district=obj.district, by=actor(request), housing=obj.housing, households=obj.households
            )
            obj.pk, obj.slug, obj.name, obj.status = made.pk, made.slug, made.name, made.status
            obj._state.adding = False
        super().save_model(request, obj, form, True)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save appointments by the service, so that roles follow."""
        if formset.model is not ContactAgent:
            super().save_formset(request, form, formset, change)
            return
        for appointment in formset.save(commit=False):
            services.save_appointment(appointment=appointment, by=actor(request))

    @admin.action(description=_("Start forming the chosen areas"), permissions=["change"])
    def form_areas(self, request: HttpRequest, queryset: QuerySet[Area]) -> None:
        """Move interests on to forming, and closed areas back to it."""
        self._move(request, queryset, AreaStatus.FORMING)

    @admin.action(description=_("Mark the chosen areas as active"), permissions=["change"])
    def activate(self, request: HttpRequest, queryset: QuerySet[Area]) -> None:
        """Make areas active that have an agent."""
        self._move(request, queryset, AreaStatus.ACTIVE)

    @admin.action(description=_("Mark the chosen areas as dormant"), permissions=["change"])
    def mark_dormant(self, request: HttpRequest, queryset: QuerySet[Area]) -> None:
        """Say that areas have gone to sleep."""
        self._move(request, queryset, AreaStatus.DORMANT)

    @admin.action(description=_("Close the chosen areas"), permissions=["change"])
    def close(self, request: HttpRequest, queryset: QuerySet[Area]) -> None:
        """Close areas; their appointments end today."""
        self._move(request, queryset, AreaStatus.CLOSED)

    def _move(self, request: HttpRequest, queryset: QuerySet[Area], to: AreaStatus) -> None:
        moved = 0
        for area in Area.objects.filter(pk__in=queryset.values("pk")):
            try:
                services.move_area(area=area, to=to, by=actor(request), reason="in_admin")
                moved += 1
            except ValidationError as error:
                messages.error(request, f"{area}: {' '.join(error.messages)}")
        if moved:
            words = ngettext("One area moved.", "%(count)d areas moved.", moved) % {"count": moved}
            messages.success(request, words)


class CurrentFilter(admin.SimpleListFilter):
    """Today's appointments, coming ones, or ended ones."""

    title = _("when")
    parameter_name = "nar"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the three times."""
        return [("nu", _("today")), ("sedan", _("coming")), ("slut", pgettext("appointments", "ended"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ContactAgent]) -> QuerySet[ContactAgent]:
        """Return the appointments of that time."""
        today = clock.today()
        times = {
            "nu": Q(period__contains=today),
            "sedan": Q(period__startswith__gt=today),
            "slut": Q(period__endswith__lte=today),
        }
        held = times.get(self.value() or "")
        return queryset.filter(held) if held is not None else queryset


class PlaceFilter(admin.SimpleListFilter):
    """The district of an appointment's area."""

    title = _("district")
    parameter_name = "kommundel"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the districts."""
        return list(District.objects.values_list("slug", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[ContactAgent]) -> QuerySet[ContactAgent]:
        """Return the district's appointments."""
        return queryset.filter(area__district__slug=self.value()) if self.value() else queryset


def _agent_columns() -> list[Any]:
    return [
        (str(_("Name")), lambda agent: agent.user.full_name),
        (str(_("E-mail address")), lambda agent: agent.user.email),
        (str(_("Phone")), lambda agent: agent.user.phone),
        (str(_("Area")), lambda agent: agent.area.name),
        (str(_("District")), lambda agent: agent.area.district.name),
        (str(_("Head contact agent")), lambda agent: str(_("yes")) if agent.is_head else ""),
        (str(_("First day")), lambda agent: agent.starts_on),
        (str(_("Last day")), lambda agent: agent.last_day),
        (str(_("Basic course")), lambda agent: agent.trained_on),
    ]


@admin.register(ContactAgent)
class ContactAgentAdmin(NotesReads, Exports, SimpleHistoryAdmin):
    """Appointments; ended from today by an action, never deleted by it."""

    form = AppointmentForm
    fields = ["area", *_APPOINTMENT]
    list_display = ["user", "area", "district", "is_head", "first_day", "final_day", "trained_on"]
    list_filter = [CurrentFilter, "is_head", "agrees_to_be_shown", PlaceFilter]
    search_fields = ["user__full_name", "user__email", "area__name"]
    search_help_text = _("Name, e-mail address or area")
    list_select_related = ["user", "area__district"]
    list_per_page = 50
    autocomplete_fields = ["area"]
    actions = ["end_today", "export_xlsx", "export_csv"]
    export_columns = staticmethod(_agent_columns)
    export_name = "kontaktombud"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ContactAgent]:
        """Start from what the person may see."""
        return ContactAgent.objects.visible_to(request.user)

    def exported(self, queryset: QuerySet[ContactAgent]) -> QuerySet[ContactAgent]:
        """Fetch people and places at once."""
        return queryset.select_related("user", "area__district")

    def get_readonly_fields(self, request: HttpRequest, obj: ContactAgent | None = None) -> list[str]:
        """An appointment stays in its area."""
        return ["area"] if obj else []

    @admin.display(description=_("district"), ordering="area__district__name")
    def district(self, agent: ContactAgent) -> str:
        """Return the area's district."""
        return agent.area.district.name

    @admin.display(description=_("first day"), ordering="period")
    def first_day(self, agent: ContactAgent) -> Any:
        """Return the first day."""
        return agent.starts_on

    @admin.display(description=_("last day"))
    def final_day(self, agent: ContactAgent) -> Any:
        """Return the last day."""
        return agent.last_day

    def save_model(self, request: HttpRequest, obj: ContactAgent, form: Any, change: bool) -> None:
        """Save by the service, so that roles follow."""
        services.save_appointment(appointment=obj, by=actor(request))

    @admin.action(description=_("Let the chosen appointments end (yesterday was the last day)"), permissions=["change"])
    def end_today(self, request: HttpRequest, queryset: QuerySet[ContactAgent]) -> None:
        """End appointments, so that the portal shuts at once."""
        for appointment in queryset.select_related("area", "user"):
            try:
                last_day = clock.today() - timedelta(days=1)
                services.end_appointment(appointment=appointment, last_day=last_day, by=actor(request))
            except ValidationError as error:
                messages.error(request, f"{appointment}: {' '.join(error.messages)}")
            else:
                messages.success(request, str(_("%(agent)s has ended.") % {"agent": appointment}))
