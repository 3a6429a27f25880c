"""Documents in the admin: to look at, never to edit. The file is fetched from the document's own page."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.services import NotesReads
from common.typed import ModelAdmin, TabularInline
from documents import services
from documents.lifecycle import DocumentState
from documents.models import Document, DocumentEvent


class EventInline(TabularInline[DocumentEvent, Document]):
    """What happened, oldest first."""

    model = DocumentEvent
    fields = readonly_fields = ("at", "moved_from", "moved_to", "reason", "actor")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return request.user.has_perm("documents.view_document")

    def get_queryset(self, request: HttpRequest) -> QuerySet[DocumentEvent]:
        return super().get_queryset(request).select_related("actor")


@admin.register(Document)
class DocumentAdmin(NotesReads, ModelAdmin[Document]):
    """Every document in scope."""

    list_display = ("title", "kind", "state", "language", "pages", "requested_by", "created_at")
    list_filter = ("state", "kind", "language")
    list_select_related = ("requested_by",)
    search_fields = ("title", "subject", "requested_by__email", "requested_by__full_name")
    date_hierarchy = "created_at"
    fields = readonly_fields = (
        "title", "page_link", "kind", "subject", "language", "requested_by", "state", "failure", "attempts",
        "pages", "bytes", "sha256", "created_at", "ready_at", "expires_at",
    )  # fmt: skip
    inlines = (EventInline,)
    actions = ("make_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        return Document.objects.visible_to(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return False

    def has_request_permission(self, request: HttpRequest) -> bool:
        """Tell whether somebody may have documents made; Django asks for the action's sake."""
        return request.user.has_perm("documents.request_document")

    @admin.display(description=_("page"))
    def page_link(self, document: Document) -> SafeString:
        """Link to the document's page, where the file is fetched and the fetching is noted."""
        return format_html(
            '<a href="{}">{}</a>', reverse("documents:document", args=[document.pk]), _("Open the document's page")
        )

    @admin.action(description=_("Make failed documents again"), permissions=["request"])
    def make_again(self, request: HttpRequest, queryset: QuerySet[Document]) -> None:
        """Put the failed ones among the chosen back in the queue."""
        assert isinstance(request.user, User)
        failed = list(queryset.filter(state=DocumentState.FAILED))
        for document in failed:
            services.retry(document=document, by=request.user)
        text = ngettext("%d document is being made again.", "%d documents are being made again.", len(failed))
        self.message_user(request, text % len(failed), messages.SUCCESS)
