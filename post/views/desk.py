"""The coordinator's view of the ledger: what left, to whom, with which outcome; a mail-out's progress and controls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.services import audit
from common import clock
from common.moves import MoveRefusedError
from common.signed_links import token_hash
from post import figures, services
from post.forms import LedgerFilterForm, LedgerSearchForm, PaceForm
from post.lifecycle import MAILING_MOVES, UNFINISHED, DeliveryStatus, MailingStatus
from post.mail.addresses import masked, readable
from post.mail.answers import fault_in_words, plain_words
from post.mail.shown import title_of
from post.models import Delivery, Mailing
from post.querysets import DeliveryQuerySet
from post.services.copies import send_test
from post.sms.numbers import recipient_meant
from post.views.keyset import page_of

P = ParamSpec("P")
PAGE = 50
MOST_FOUND = 200
ACTIONS: dict[str, Callable[..., Mailing]] = {
    "pausa": services.pause,
    "fortsatt": services.resume,
    "avbryt": services.cancel,
}


def ledger_page(view: Callable[Concatenate[HttpRequest, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let in who may see the ledger; for everybody else there is nothing here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.has_perm("post.see_ledger"):
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))


def _deliveries(request: HttpRequest) -> DeliveryQuerySet:
    rows = Delivery.objects.visible_to(request.user).select_related("content", "mailing")
    return rows.defer("content__body").order_by("-pk")


def rows_of(deliveries: list[Delivery], *, in_full: bool) -> list[dict[str, object]]:
    """Return what a table of messages shows; recipients masked unless who reads was noted."""
    return [
        {
            "delivery": row,
            "recipient": readable(row.recipient) if in_full else masked(row.recipient),
            "title": title_of(row),
            "thread": row.content.thread if row.content else "",
            "words": plain_words(row),
        }
        for row in deliveries
    ]


@ledger_page
@require_http_methods(["GET", "HEAD", "POST"])
def ledger(request: HttpRequest) -> HttpResponse:
    """List mail-outs and messages, recipients masked; a search for a recipient (by POST, noted) shows them in full.

    Without a choice the single messages are shown: a mail-out would bury them.
    """
    form = LedgerSearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _found(request, form)
    choice = LedgerFilterForm(request.GET)
    chosen = {name: value for name, value in choice.cleaned_data.items() if value} if choice.is_valid() else {}
    rows = _chosen(_deliveries(request), chosen) if chosen else _deliveries(request).transactional()
    page = page_of(request, rows, PAGE)
    thread = chosen.get("tillhor", "")
    mailings = Mailing.objects.visible_to(request.user)
    context = {
        "form": form,
        "choice": choice,
        "chosen": bool(chosen),
        "page": page,
        "rows": rows_of(page.rows, in_full=False),
        "mailings": mailings.filter(thread=thread) if thread else mailings[:20],
        "thread": thread,
        "fault": _fault(),
    }
    return render(request, "post/ledger.html", context)


def _fault() -> dict[str, object] | None:
    """Return why no mail leaves just now, in words and in the mail server's own, or None."""
    fault = figures.relay_fault()
    return {"words": fault_in_words(fault.kind), "said": fault.said, "since": fault.since} if fault else None


def _chosen(rows: DeliveryQuerySet, chosen: dict[str, Any]) -> DeliveryQuerySet:
    """Narrow messages down by what was chosen."""
    wanted = Q()
    if "utfall" in chosen:
        rows = rows.with_outcome(chosen["utfall"])
    if "kanal" in chosen:
        wanted &= Q(channel=chosen["kanal"])
    if "utskick" in chosen:
        wanted &= Q(mailing=chosen["utskick"])
    if "tillhor" in chosen:
        rows = figures.of_thread(rows, chosen["tillhor"])
    if "fran" in chosen:
        wanted &= Q(created_at__gte=clock.start_of_day(chosen["fran"]))
    if "till" in chosen:
        wanted &= Q(created_at__lt=clock.start_of_day(chosen["till"] + timedelta(days=1)))
    return rows.filter(wanted)


