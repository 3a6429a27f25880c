"""The coordinator's view of the ledger: what left, to whom, with which outcome; a mail-out's progress and controls."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.services import audit
from common.moves import MoveRefusedError
from common.signed_links import token_hash
from post import figures, services
from post.forms import LedgerSearchForm
from post.lifecycle import MAILING_MOVES, MailingStatus
from post.mail.addresses import masked
from post.models import Delivery, Mailing
from post.querysets import DeliveryQuerySet

P = ParamSpec("P")
PAGE = 50
MOST_FOUND = 200
ACTIONS: dict[str, Callable[..., Mailing]] = {
    "pausa": services.pause,
    "fortsatt": services.resume,
    "avbryt": services.cancel,
}


def ledger_page(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who may see the ledger; for everybody else there is nothing here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.has_perm("post.see_ledger"):
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))


def _deliveries(request: HttpRequest) -> DeliveryQuerySet:
    rows = Delivery.objects.visible_to(request.user).select_related("content", "mailing")
    return rows.defer("content__body").order_by("-pk")


def _rows(deliveries: list[Delivery], *, in_full: bool) -> list[dict[str, object]]:
    return [
        {
            "delivery": row,
            "recipient": row.recipient if in_full else masked(row.recipient),
            "title": _title(row),
            "thread": row.content.thread if row.content else "",
        }
        for row in deliveries
    ]


def _title(row: Delivery) -> str:
    if row.content is not None and row.content.encrypted:
        return _("Secret message")
    return (row.content.subject if row.content else "") or (row.mailing.title if row.mailing else "–")


@ledger_page
@require_http_methods(["GET", "HEAD", "POST"])
def ledger(request: HttpRequest) -> HttpResponse:
    """List mail-outs and messages, recipients masked; a search for a recipient (by POST, noted) shows them in full."""
    form = LedgerSearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _found(request, form)
    thread = request.GET.get("tillhor", "").replace("\x00", "")
    rows = _deliveries(request)
    rows = rows.filter(content__thread=thread) if thread else rows.transactional()
    page = Paginator(rows, PAGE).get_page(request.GET.get("sida"))
    mailings = Mailing.objects.visible_to(request.user)
    context = {
        "form": form,
        "page": page,
        "rows": _rows(list(page.object_list), in_full=False),
        "mailings": mailings.filter(thread=thread) if thread else mailings[:20],
        "thread": thread,
    }
    return render(request, "post/ledger.html", context)


def _found(request: HttpRequest, form: LedgerSearchForm) -> HttpResponse:
    assert isinstance(request.user, User)
    sought = form.cleaned_data["recipient"].strip().lower()
    audit(
        actor=request.user,
        action="post.recipient_searched",
        object_type="post.delivery",
        object_id=token_hash(sought)[:16],
    )
    rows = _deliveries(request).alias(address=Lower("recipient")).filter(address=sought)
    if form.cleaned_data["outcome"]:
        rows = rows.filter(status=form.cleaned_data["outcome"])
    context = {"form": form, "rows": _rows(list(rows[:MOST_FOUND]), in_full=True), "searched": True}
    return render(request, "post/ledger.html", context)


@ledger_page
@require_safe
def mailing(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one mail-out: how far it has come, what happened, and what can be done."""
    found = get_object_or_404(Mailing.objects.visible_to(request.user), pk=pk)
    return render(request, "post/mailing.html", _mailing_context(request, found))


@ledger_page
@require_safe
def mailing_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the progress alone, for the page that asks every other second."""
    found = get_object_or_404(Mailing.objects.visible_to(request.user), pk=pk)
    return render(request, "post/parts/progress.html", _mailing_context(request, found))


@ledger_page
@require_POST
def control(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Pause, resume or cancel a mail-out."""
    if not request.user.has_perm("post.control_mailing"):
        raise PermissionDenied
    found = get_object_or_404(Mailing.objects.visible_to(request.user), pk=pk)
    if action not in ACTIONS:
        raise Http404
    try:
        ACTIONS[action](mailing=found, actor=request.user)
    except MoveRefusedError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Done."))
    return redirect("post:mailing", pk=pk)


def _mailing_context(request: HttpRequest, found: Mailing) -> dict[str, object]:
    moves = MAILING_MOVES[MailingStatus(found.status)]
    may = request.user.has_perm("post.control_mailing")
    return {
        "mailing": found,
        "progress": figures.progress(found),
        "under_way": found.status in (MailingStatus.QUEUED, MailingStatus.SENDING),
        "may_pause": may and MailingStatus.PAUSED in moves,
        "may_resume": may and found.status == MailingStatus.PAUSED,
        "may_cancel": may and MailingStatus.CANCELLED in moves and found.status != MailingStatus.DRAFT,
        "contents": found.contents.defer("body").order_by("variant", "language"),
        "events": found.events.select_related("actor"),
        "bounced": _rows(
            list(
                found.deliveries.filter(status="bounced")
                .select_related("content", "mailing")
                .defer("content__body")
                .order_by("-pk")[:20]
            ),
            in_full=False,
        ),
    }
