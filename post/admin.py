"""The ledger in the admin: read only, recipients masked in lists, secrets never shown, looking somebody up noted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Count, Model, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.services import NotesReads
from common.moves import MoveRefusedError
from common.signed_links import token_hash
from common.typed import ModelAdmin
from post import figures, services
from post.lifecycle import DeliveryStatus
from post.mail.addresses import masked
from post.mail.shown import title_of
from post.models import (
    Delivery,
    IncomingMessage,
    ListImport,
    Mailing,
    MailingList,
    Subscription,
    Suppression,
    TextMessage,
)
from post.querysets import DeliveryQuerySet
from post.sms.numbers import recipient_meant

MOST_NUMBERS = 200


class LedgerAdmin(ModelAdmin[Any]):
    """Shows and never changes."""

    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Start from what the person may see."""
        rows: QuerySet[Any] = self.model._default_manager.visible_to(request.user)
        return rows

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Rows are made by sending."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Rows are changed by what happens to them."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Rows go when their time limit says so."""
        return False


class AddressAdmin(NotesReads, LedgerAdmin):
    """Rows with an address: a search for one, and opening a row, are noted."""

    read_as = "post.recipient_read"
    address_field = "email"

    @admin.display(description=gettext_lazy("address"))
    def masked_address(self, row: Model) -> str:
        """Show enough to recognise, not to collect."""
        return masked(getattr(row, self.address_field))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Note who was looked for, as a hash."""
        if search_term:
            self._note(request, "post.recipient_searched", token_hash(search_term.strip().lower())[:16])
        return super().get_search_results(request, queryset, search_term)


class UncountedPaginator(Paginator):  # type: ignore[type-arg]  # generic to the checker only
    """Pages of a table of millions: how many there are is never counted, only whether there are so many."""

    MOST = 2_000

    @cached_property
    def count(self) -> int:
        """Return how many rows there are, at most MOST: whoever needs more narrows the search."""
        rows = self.object_list
        assert isinstance(rows, QuerySet)
        return len(rows.order_by().values_list("pk")[: self.MOST])


