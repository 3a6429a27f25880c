"""Mail that came in, at the desk: what waits for a person, what it is, where it belongs. Reading it is noted."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.services import audit
from common.moves import MoveRefusedError
from common.signed_links import token_hash
from post.forms import BelongsForm, IncomingFilterForm, IncomingSearchForm
from post.inbound import reading
from post.lifecycle import IncomingKind, IncomingStatus
from post.mail.addresses import masked
from post.mail.shown import without_secrets
from post.models import IncomingMessage
from post.querysets import IncomingQuerySet
from post.services import by_hand
from post.slots import ThreadLink, take_apart
from post.views.keyset import page_of

P = ParamSpec("P")
PAGE = 50
MOST_FOUND = 200

# Why a message is where it is, in words.
REASONS = {
    "token_forged": gettext_lazy("The reply address is made up or misspelt."),
    "token_unknown": gettext_lazy("The reply address leads nowhere any longer."),
    "token_expired": gettext_lazy("The reply address is too old."),
    "wrong_sender": gettext_lazy("It comes from another address than the one we wrote to."),
    "too_many": gettext_lazy("Very many replies came in a day: two machines may be answering each other."),
    "empty": gettext_lazy("There is nothing in it."),
    "no_thread": gettext_lazy("The matter takes no replies."),
    "thread_gone": gettext_lazy("The matter is gone, or takes no replies any longer."),
    "no_delivery": gettext_lazy("It is about a message that we don't know."),
    "return_path_forged": gettext_lazy("The bounce address is made up."),
    "too_complicated": gettext_lazy("It is too complicated to be read safely."),
    "auto_subject": gettext_lazy("Its subject sounds like an automatic reply, but nothing else in it says so."),
    "too_large": gettext_lazy("It is too large. All of it is in the mailbox, marked."),
    "crashed": gettext_lazy("We failed to read it. Tell whoever runs the system."),
    "duplicate": gettext_lazy("It came before."),
    "delivered": gettext_lazy("It says that a message arrived."),
    "delayed": gettext_lazy("A message is late, and is being tried again."),
    "hard": gettext_lazy("The address does not exist. It gets no more mail-outs."),
    "soft": gettext_lazy("Not delivered this time. It is counted."),
    "attached": gettext_lazy("A person brought it to its matter."),
    "set_aside": gettext_lazy("A person took care of it."),
    "look_again": gettext_lazy("A person wanted to look again."),
}


def incoming_page(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who sorts the mail that comes in; for everybody else there is nothing here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.has_perm("post.handle_incoming"):
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))


def _visible(request: HttpRequest) -> IncomingQuerySet:
    return IncomingMessage.objects.visible_to(request.user).defer("raw")


def _message(request: HttpRequest, pk: int) -> IncomingMessage:
    rows = IncomingMessage.objects.visible_to(request.user).select_related("delivery")
    found: IncomingMessage = get_object_or_404(rows, pk=pk)
    return found


def _rows(found: list[IncomingMessage], *, in_full: bool) -> list[dict[str, object]]:
    return [
        {"message": row, "sender": row.sender if in_full else masked(row.sender), "why": REASONS.get(row.reason, "")}
        for row in found
    ]


@incoming_page
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HttpRequest) -> HttpResponse:
    """List what waits, or everything; a search for sender or subject (by POST, noted) shows senders in full."""
    search = IncomingSearchForm(request.POST or None)
    if request.method == "POST" and search.is_valid():
        return _found(request, search)
    choice = IncomingFilterForm(request.GET)
    rows = choice.apply(_visible(request))
    page = page_of(request, rows, PAGE)
    context = {
        "form": search,
        "choice": choice,
        "page": page,
        "rows": _rows(page.rows, in_full=False),
        "waiting": _visible(request).waiting().count(),
    }
    return render(request, "post/inbox.html", context)


def _found(request: HttpRequest, form: IncomingSearchForm) -> HttpResponse:
    assert isinstance(request.user, User)
    sought = form.cleaned_data["words"].strip().lower()
    audit(
        actor=request.user,
        action="post.sender_searched",
        object_type="post.incomingmessage",
        object_id=token_hash(sought)[:16],
    )
    rows = _visible(request).alias(address=Lower("sender")).filter(Q(address=sought) | Q(subject__icontains=sought))
    found = list(rows[: MOST_FOUND + 1])
    context = {
        "form": form,
        "rows": _rows(found[:MOST_FOUND], in_full=True),
        "searched": True,
        "most": MOST_FOUND if len(found) > MOST_FOUND else None,
    }
    return render(request, "post/inbox.html", context)


@incoming_page
@require_safe
def incoming(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a message is and where it belongs; not what it says."""
    return render(request, "post/incoming.html", _context(request, _message(request, pk)))


