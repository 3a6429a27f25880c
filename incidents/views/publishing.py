"""How each kind of report is published, kept and seen, and changing how it is published and by whom it is seen."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from common.gates import permission_or_404
from incidents import figures, services
from incidents.forms.publishing import PublishingForm, SeenByForm
from incidents.models import Category

decides = permission_or_404("incidents.see_all_reports", "incidents.change_category")


@require_safe
@decides
def index(request: HttpRequest) -> HttpResponse:
    """List the kinds."""
    return render(request, "incidents/kinds.html", {"lines": figures.kind_lines(request.user)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@decides
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Say what would change if a kind were published in the other way, and change it."""
    assert isinstance(request.user, User)
    kind = _kind(request.user, code)
    means = figures.consequences(kind, since=services.listed_from())
    form = PublishingForm(request.POST or None, initial={"to": means.to, "seen": kind.publishes_as})
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, services.set_publishing, category=kind, by=request.user)
    ):
        messages.success(request, _("Saved. It holds from now on."))
        return redirect("incidents:kinds")
    context = {"kind": kind, "means": means, "form": form, "changes": figures.publishing_changes(kind)}
    return render(request, "incidents/kind.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@decides
def seen_by(request: HttpRequest, code: str) -> HttpResponse:
    """Say who would see a kind if it were kept to some roles, and keep it to them."""
    assert isinstance(request.user, User)
    kind = _kind(request.user, code)
    now = {"roles": kind.seen_by.all(), "seen": services.seen_by_now(kind)}
    form = SeenByForm(request.POST or None, initial=now)
    means = None
    if request.method == "POST" and form.is_valid():
        if "spara" in request.POST and _done(form, services.set_seen_by, category=kind, by=request.user):
            messages.success(request, _("Saved. It holds from now on."))
            return redirect("incidents:kinds")
        means = figures.who_would_see(kind, form.cleaned_data["roles"])
    context = {"kind": kind, "form": form, "means": means}
    return render(request, "incidents/kind_seen_by.html", context, status=422 if form.errors else 200)


def _kind(user: User, code: str) -> Category:
    found: Category = get_object_or_404(
        Category.objects.exclude(pk__in=Category.objects.kept_from(user).values("pk")), code=code
    )
    return found


def _done(form: Form, change: Callable[..., object], **told: object) -> bool:
    try:
        change(**told, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
