"""Letters in the admin: the year's plan and every issue with its history of decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.services import NotesReads
from common import clock
from newsletters import services
from newsletters.forms import TipForm
from newsletters.models import Alarm, Block, Issue, IssueEvent, KnownWord, Series, Tip

if TYPE_CHECKING:
    SeriesAdminBase = admin.ModelAdmin[Series]
    TipAdminBase = admin.ModelAdmin[Tip]
    KnownWordAdminBase = admin.ModelAdmin[KnownWord]
    IssueAdminBase = admin.ModelAdmin[Issue]
    BlockInlineBase = admin.StackedInline[Block, Issue]
    EventInlineBase = admin.TabularInline[IssueEvent, Issue]
    AlarmInlineBase = admin.TabularInline[Alarm, Issue]
else:
    SeriesAdminBase = IssueAdminBase = TipAdminBase = KnownWordAdminBase = admin.ModelAdmin
    BlockInlineBase, EventInlineBase, AlarmInlineBase = admin.StackedInline, admin.TabularInline, admin.TabularInline


@admin.register(Series)
class SeriesAdmin(SeriesAdminBase):
    """Series, with an action that lays out the year."""

    list_display = ["code", "title", "sender", "issues_per_year", "goes_to_agents", "is_open"]
    search_fields = ["title", "sender"]
    actions = ["plan_this_year", "plan_next_year"]
    filter_horizontal = ["approvers", "told_first", "told_next"]

    def get_readonly_fields(self, request: HttpRequest, obj: Series | None = None) -> list[str]:
        """Lock what readers, addresses and frozen letters hang on: another address word would be another list."""
        return ["code", "slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Series | None = None) -> dict[str, Sequence[str]]:
        """Propose an address word for a new series."""
        return {} if obj else {"slug": ["title"]}

    def save_model(self, request: HttpRequest, obj: Series, form: Any, change: bool) -> None:
        """Give a new series its mailing list at once."""
        super().save_model(request, obj, form, change)
        services.open_series(obj)

    @admin.action(description=gettext_lazy("Plan this year's issues"), permissions=["change"])
    def plan_this_year(self, request: HttpRequest, queryset: QuerySet[Series]) -> None:
        """Lay out this year's issues of the chosen series."""
        self._plan(request, queryset, clock.today().year)

    @admin.action(description=gettext_lazy("Plan next year's issues"), permissions=["change"])
    def plan_next_year(self, request: HttpRequest, queryset: QuerySet[Series]) -> None:
        """Lay out next year's issues of the chosen series."""
        self._plan(request, queryset, clock.today().year + 1)

    def _plan(self, request: HttpRequest, queryset: QuerySet[Series], year: int) -> None:
        count = sum(len(services.plan_year(series=series, year=year)) for series in queryset)
        self.message_user(request, _("%(count)d issues are in the plan of %(year)d.") % {"count": count, "year": year})


@admin.register(Tip)
class TipAdmin(TipAdminBase):
    """The library of tips, with which issue used each last."""

    form = TipForm
    list_display = ["title", "first_month", "last_month", "last_used", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["title", "text"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tip]:
        """Add when each was used."""
        return Tip.objects.with_last_use()

    @admin.display(description=gettext_lazy("used last"), ordering="last_used")
    def last_used(self, obj: Tip) -> Any:
        """Return when an issue with this tip went out, or is to."""
        return obj.last_used  # type: ignore[attr-defined]  # annotated by with_last_use


@admin.register(KnownWord)
class KnownWordAdmin(KnownWordAdminBase):
    """Words that the check of the spelling lets pass."""

    list_display = ["word"]
    search_fields = ["word"]


# Written by decisions, never by hand.
DECIDED = ["status", "sent_at", "approved_by", "mailing"]
WRITTEN = ["title", "preamble"]


class ReadOnlyInline:
    """Rows that write themselves, or are written elsewhere."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is added here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is changed here."""
        return False


class BlockInline(ReadOnlyInline, BlockInlineBase):
    """The blocks of an issue, to read: they are written at the desk, where every version is kept."""

    model = Block
    fields = ("kind", "heading", "text", "tip", "alternative")


class EventInline(ReadOnlyInline, EventInlineBase):
    """What happened."""

    model = IssueEvent
    fields = ("at", "moved_from", "moved_to", "reason", "actor")


class AlarmInline(ReadOnlyInline, AlarmInlineBase):
    """What has been said about lateness."""

    model = Alarm
    fields = ("at", "kind", "step", "due", "people")


@admin.register(Issue)
class IssueAdmin(NotesReads, IssueAdminBase):
    """Issues: search, filter, read, and decide through the services."""

    list_display = ["glyph", "year", "title", "status", "text_due_on", "send_at", "approved_by"]
    list_filter = ["status", "series", "year"]
    search_fields = ["title", "blocks__text"]
    list_select_related = ["series", "approved_by"]
    date_hierarchy = "send_at"
    readonly_fields = tuple(DECIDED)
    inlines = [BlockInline, EventInline, AlarmInline]
    actions = ["submit", "approve", "take_back"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Issue]:
        """Start from what the person may see."""
        return Issue.objects.visible_to(request.user)

    def get_readonly_fields(self, request: HttpRequest, obj: Issue | None = None) -> list[str]:
        """Lock what is written at the desk, and the dates of an issue that has been approved."""
        if obj is None:
            return DECIDED
        dates = [] if obj.is_editable else ["series", "year", "number", "send_at"]
        return [*DECIDED, *WRITTEN, *dates, "desk"]

    @admin.display(description=gettext_lazy("written at"))
    def desk(self, obj: Issue) -> str:
        """Return the way to the issue at the editorial desk."""
        return format_html('<a href="{}">{}</a>', reverse("newsletters:edit", args=[obj.pk]), _("the editorial desk"))

    def has_delete_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        """An issue that has gone out is never deleted."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_editable)

    @admin.action(description=gettext_lazy("Ask for approval"), permissions=["change"])
    def submit(self, request: HttpRequest, queryset: QuerySet[Issue]) -> None:
        """Ask for approval of the chosen issues."""
        self._each(request, queryset, services.submit)

    @admin.action(description=gettext_lazy("Approve"), permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Issue]) -> None:
        """Approve the chosen issues."""
        if request.user.has_perm("newsletters.approve_issue"):
            self._each(request, queryset, services.approve)

    @admin.action(description=gettext_lazy("Take back to writing"), permissions=["change"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Issue]) -> None:
        """Take the chosen issues back."""
        self._each(request, queryset, services.take_back)

    def _each(self, request: HttpRequest, queryset: QuerySet[Issue], verb: Any) -> None:
        for issue in queryset:
            try:
                verb(issue=issue, by=request.user)
            except ValidationError as error:
                self.message_user(request, f"{issue.name}: {' '.join(error.messages)}", messages.ERROR)
            else:
                self.message_user(request, _("%(name)s: done.") % {"name": issue.name})
