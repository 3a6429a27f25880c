"""Trainings and sign-ups in the admin: found, read, exported; their rules stand on the coordinator's pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from accounts.services import NotesReads
from common.typed import ModelAdmin
from neighbourhoods.admin.exports import Exports, actor
from neighbourhoods.models import SignUp, Training
from neighbourhoods.services import signups
from neighbourhoods.services import trainings as services


def _training_columns() -> list[Any]:
    return [
        (str(_("Title")), lambda one: one.title),
        (str(_("Kind")), lambda one: str(one.get_kind_display())),
        (str(_("Status")), lambda one: str(one.get_status_display())),
        (str(_("Begins")), lambda one: one.starts_at),
        (str(_("Place")), lambda one: one.venue),
        (str(_("Places")), lambda one: one.capacity),
        (str(_("Taken")), lambda one: one.taken),
        (str(_("Were there")), lambda one: one.were_there),
    ]


class _ReadOnly:
    """Rows that are entered and changed on the coordinator's pages, where their rules are."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is entered here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted here: a training is cancelled, a person erased."""
        return False


@admin.register(Training)
class TrainingAdmin(_ReadOnly, Exports, SimpleHistoryAdmin):
    """Trainings: found by title or place."""

    list_display = ["title", "kind", "status", "starts_at", "venue", "taken_of", "waiting_count"]
    list_filter = ["status", "kind", "audience", "starts_at"]
    search_fields = ["title", "venue"]
    search_help_text = _("Title or place")
    date_hierarchy = "starts_at"
    list_per_page = 50
    history_list_display = ["status"]
    fields = readonly_fields = [
        "title", "kind", "status", "about", "starts_at", "ends_at", "venue", "capacity", "audience", "closes_at",
        "serves_food", "offer_hours", "question", "farewell",
    ]  # fmt: skip
    actions = ["open_up", "copy", "export_xlsx", "export_csv"]
    export_columns = staticmethod(_training_columns)
    export_name = "utbildningar"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Training]:
        """Start from what the person may see, with how full each is."""
        return Training.objects.visible_to(request.user).with_counts()

    @admin.display(description=_("Taken"))
    def taken_of(self, one: Any) -> str:
        """Return how full it is."""
        return f"{one.taken}/{one.capacity}"

    @admin.display(description=_("Waiting"))
    def waiting_count(self, one: Any) -> int:
        """Return how many wait."""
        return int(one.waiting)

    @admin.action(description=_("Open for sign-up"), permissions=["change"])
    def open_up(self, request: HttpRequest, queryset: QuerySet[Training]) -> None:
        """Open the chosen drafts; what can't be opened is named."""
        for training in queryset:
            try:
                services.open_training(training=training, by=actor(request))
            except ValidationError as error:
                self.message_user(request, f"{training}: {' '.join(error.messages)}", messages.ERROR)

    @admin.action(description=_("Copy to the next term"), permissions=["change"])
    def copy(self, request: HttpRequest, queryset: QuerySet[Training]) -> None:
        """Make drafts like the chosen, half a year later."""
        for training in queryset:
            services.copy_training(training=training, by=actor(request))


@admin.register(SignUp)
class SignUpAdmin(NotesReads, _ReadOnly, ModelAdmin[SignUp]):
    """Sign-ups: found by name or address."""

    list_display = ["full_name", "email", "training", "status", "created_at"]
    list_filter = ["status", "training__kind"]
    search_fields = ["full_name", "email", "training__title"]
    search_help_text = _("Name, address or training")
    list_select_related = ["training"]
    list_per_page = 50
    fields = [
        "training", "full_name", "email", "phone", "dietary", "language", "status", "seated_at", "offer_until",
        "created_at", "week_reminder_at", "day_reminder_at",
    ]  # fmt: skip
    readonly_fields = [
        "training", "full_name", "email", "phone", "dietary", "language", "status", "seated_at", "offer_until",
        "created_at", "week_reminder_at", "day_reminder_at",
    ]  # fmt: skip
    actions = ["take_off"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SignUp]:
        """Start from what the person may see."""
        return SignUp.objects.visible_to(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Actions are for those who plan trainings; the fields are read only."""
        return request.user.has_perm("neighbourhoods.manage_trainings")

    @admin.action(description=_("Take off the list"), permissions=["change"])
    def take_off(self, request: HttpRequest, queryset: QuerySet[SignUp]) -> None:
        """Take the chosen off their lists; who can't be is named."""
        for sign_up in queryset:
            try:
                signups.withdraw(sign_up=sign_up, by=actor(request))
            except ValidationError as error:
                self.message_user(request, f"{sign_up}: {' '.join(error.messages)}", messages.ERROR)