def _found(request: HttpRequest, form: LedgerSearchForm) -> HttpResponse:
    assert isinstance(request.user, User)
    sought = recipient_meant(form.cleaned_data["recipient"])
    audit(
        actor=request.user,
        action="post.recipient_searched",
        object_type="post.delivery",
        object_id=token_hash(sought)[:16],
    )
    rows = _deliveries(request).alias(address=Lower("recipient")).filter(address=sought)
    if form.cleaned_data["outcome"]:
        rows = rows.filter(status=form.cleaned_data["outcome"])
    found = list(rows[: MOST_FOUND + 1])
    context = {
        "form": form,
        "rows": rows_of(found[:MOST_FOUND], in_full=True),
        "searched": True,
        "most": MOST_FOUND if len(found) > MOST_FOUND else None,
    }
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


@ledger_page
@require_POST
def pace(request: HttpRequest, pk: int) -> HttpResponse:
    """Set how many messages a minute a mail-out may send."""
    assert isinstance(request.user, User)
    if not request.user.has_perm("post.control_mailing"):
        raise PermissionDenied
    found = get_object_or_404(Mailing.objects.visible_to(request.user), pk=pk)
    form = PaceForm(request.POST)
    if not form.is_valid():
        return render(request, "post/mailing.html", _mailing_context(request, found) | {"pace_form": form})
    services.set_pace(mailing=found, per_minute=form.cleaned_data["per_minute"], actor=request.user)
    messages.success(request, _("The pace is set. It holds within a minute."))
    return redirect("post:mailing", pk=pk)


@ledger_page
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask before a mail-out is cancelled, saying how many have got it already; the button cancels."""
    if request.method == "POST":
        return control(request, pk=pk, action="avbryt")
    if not request.user.has_perm("post.control_mailing"):
        raise PermissionDenied
    found = get_object_or_404(Mailing.objects.visible_to(request.user), pk=pk)
    return render(request, "post/cancel.html", _mailing_context(request, found))


@ledger_page
@require_POST
def test_mail(request: HttpRequest, pk: int, content: int) -> HttpResponse:
    """Send one of the mail-out's texts to whoever asks."""
    assert isinstance(request.user, User)
    if not request.user.has_perm("post.control_mailing"):
        raise PermissionDenied
    found = get_object_or_404(Mailing.objects.visible_to(request.user), pk=pk)
    text = get_object_or_404(found.contents.all(), pk=content)
    try:
        send_test(mailing=found, content=text, actor=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("A test is on its way to %(address)s.") % {"address": request.user.email})
    return redirect("post:mailing", pk=pk)


def _mailing_context(request: HttpRequest, found: Mailing) -> dict[str, object]:
    moves = MAILING_MOVES[MailingStatus(found.status)]
    may = request.user.has_perm("post.control_mailing")
    under_way = found.status in (MailingStatus.QUEUED, MailingStatus.SENDING)
    bounced = _deliveries(request).with_outcome(DeliveryStatus.BOUNCED).filter(mailing=found)
    return {
        "mailing": found,
        "progress": figures.progress(found),
        "deferred": found.deliveries.with_outcome(DeliveryStatus.DEFERRED).count(),
        "under_way": under_way,
        "fault": _fault() if under_way else None,
        "may_pause": may and MailingStatus.PAUSED in moves,
        "may_resume": may and found.status == MailingStatus.PAUSED,
        "may_cancel": may and MailingStatus.CANCELLED in moves and found.status != MailingStatus.DRAFT,
        "may_test": may and found.status in (MailingStatus.DRAFT, MailingStatus.QUEUED, MailingStatus.PAUSED),
        "pace_form": PaceForm(initial={"per_minute": found.per_minute}) if may and found.status in UNFINISHED else None,
        "contents": found.contents.defer("body").order_by("variant", "language"),
        "events": found.events.select_related("actor"),
        "bounced": rows_of(list(bounced[:20]), in_full=False),
    }
