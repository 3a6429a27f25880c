"""Asking for a document, following it while it is made, fetching the file."""

from __future__ import annotations

import logging
import uuid
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.services import audit
from common import clock
from common.moves import MoveRefusedError
from common.private_files import serve
from documents import services
from documents.models import Document

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)
A_PAGE = 25


def _user(request: HttpRequest) -> User:
    """Return who has signed in; `login_required` has seen to it."""
    return cast("User", request.user)


@require_GET
@login_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """List the documents one has had made, newest first."""
    user = _user(request)
    mine = Document.objects.visible_to(user).filter(requested_by=user)
    page = Paginator(mine, A_PAGE).get_page(request.GET.get("sida"))
    return render(request, "documents/index.html", {"page": page})


@require_POST
@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a document and go to its page; other rooms' pages post `kind` and `subject` here."""
    language = request.POST.get("language") or get_language() or "sv"
    try:
        document = services.request_document(
            kind=request.POST.get("kind", ""),
            subject=request.POST.get("subject", ""),
            by=_user(request),
            language=language if language in ("sv", "en") else "sv",
        )
    except ValidationError as error:
        raise Http404 from error
    return redirect("documents:document", pk=document.pk)


@require_GET
@login_required
@never_cache
def document(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show how far a document has come; htmx asks for the moving part alone."""
    held = services.readable(request.user, pk)
    moving_part = getattr(request, "htmx", False)
    template = "documents/_state.html" if moving_part else "documents/document.html"
    response = render(request, template, {"document": held, "own": held.requested_by_id == _user(request).pk})
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_GET
@login_required
@never_cache
def file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse | FileResponse:
    """Hand out the file to who may read it now, and note it in the audit trail."""
    held = services.readable(request.user, pk)
    if not held.is_ready:
        return render(request, "documents/document.html", {"document": held}, status=410 if not held.is_open else 404)
    name = f"{slugify(held.title)[:60] or 'dokument'}-{clock.local(held.ready_at or clock.now()):%Y-%m-%d}.pdf"
    try:
        response = serve(default_storage, held.file_name, content_type="application/pdf", download_as=name)
    except FileNotFoundError:
        logger.exception("stored file is gone", extra={"document": str(pk)})
        return render(request, "documents/document.html", {"document": held, "file_gone": True}, status=410)
    with transaction.atomic():
        audit(
            actor=_user(request),
            action="document.downloaded",
            object_type="documents.document",
            object_id=str(held.pk),
        )
    return response


@require_POST
@login_required
def again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Have a failed document made again; who asked for it may, and who may have such documents made."""
    held = services.readable(request.user, pk)
    try:
        services.retry(document=held, by=_user(request))
    except MoveRefusedError as error:
        messages.error(request, error.messages[0])
    return redirect("documents:document", pk=pk)