@admin.register(Mailing)
class MailingAdmin(LedgerAdmin):
    """Mail-outs, with pause, resume and cancel."""

    list_display = ["title", "status", "thread", "created_at", "started_at", "finished_at"]
    list_filter = ["status"]
    search_fields = ["title", "key", "thread"]
    date_hierarchy = "created_at"
    actions = ["pause", "resume", "cancel"]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer control to those who have it."""
        actions = super().get_actions(request)
        return actions if request.user.has_perm("post.control_mailing") else {}

    @admin.action(description=gettext_lazy("Pause"), permissions=["view"])
    def pause(self, request: HttpRequest, queryset: QuerySet[Mailing]) -> None:
        """Pause what is being sent."""
        self._each(request, queryset, services.pause)

    @admin.action(description=gettext_lazy("Go on"), permissions=["view"])
    def resume(self, request: HttpRequest, queryset: QuerySet[Mailing]) -> None:
        """Go on with what was paused."""
        self._each(request, queryset, services.resume)

    @admin.action(description=gettext_lazy("Cancel what has not left"), permissions=["view"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Mailing]) -> None:
        """Give up what has not left."""
        self._each(request, queryset, services.cancel)

    def _each(self, request: HttpRequest, queryset: QuerySet[Mailing], act: Any) -> None:
        for mailing in queryset:
            try:
                act(mailing=mailing, actor=request.user)
            except MoveRefusedError as error:
                self.message_user(request, f"{mailing}: {error.message}", messages.ERROR)
            else:
                self.message_user(request, _("%(title)s: done.") % {"title": mailing})


class OutcomeFilter(admin.SimpleListFilter):
    """Outcomes, each asked of the index that knows it."""

    title = gettext_lazy("outcome")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer every outcome."""
        return list(DeliveryStatus.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep those with the outcome chosen."""
        assert isinstance(queryset, DeliveryQuerySet)
        value = self.value()
        return queryset.with_outcome(value) if value in DeliveryStatus.values else queryset


@admin.register(Delivery)
class DeliveryAdmin(AddressAdmin):
    """Messages: found by the whole address or number, by thread or by Message-ID."""

    address_field = "recipient"
    list_display = ["masked_address", "subject", "status", "reason", "created_at", "accepted_at"]
    list_filter = [OutcomeFilter, "channel", "created_at"]
    list_select_related = ["content", "mailing"]
    paginator = UncountedPaginator
    search_fields = ["recipient"]
    search_help_text = gettext_lazy(
        "The whole address or mobile number, a thread (room:kind:number), a Message-ID or mail-out:number."
    )
    exclude = ["variables", "subscription", "of_many", "queued_at", "unusual"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        """Leave the texts in the database."""
        return super().get_queryset(request).defer("content__body")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Ask each index what it knows: a search in several at once would read a million rows."""
        term = search_term.strip()
        if not term:
            return queryset, False
        meant = recipient_meant(term)
        self._note(request, "post.recipient_searched", token_hash(meant)[:16])
        if term.startswith("mail-out:") and term[9:].isdecimal() and len(term) < 28:
            return queryset.filter(mailing=int(term[9:])), False
        if term.startswith("<"):
            return queryset.filter(message_id=term), False
        if "@" in term or meant.startswith("+"):
            return queryset.alias(address=Lower("recipient")).filter(address=meant), False
        assert isinstance(queryset, DeliveryQuerySet)
        return figures.of_thread(queryset, term), False

    @admin.display(description=gettext_lazy("subject"))
    def subject(self, row: Delivery) -> str:
        """Name the message as the desk does."""
        return title_of(row)


@admin.register(MailingList)
class MailingListAdmin(LedgerAdmin):
    """Lists."""

    list_display = ["title", "key", "list_id", "created_at"]
    search_fields = ["title", "key"]


@admin.register(Subscription)
class SubscriptionAdmin(AddressAdmin):
    """Who reads what, with the proof of consent."""

    list_display = ["masked_address", "list", "status", "language", "changed_at"]
    list_filter = ["status", "list", "language"]
    list_select_related = ["list"]
    search_fields = ["email__iexact"]
    fields = ["list", "email", "language", "status", "consent", "changed_at"]
    readonly_fields = ["status", "consent", "changed_at"]


@admin.register(IncomingMessage)
class IncomingMessageAdmin(AddressAdmin):
    """Mail that came in: what it is and where it went. What it says is read at the desk, which notes it."""

    address_field = "sender"
    list_display = ["masked_address", "kind", "status", "reason", "thread", "received_at"]
    list_filter = ["status", "kind", "source"]
    search_fields = ["sender__iexact", "message_id__exact", "thread__exact"]
    date_hierarchy = "received_at"
    exclude = ["delivery"]
    readonly_fields = [
        "source", "received_at", "sender", "envelope_to", "subject", "message_id", "kind", "status", "reason",
        "thread", "size", "attempts",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[IncomingMessage]:
        """Leave the messages themselves in the database."""
        return super().get_queryset(request).defer("raw")


@admin.register(Suppression)
class SuppressionAdmin(AddressAdmin):
    """Addresses that get no mail-outs; let go at the desk, with a reason."""

    list_display = ["masked_address", "reason", "at"]
    list_filter = ["reason"]
    search_fields = ["email__iexact"]


@admin.register(ListImport)
class ListImportAdmin(NotesReads, LedgerAdmin):
    """Imports of readers with their proof; carried out and undone at the desk."""

    list_display = ["list", "status", "way", "agreed_on", "document", "added", "made_by", "made_at"]
    list_filter = ["status", "way", "list"]
    list_select_related = ["list", "made_by"]
    search_fields = ["document"]


@admin.register(TextMessage)
class TextMessageAdmin(NotesReads, LedgerAdmin):
    """Text messages: who sent them, to how many, what they cost. What they say is read at the desk, which notes it."""

    read_as = "post.sms_read"
    list_display = ["__str__", "author", "urgency", "recipients", "parts", "price", "written"]
    list_filter = ["urgency"]
    list_select_related = ["author", "content"]
    search_fields = ["content__thread__exact"]
    search_help_text = gettext_lazy("A thread (room:kind:number).")
    date_hierarchy = "content__created_at"
    fields = ["author", "urgency", "parts", "price", "written", "numbers"]
    readonly_fields = ["written", "numbers"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[TextMessage]:
        """Leave the texts in the database, and count the numbers each went to."""
        rows: QuerySet[TextMessage] = super().get_queryset(request).defer("content__body")
        return rows.annotate(recipient_count=Count("receipts"))

    @admin.display(description=gettext_lazy("numbers"))
    def recipients(self, row: TextMessage) -> int:
        """Show how many numbers it went to."""
        count: int = row.recipient_count  # type: ignore[attr-defined]  # annotated above
        return count

    @admin.display(description=gettext_lazy("created"), ordering="content__created_at")
    def written(self, row: TextMessage) -> datetime:
        """Show when it was written."""
        return row.content.created_at

    @admin.display(description=gettext_lazy("numbers"))
    def numbers(self, row: TextMessage) -> str:
        """Show the numbers masked, with what became of each."""
        receipts = row.receipts.select_related("delivery").order_by("pk")[:MOST_NUMBERS]
        return ", ".join(f"{masked(one.delivery.recipient)}: {one.delivery.get_status_display()}" for one in receipts)
