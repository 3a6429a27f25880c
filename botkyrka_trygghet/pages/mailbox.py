"""`/_post/`: the mail that the local catcher took, so that codes and letters can be read. DEBUG only."""

from __future__ import annotations

import email
import email.policy
import mailbox
import re
from base64 import b64encode
from collections.abc import Callable
from email.message import EmailMessage
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.framed import framed_mail
from post.services import caught_texts

P = ParamSpec("P")
MOST_SHOWN = 200
_LINK = re.compile(r"https?://[^\s\"'<>]+")


def debug_only(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 404 outside DEBUG, whatever the address table says."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.DEBUG:
            raise Http404
        return view(request, *args, **kwargs)

    return require_safe(never_cache(guarded))


@debug_only
def listing(request: HttpRequest) -> HttpResponse:
    """List what was caught, newest first."""
    box = _box()
    keys = sorted(box.keys(), key=lambda key: box.get_message(key).get_date(), reverse=True) if box else []
    mails = [{"key": key, **_head(_read(key))} for key in keys[:MOST_SHOWN]]
    context = {"mails": mails, "more": len(keys) - len(mails), "texts": caught_texts()}
    return render(request, "post/viewer.html", context)


@debug_only
def reading(request: HttpRequest, key: str) -> HttpResponse:
    """Show one mail: headers, text, links, and its HTML in a frame."""
    message = _read(key)
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    text = plain.get_content() if plain else ""
    context = {
        "key": key,
        **_head(message),
        "headers": message.items(),
        "text": text,
        "links": list(dict.fromkeys(link.rstrip(".,)") for link in _LINK.findall(text))),
        "has_page": page is not None,
    }
    return render(request, "post/viewer_mail.html", context)


@debug_only
def page_of_mail(request: HttpRequest, key: str) -> HttpResponse:
    """Show a mail's HTML for the frame; its own pictures stand inside."""
    message = _read(key)
    page = message.get_body(("html",))
    if page is None:
        raise Http404
    html = page.get_content()
    for part in message.walk():
        name = (part.get("Content-ID") or "").strip("<>")
        if name and part.get_content_maintype() == "image":
            picture = b64encode(bytes(part.get_content())).decode()
            html = html.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{picture}")
    return framed_mail(html)


def _head(message: EmailMessage) -> dict[str, str]:
    return {
        "subject": str(message["Subject"] or "–"),
        "to": str(message["To"] or ""),
        "date": str(message["Date"] or ""),
    }


def _box() -> mailbox.Maildir | None:
    folder = settings.VAR_DIR / "post"
    return mailbox.Maildir(str(folder), create=False) if (folder / "new").is_dir() else None


def _read(key: str) -> EmailMessage:
    box = _box()
    if box is None or key not in box:
        raise Http404
    message = email.message_from_bytes(box.get_bytes(key), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message
