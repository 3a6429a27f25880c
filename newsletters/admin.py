"""Letters in the admin: the year's plan and every issue with its history of decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from newsletters import services
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
    prepopulated_fields = {"slug": ["title"]}

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


class BlockInline(BlockInlineBase):
    """The blocks of an issue, as long as it may be changed."""

    model = Block
    extra = 0

    def _open(self, obj: Any) -> bool:
        return obj is None or obj.is_editable

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only while the issue is being written."""
        return super().has_add_permission(request, obj) and self._open(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only while the issue is being written."""
        return super().has_change_permission(request, obj) and self._open(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only while the issue is being written."""
        return super().has_delete_permission(request, obj) and self._open(obj)


class EventInline(EventInlineBase):
    """What happened, to read only."""

    model = IssueEvent
    extra = 0
    fields = readonly_fields = ("at", "moved_from", "moved_to", "reason", "actor")
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Events write themselves."""
        return False


class AlarmInline(AlarmInlineBase):
    """What has been said about lateness, to read only."""

    model = Alarm
    extra = 0
    fields = readonly_fields = ("at", "kind", "step", "due", "people")
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Alarms raise themselves."""
        return False


@admin.register(Issue)
class IssueAdmin(IssueAdminBase):
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
        """Lock the text of an issue that has been approved."""
        locked = ["series", "year", "number", "title", "preamble", "send_at"]
        return DECIDED if obj is None or obj.is_editable else [*DECIDED, *locked]

    def has_delete_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        """An issue that has gone out is never deleted."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_editable)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Note who wrote a block, so that nobody approves their own text alone."""
        for block in formset.save(commit=False):
            block.written_by = request.user
            block.save()
        for block in formset.deleted_objects:
            block.delete()

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
