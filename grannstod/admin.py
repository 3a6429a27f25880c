"""Volunteers, cars, routes, shifts, patrols and observations in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from accounts.services import NotesReads
from common import clock
from common.typed import ModelAdmin, ModelForm, TabularInline
from grannstod import services
from grannstod.figures import with_crew
from grannstod.lifecycle import MAY_DRIVE_OUT, VolunteerStatus
from grannstod.models import (
    BriefingNote,
    Car,
    ChecklistLine,
    ChecklistVersion,
    CrewMember,
    Observation,
    Patrol,
    Route,
    RouteStop,
    Shift,
    ShiftPattern,
    SupporterCourse,
    SupportRetention,
    Volunteer,
)


@admin.register(Volunteer)
class VolunteerAdmin(NotesReads, SimpleHistoryAdmin):
    """Volunteers. The status is moved by the actions."""

    list_display = ("user", "status", "is_driver", "clearance_until", "joined_on")
    list_filter = ("status", "is_driver")
    search_fields = ("user__full_name", "user__email")
    list_select_related = ("user",)
    readonly_fields = ("status",)
    raw_id_fields = ("user",)
    actions = ("to_training", "to_active", "to_paused", "to_left")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Volunteer]:
        """Start from what the person may see."""
        return Volunteer.objects.visible_to(request.user)

    def _move(self, request: HttpRequest, chosen: QuerySet[Volunteer], to: VolunteerStatus) -> None:
        for volunteer in chosen:
            try:
                services.move_volunteer(volunteer_id=volunteer.pk, to=to, actor=request.user)  # type: ignore[arg-type]  # admin asks for sign-in
            except ValidationError as error:
                messages.error(request, f"{volunteer}: {' '.join(error.messages)}")

    @admin.action(description=_("Begin training"), permissions=["change"])
    def to_training(self, request: HttpRequest, chosen: QuerySet[Volunteer]) -> None:
        """Let the chosen begin their training."""
        self._move(request, chosen, VolunteerStatus.TRAINING)

    @admin.action(description=_("Make active"), permissions=["change"])
    def to_active(self, request: HttpRequest, chosen: QuerySet[Volunteer]) -> None:
        """Make the chosen active."""
        self._move(request, chosen, VolunteerStatus.ACTIVE)

    @admin.action(description=_("Pause"), permissions=["change"])
    def to_paused(self, request: HttpRequest, chosen: QuerySet[Volunteer]) -> None:
        """Let the chosen pause."""
        self._move(request, chosen, VolunteerStatus.PAUSED)

    @admin.action(description=_("Thank and let leave"), permissions=["change"])
    def to_left(self, request: HttpRequest, chosen: QuerySet[Volunteer]) -> None:
        """Let the chosen leave with honour."""
        self._move(request, chosen, VolunteerStatus.LEFT)


@admin.register(Car)
class CarAdmin(SimpleHistoryAdmin):
    """Cars."""

    list_display = ("name", "owner", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "owner")


class RouteStopInline(TabularInline[RouteStop, Route]):
    """The places of a route, in order."""

    model = RouteStop
    extra = 1


@admin.register(Route)
class RouteAdmin(ModelAdmin[Route]):
    """Routes with their places."""

    list_display = ("name", "is_active")
    list_filter = ("is_active", "districts")
    search_fields = ("name", "stops__name")
    filter_horizontal = ("districts",)
    inlines = (RouteStopInline,)


class ChecklistLineInline(TabularInline[ChecklistLine, ChecklistVersion]):
    """The lines of a version, in order."""

    model = ChecklistLine
    extra = 1


@admin.register(ChecklistVersion)
class ChecklistVersionAdmin(ModelAdmin[ChecklistVersion]):
    """Versions of the checklist that patrols get copies of. A published one is only read: begin the next."""

    list_display = ("number", "published_at", "published_by")
    search_fields = ("lines__text",)
    inlines = (ChecklistLineInline,)
    actions = ("next_version", "publish")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The next version is begun as a copy, by the action."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ChecklistVersion | None = None) -> bool:
        """Only a draft is changed."""
        is_open = obj is None or obj.published_at is None
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: ChecklistVersion | None = None) -> bool:
        """Only a draft is deleted."""
        is_open = obj is not None and obj.published_at is None
        return is_open and super().has_delete_permission(request, obj)

    @admin.action(description=_("Begin the next version"), permissions=["change"])
    def next_version(self, request: HttpRequest, _chosen: QuerySet[ChecklistVersion]) -> None:
        """Begin the next version as a copy of what is in force."""
        services.draft_checklist()

    @admin.action(description=_("Publish: patrols that start from now on get it"), permissions=["change"])
    def publish(self, request: HttpRequest, chosen: QuerySet[ChecklistVersion]) -> None:
        """Put the chosen draft in force."""
        for version in chosen:
            try:
                services.publish_checklist(version_id=version.pk, by=request.user)  # type: ignore[arg-type]  # admin asks for sign-in
            except ValidationError as error:
                messages.error(request, f"{version}: {' '.join(error.messages)}")


@admin.register(SupporterCourse)
class SupporterCourseAdmin(NotesReads, ModelAdmin[SupporterCourse]):
    """What supporters have learnt."""

    list_display = ("volunteer", "subject", "taken_on")
    list_filter = ("subject",)
    list_select_related = ("volunteer__user",)
    search_fields = ("volunteer__user__full_name",)
    raw_id_fields = ("volunteer",)


@admin.register(SupportRetention)
class SupportRetentionAdmin(ModelAdmin[SupportRetention]):
    """Decisions on erasing support cases: recorded, never changed. The latest holds."""

    list_display = ("months", "reference", "recorded_by", "recorded_at")
    search_fields = ("reference",)
    fields = ("months", "reference")

    def has_change_permission(self, request: HttpRequest, obj: SupportRetention | None = None) -> bool:
        """A decision is never changed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SupportRetention | None = None) -> bool:
        """A decision is never deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: SupportRetention, form: Any, change: bool) -> None:
        """Note who recorded it."""
        obj.recorded_by = request.user  # type: ignore[assignment]  # admin asks for sign-in
        super().save_model(request, obj, form, change)


@admin.register(BriefingNote)
class BriefingNoteAdmin(NotesReads, ModelAdmin[BriefingNote]):
    """What patrols are asked to look at."""

    list_display = ("text", "source", "first_day", "last_day")
    list_filter = ("source", "districts")
    search_fields = ("text",)
    filter_horizontal = ("districts",)
    exclude = ("written_by",)


@admin.register(ShiftPattern)
class ShiftPatternAdmin(ModelAdmin[ShiftPattern]):
    """What an ordinary week looks like."""

    list_display = ("weekday", "begins", "ends", "car", "route", "is_active")
    list_filter = ("is_active", "weekday", "car")
    list_select_related = ("car", "route")
    search_fields = ("car__name", "route__name")


class ShiftForm(ModelForm[Shift]):
    """A shift with both its people; what the service refuses is told here, before anything is saved."""

    driver = forms.ModelChoiceField(Volunteer.objects.none(), label=_("Who drives?"))
    companion = forms.ModelChoiceField(Volunteer.objects.none(), label=_("Who sits beside?"))

    class Meta:
        model = Shift
        fields = ("starts_at", "ends_at", "car", "route", "patrol_area")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Volunteer.objects.filter(status__in=MAY_DRIVE_OUT).select_related("user")
        if self.instance.pk:
            crew = {member.seat: member.volunteer_id for member in self.instance.crew.all()}
            people = people | Volunteer.objects.filter(pk__in=crew.values()).select_related("user")
            self.initial = {**self.initial, **{seat: crew.get(seat) for seat in CrewMember.Seat.values}}
        for seat in CrewMember.Seat.values:
            if seat in self.fields:
                self.fields[seat].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """Check as the service will."""
        data = super().clean() or {}
        keys = ("starts_at", "ends_at", "car", "driver", "companion")
        if all(data.get(key) for key in keys):
            services.check_times(starts_at=data["starts_at"], ends_at=data["ends_at"])
            services.check_crew(
                driver=data["driver"], companion=data["companion"], day=clock.local(data["starts_at"]).date()
            )
            services.check_free(**{key: data[key] for key in keys}, but_shift_id=self.instance.pk)
            if self.instance.pk:
                services.require_to_come(Shift.objects.get(pk=self.instance.pk))
        return data


@admin.register(Shift)
class ShiftAdmin(SimpleHistoryAdmin):
    """Shifts: always two in the car."""

    form = ShiftForm
    fields = ("starts_at", "ends_at", "car", "route", "patrol_area", "driver", "companion")
    list_display = ("starts_at", "ends_at", "car", "route", "people")
    list_filter = ("car", "route")
    search_fields = ("crew__volunteer__user__full_name", "car__name")
    date_hierarchy = "starts_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Shift]:
        """Start from what the person may see."""
        return with_crew(Shift.objects.visible_to(request.user))

    @admin.display(description=_("people"))
    def people(self, shift: Shift) -> str:
        """Name both people."""
        return ", ".join(str(member.volunteer) for member in shift.crew.all())

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Take the form as it stands: two of its fields are not the model's own."""
        kwargs["fields"] = None
        return super().get_form(request, obj, change=change, **kwargs)

    def save_model(self, request: HttpRequest, obj: Shift, form: Any, change: bool) -> None:
        """Save shift and crew together, through the service."""
        keys = ("starts_at", "ends_at", "car", "route", "patrol_area", "driver", "companion")
        data = {key: form.cleaned_data[key] for key in keys}
        saved = services.change_shift(shift_id=obj.pk, **data) if change else services.plan_shift(**data)
        obj.pk = saved.pk
        obj._state.adding = False

    def delete_model(self, request: HttpRequest, obj: Shift) -> None:
        """Remove a shift through the service, which tells its people."""
        services.remove_shift(shift_id=obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Shift]) -> None:
        """Remove those that are still to come; the rest stay, and it is said."""
        for shift in queryset:
            try:
                services.remove_shift(shift_id=shift.pk)
            except ValidationError as error:
                messages.error(request, f"{shift}: {' '.join(error.messages)}")

    def has_delete_permission(self, request: HttpRequest, obj: Shift | None = None) -> bool:
        """A shift that has been driven, or whose time has come, stays."""
        is_past = obj is not None and (obj.starts_at <= clock.now() or Patrol.objects.filter(shift=obj).exists())
        return not is_past and super().has_delete_permission(request, obj)


class ReadOnly:
    """What volunteers write is read here, never written."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is added in the admin."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is changed in the admin."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted in the admin."""
        return False


@admin.register(Patrol)
class PatrolAdmin(ReadOnly, SimpleHistoryAdmin):
    """Patrols, to read."""

    list_display = ("started_at", "ended_at", "shift", "status", "km")
    list_filter = ("status",)
    list_select_related = ("shift__car",)
    search_fields = ("shift__car__name",)
    date_hierarchy = "started_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Patrol]:
        """Start from what the person may see."""
        return Patrol.objects.visible_to(request.user)


@admin.register(Observation)
class ObservationAdmin(NotesReads, ReadOnly, ModelAdmin[Observation]):
    """Observations, to read."""

    list_display = ("observed_at", "category", "place", "outcome", "report")
    list_filter = ("outcome", "category")
    list_select_related = ("category", "report")
    search_fields = ("text", "place")
    date_hierarchy = "observed_at"
    fields = ("observed_at", "category", "text", "place", "outcome", "report", "patrol")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Observation]:
        """Start from what the person may see."""
        return Observation.objects.visible_to(request.user)
