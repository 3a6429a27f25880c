"""Writing a text message: what it costs is shown before it is sent. And where the gateway reports."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.services import audit
from common.signed_links import secret_page, sign, unsign
from post import services
from post.forms import TextMessageForm
from post.mail.addresses import masked
from post.models import TextMessage
from post.services import Estimate

P = ParamSpec("P")
LATEST = 20
SHOWN = "post.text_shown"


def text_page(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who may send text messages; for everybody else there is nothing here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.has_perm("post.send_sms"):
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))


@text_page
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Write a message; look at what it costs and when it leaves; send it. Nothing is sent that was not shown first."""
    if request.method != "POST":
        return _written(request, TextMessageForm.fresh())
    form = TextMessageForm(request.POST)
    if not form.is_valid() or "andra" in request.POST:
        return _written(request, form)
    data = form.cleaned_data
    measured = services.estimate(data["text"], len(data["numbers"]), urgency=data["urgency"])
    if unsign(SHOWN, request.POST.get("shown", "")) != _seal(measured):
        return _reviewed(request, form, measured, is_changed="shown" in request.POST)
    try:
        made = _send(request, form)
    except ValidationError as error:
        form.add_error(None, error)
        return _reviewed(request, form, measured)
    return redirect("post:text", pk=made.pk)


def _send(request: HttpRequest, form: TextMessageForm) -> TextMessage:
    assert isinstance(request.user, User)
    data = form.cleaned_data
    return services.send_sms(
        text=data["text"],
        recipients=data["numbers"],
        actor=request.user,
        urgency=data["urgency"],
        form_token=data["form_token"],
    )


def _seal(measured: Estimate) -> str:
    """Name what was shown: if the cost or the hour has changed meanwhile, it is shown again."""
    hour = f"{measured.leaves_at:%Y-%m-%dT%H:%M}" if measured.waits else "now"
    return f"{measured.parts}/{measured.recipients}/{measured.price}/{hour}"


def _written(request: HttpRequest, form: TextMessageForm) -> HttpResponse:
    sent = TextMessage.objects.visible_to(request.user).select_related("content", "author").defer("content__body")
    rows = [(row, _is_own(request, row)) for row in sent.order_by("-pk")[:LATEST]]
    context = {"form": form, "is_on": services.sms_is_on(), "sent": rows}
    return render(request, "post/text_write.html", context)


def _reviewed(
    request: HttpRequest, form: TextMessageForm, measured: Estimate, *, is_changed: bool = False
) -> HttpResponse:
    context = {
        "form": form,
        "measured": measured,
        "kronor": _kronor(measured.cost),
        "spent": _kronor(measured.spent),
        "ceiling": _kronor(measured.ceiling),
        "price": _kronor(measured.price),
        "shown": sign(SHOWN, _seal(measured)),
        "is_changed": is_changed,
        "odd": "" if measured.is_gsm else " ".join(services.odd_signs(measured.text)[:10]),
        "is_on": services.sms_is_on(),
    }
    return render(request, "post/text_review.html", context)


def _kronor(ore: int) -> str:
    return f"{ore // 100},{ore % 100:02d}"


@text_page
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message and what became of each copy, numbers masked.

    What somebody else wrote is shown to those who may read messages, and that they read it is noted.
    """
    found = get_object_or_404(TextMessage.objects.visible_to(request.user).select_related("content", "author"), pk=pk)
    receipts = list(found.receipts.select_related("delivery").order_by("pk"))
    rows = [{"receipt": row, "delivery": row.delivery, "number": masked(row.delivery.recipient)} for row in receipts]
    may_read = _is_own(request, found) or request.user.has_perm("post.read_message")
    if may_read and not _is_own(request, found):
        assert isinstance(request.user, User)
        audit(actor=request.user, action="post.sms_read", object_type="post.textmessage", object_id=str(found.pk))
    context = {
        "message": found,
        "may_read": may_read,
        "words": bytes(found.content.body).decode() if may_read else "",
        "rows": rows,
        "waiting": [row for row in receipts if row.delivery.status in ("waiting", "deferred")],
        "kronor": _kronor(found.parts * found.price * len(rows)),
    }
    return render(request, "post/text_message.html", context)


def _is_own(request: HttpRequest, row: TextMessage) -> bool:
    return row.author is not None and row.author == request.user


@csrf_exempt
@secret_page
@require_POST
def report(request: HttpRequest, token: str) -> HttpResponse:
    """Take the gateway's report. Only the address tells that it comes from there; a forged one finds nothing."""
    said = request.POST
    known = services.note_report(
        token,
        status=said.get("status", ""),
        delivered=said.get("delivered", ""),
        gateway_id=said.get("id", ""),
    )
    if not known:
        raise Http404
    return HttpResponse(status=204)
