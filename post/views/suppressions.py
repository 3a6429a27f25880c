"""Addresses that get no mail-outs: why, since when, and letting one go with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.services import audit
from common.signed_links import token_hash
from post.forms import LiftForm, ReaderSearchForm
from post.lifecycle import LiftReason
from post.mail.addresses import masked
from post.models import Suppression
from post.services.suppression import is_suppressed, lift, suppress
from post.views.desk import PAGE
from post.views.keyset import page_of
from post.views.lists import manager_page


@manager_page
@require_http_methods(["GET", "HEAD", "POST"])
def suppressions(request: HttpRequest) -> HttpResponse:
    """Show suppressed addresses, masked; a POST looks one up, which is noted."""
    form = ReaderSearchForm(request.POST or None)
    rows = Suppression.objects.visible_to(request.user)
    context: dict[str, object] = {"form": form, "lift_form": LiftForm()}
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        sought = form.cleaned_data["email"].lower()
        mark = token_hash(sought)[:16]
        audit(actor=request.user, action="post.recipient_searched", object_type="post.suppression", object_id=mark)
        found = rows.alias(address=Lower("email")).filter(address=sought)
        context |= {"searched": True, "sought": sought, "rows": [(row, row.email) for row in found]}
    else:
        page = page_of(request, rows, PAGE)
        context |= {"page": page, "rows": [(row, masked(row.email)) for row in page.rows]}
    return render(request, "post/suppressions.html", context, status=400 if form.errors else 200)


@manager_page
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Send no more mail-outs to an address."""
    assert isinstance(request.user, User)
    form = ReaderSearchForm(request.POST)
    if form.is_valid():
        suppress(email=form.cleaned_data["email"], actor=request.user)
        messages.success(request, _("No more mail-outs go to this address."))
    else:
        messages.error(request, "; ".join(str(error) for error in form.errors["email"]))
    return redirect("post:suppressions")


@manager_page
@require_POST
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """Let mail-outs go to an address again."""
    assert isinstance(request.user, User)
    row = get_object_or_404(Suppression.objects.visible_to(request.user), pk=pk)
    form = LiftForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why mail-outs should go there again."))
        return redirect("post:suppressions")
    try:
        lift(suppression=row, reason=LiftReason(form.cleaned_data["reason"]), actor=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        if is_suppressed(row.email):
            messages.warning(request, _("This reason is gone. Another still stops the address."))
        else:
            messages.success(request, _("Mail-outs go to the address again."))
    return redirect("post:suppressions")
