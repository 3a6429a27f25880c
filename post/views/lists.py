"""Lists at the desk: how many read them, one reader looked up, asked, taken out; and readers as a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.services import audit
from common import clock
from common.limits import within_limit
from common.signed_links import token_hash
from common.tables import Column, csv_response, xlsx_response
from post import figures, services
from post.forms import ReaderAddForm, ReaderSearchForm
from post.lifecycle import SubscriptionStatus
from post.mail.addresses import masked
from post.models import MailingList, Subscription
from post.services.imports import may_undo
from post.services.lists import set_language
from post.services.suppression import is_suppressed
from post.views.desk import PAGE, ledger_page
from post.views.keyset import page_of

P = ParamSpec("P")
GROWTH = timedelta(days=30)
YEAR = timedelta(days=366)
ASKED_A_DAY = 3


def _columns() -> list[Column[Subscription]]:
    return [
        (_("E-mail address"), lambda row: row.email),
        (_("Status"), lambda row: str(row.get_status_display())),
        (_("Language"), lambda row: row.language),
        (_("Since"), lambda row: row.changed_at),
        (_("How they agreed"), lambda row: str(row.consent.get("how", ""))),
        (_("When they agreed"), lambda row: str(row.consent.get("agreed_on") or row.consent.get("confirmed_at", ""))),
        (_("Document"), lambda row: str(row.consent.get("document", ""))),
    ]


def manager_page(view: Callable[Concatenate[HttpRequest, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let in who may manage lists; for everybody else there is nothing here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.has_perm("post.manage_lists"):
            raise Http404
        return view(request, *args, **kwargs)

    page: Callable[..., HttpResponseBase] = guarded
    return ledger_page(page)


def list_of(request: HttpRequest, pk: int) -> MailingList:
    """Return a list that may be seen, else 404."""
    found: MailingList = get_object_or_404(MailingList.objects.visible_to(request.user), pk=pk)
    return found


def reader_of(request: HttpRequest, pk: int) -> Subscription:
    """Return a reader that may be seen, else 404."""
    rows = Subscription.objects.visible_to(request.user).select_related("list")
    found: Subscription = get_object_or_404(rows, pk=pk)
    return found


def note_reader(request: HttpRequest, action: str, object_id: str) -> User:
    """Note what was done with a reader's row; returns who did it."""
    assert isinstance(request.user, User)
    audit(actor=request.user, action=action, object_type="post.subscription", object_id=object_id)
    return request.user


@manager_page
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Show every list with its readers and its growth of thirty days."""
    growth = figures.growth_of_lists(clock.now() - GROWTH)
    rows = figures.with_counts(MailingList.objects.visible_to(request.user)).order_by("title")
    shown = [(row, growth.get(row.pk, figures.Growth(0, 0))) for row in rows]
    return render(request, "post/lists.html", {"lists": shown})


@manager_page
@require_http_methods(["GET", "HEAD", "POST"])
def one_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one list; a POST looks a reader up, which is noted."""
    found = list_of(request, pk)
    form = ReaderSearchForm(request.POST or None)
    context = _list_context(request, found)
    if request.method == "POST" and form.is_valid():
        sought = form.cleaned_data["email"]
        note_reader(request, "post.recipient_searched", token_hash(sought.lower())[:16])
        reader = services.find_subscription(list_key=found.key, email=sought)
        context |= {"searched": True, "reader": reader, "sought": sought, "is_suppressed": is_suppressed(sought)}
        context |= {"events": reader.events.all() if reader else []}
    status = 400 if form.errors else 200
    return render(request, "post/list.html", context | {"form": form, "add_form": ReaderAddForm()}, status=status)


def _list_context(request: HttpRequest, found: MailingList) -> dict[str, object]:
    counted = figures.with_counts(MailingList.objects.filter(pk=found.pk)).get()
    page = page_of(request, Subscription.objects.filter(list=found), PAGE)
    return {
        "list": counted,
        "months": figures.growth_by_month(found, clock.now() - YEAR),
        "page": page,
        "readers": [(row, masked(row.email)) for row in page.rows],
        "imports": [(row, may_undo(row)) for row in found.imports.select_related("made_by").defer("lines")[:10]],
        "languages": settings.LANGUAGES,
        "may_export": request.user.has_perm("post.export_lists"),
    }


@manager_page
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask one address whether it wants the list: it gets a letter with a button (double opt-in)."""
    found = list_of(request, pk)
    form = ReaderAddForm(request.POST)
    if not form.is_valid():
        context = _list_context(request, found) | {"form": ReaderSearchForm(), "add_form": form}
        return render(request, "post/list.html", context, status=400)
    email = form.cleaned_data["email"]
    if not within_limit("desk-ask", f"{found.pk}:{email}", most=ASKED_A_DAY, seconds=86_400):
        messages.error(request, _("This address has been asked several times today. Wait for its answer."))
        return redirect("post:list", pk=pk)
    row = services.subscribe(list_key=found.key, email=email, language=form.cleaned_data["language"], how="desk")
    note_reader(request, "post.reader_asked", str(row.pk))
    messages.success(request, _("A letter is on its way. Nothing else is sent until the person has confirmed."))
    return redirect("post:list", pk=pk)


@manager_page
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one reader out of a list."""
    row = reader_of(request, pk)
    note_reader(request, "post.reader_removed", str(row.pk))
    services.set_reading(mailing_list=row.list, email=row.email, reads=False, reason="desk")
    messages.success(request, _("The reader is taken out of the list."))
    return redirect("post:list", pk=row.list_id)


@manager_page
@require_POST
def change_language(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to one reader in another language."""
    row = reader_of(request, pk)
    try:
        set_language(subscription=row, language=request.POST.get("language", ""))
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        note_reader(request, "post.reader_language", str(row.pk))
        messages.success(request, _("The language is changed."))
    return redirect("post:list", pk=row.list_id)


@manager_page
@require_safe
def export(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """Give a list's readers as a file, with the proof; noted."""
    found = list_of(request, pk)
    if not request.user.has_perm("post.export_lists"):
        raise PermissionDenied
    if kind not in ("xlsx", "csv"):
        raise Http404
    assert isinstance(request.user, User)
    audit(actor=request.user, action="post.list_exported", object_type="post.mailinglist", object_id=str(found.pk))
    rows = Subscription.objects.filter(list=found).exclude(status=SubscriptionStatus.LEFT).order_by("pk")
    respond = xlsx_response if kind == "xlsx" else csv_response
    return respond(_("readers"), _columns(), rows.iterator(chunk_size=2_000))
