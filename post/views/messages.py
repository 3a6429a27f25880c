"""One message: what became of it in plain words, what it said, sending it again, writing no more to its address."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.services import audit
from common.framed import framed_mail
from post.mail import shown
from post.mail.addresses import masked, readable
from post.mail.answers import plain_words
from post.models import Delivery
from post.services.copies import send_again, why_not_again
from post.services.suppression import is_suppressed, suppress
from post.views.desk import ledger_page


def _message(request: HttpRequest, pk: int) -> Delivery:
    rows = Delivery.objects.visible_to(request.user).select_related("content", "mailing")
    found: Delivery = get_object_or_404(rows, pk=pk)
    return found


def _note_reading(request: HttpRequest, pk: int, action: str) -> User:
    assert isinstance(request.user, User)
    audit(actor=request.user, action=action, object_type="post.delivery", object_id=str(pk))
    return request.user


@ledger_page
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what became of one message; the recipient masked."""
    return render(request, "post/message.html", _context(request, _message(request, pk)))


@ledger_page
@require_POST
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the recipient in full and, to those allowed, what the message said. That it was read is noted."""
    row = _message(request, pk)
    _note_reading(request, pk, "post.recipient_read")
    context = _context(request, row)
    context |= {"recipient": readable(row.recipient), "opened": True}
    return render(request, "post/message.html", context)


@ledger_page
@require_safe
@xframe_options_sameorigin
def message_frame(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the message said, shut in a frame; noted."""
    if not request.user.has_perm("post.read_message"):
        raise Http404
    row = _message(request, pk)
    if not shown.is_readable(row.content):
        raise Http404
    _note_reading(request, pk, "post.message_read")
    return framed_mail(shown.page_of(row))


@ledger_page
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message that did not arrive once more."""
    assert isinstance(request.user, User)
    if not request.user.has_perm("post.send_again"):
        raise PermissionDenied
    row = _message(request, pk)
    try:
        copy = send_again(delivery=row, actor=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("post:message", pk=pk)
    messages.success(request, _("It is sent again. Here you see how it goes."))
    return redirect("post:message", pk=copy.pk)


@ledger_page
@require_POST
def suppress_recipient(request: HttpRequest, pk: int) -> HttpResponse:
    """Write no more mail-outs to the recipient's address."""
    assert isinstance(request.user, User)
    if not request.user.has_perm("post.manage_lists"):
        raise PermissionDenied
    row = _message(request, pk)
    try:
        suppress(email=row.recipient, actor=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("No more mail-outs go to this address."))
    return redirect("post:message", pk=pk)


def _context(request: HttpRequest, row: Delivery) -> dict[str, object]:
    reason = why_not_again(row)
    return {
        "delivery": row,
        "title": shown.title_of(row),
        "recipient": masked(row.recipient),
        "words": plain_words(row),
        "is_secret": row.content is not None and row.content.encrypted,
        "readable": shown.is_readable(row.content) and request.user.has_perm("post.read_message"),
        "may_send_again": not reason and request.user.has_perm("post.send_again"),
        "why_not_again": reason if row.status in ("bounced", "expired", "cancelled") else "",
        "may_suppress": row.channel == Delivery.Channel.MAIL
        and request.user.has_perm("post.manage_lists")
        and not is_suppressed(row.recipient),
        "is_suppressed": is_suppressed(row.recipient),
    }