@incoming_page
@require_POST
def open_incoming(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a message says, as text. That it was read is noted."""
    assert isinstance(request.user, User)
    row = _message(request, pk)
    try:
        read = reading.read(by_hand.read_incoming(message=row, by=request.user))
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("post:incoming", pk=pk)
    context = _context(request, row)
    context |= {
        "opened": True,
        "sender": row.sender,
        "text": without_secrets(read.text),
        "whole_text": without_secrets(read.whole_text),
        "heads": [(name, without_secrets(value)) for name, value in read.heads],
        "files": read.files,
    }
    return render(request, "post/incoming.html", context)


@incoming_page
@require_POST
def incoming_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a message that nobody understood as the file it came as. That it was fetched is noted.

    Of what was understood the words are shown, without the secret links it quotes: its file is not given.
    """
    assert isinstance(request.user, User)
    row = _message(request, pk)
    if not _is_odd(row):
        raise Http404
    try:
        raw = by_hand.read_incoming(message=row, by=request.user, action="incoming_fetched")
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("post:incoming", pk=pk)
    answer = HttpResponse(raw, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{row.pk}.eml"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _is_odd(row: IncomingMessage) -> bool:
    return row.kind == IncomingKind.UNKNOWN and row.status != IncomingStatus.RECEIVED


@incoming_page
@require_POST
def belongs(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a message to the matter that a person names."""
    assert isinstance(request.user, User)
    row = _message(request, pk)
    form = BelongsForm(request.POST)
    if form.is_valid():
        try:
            by_hand.attach(
                message=row, kind=form.cleaned_data["kind"], words=form.cleaned_data["words"], by=request.user
            )
        except ValidationError as error:
            form.add_error("words" if error.code == "no_thread" else None, error)
        else:
            messages.success(request, _("It stands in the matter now."))
            return redirect("post:incoming", pk=pk)
    return render(request, "post/incoming.html", {**_context(request, row), "form": form}, status=422)


ACTIONS: dict[str, tuple[Callable[..., Any], str]] = {
    "klar": (by_hand.set_aside, "post:inbox"),
    "oppna-igen": (by_hand.look_again, "post:incoming"),
    "radera": (by_hand.delete_incoming, "post:inbox"),
}


@incoming_page
@require_POST
def sort_incoming(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Set a message aside, look at it again, or delete it."""
    if action not in ACTIONS:
        raise Http404
    act, then = ACTIONS[action]
    try:
        act(message=_message(request, pk), by=request.user)
    except MoveRefusedError as error:
        messages.error(request, error.message)
        then = "post:incoming"
    else:
        messages.success(request, _("Done."))
    return redirect(then) if then == "post:inbox" else redirect(then, pk=pk)


def _context(request: HttpRequest, row: IncomingMessage) -> dict[str, object]:
    waits = row.status == IncomingStatus.WAITING
    return {
        "message": row,
        "sender": masked(row.sender),
        "why": REASONS.get(row.reason, ""),
        "link": _thread_link(request, row.thread),
        "form": BelongsForm() if waits else None,
        "waits": waits,
        "is_odd": _is_odd(row),
        "may_look_again": row.status == IncomingStatus.HANDLED,
        "events": row.events.select_related("actor"),
    }


def _thread_link(request: HttpRequest, thread: str) -> ThreadLink | None:
    taker, thread_id = take_apart(thread)
    assert isinstance(request.user, User)
    return taker.link(thread_id, request.user) if taker is not None else None
