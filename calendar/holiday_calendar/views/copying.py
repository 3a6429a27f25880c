"""Next year's plan: copied from this year as drafts, looked through, released or thrown away."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.gates import permission_or_404
from holiday_calendar import figures, services
from holiday_calendar.forms import CopyYearForm
from holiday_calendar.models import CalendarItem

MOST_DRAFTS = 100


@permission_or_404("calendar.change_calendaritem")
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest) -> HttpResponse:
    """Ask from which school year to which, and copy; what found no day is told on the page."""
    form = CopyYearForm(request.POST or None)
    copied = None
    if request.method == "POST" and form.is_valid():
        try:
            copied = services.copy_year(**form.cleaned_data, actor=cast(User, request.user))
        except ValidationError as error:
            form.add_error("target", error)
    status = 422 if form.errors else 200
    return render(request, "calendar/copy.html", {"form": form, "copied": copied}, status=status)


@permission_or_404("calendar.change_calendaritem")
@require_http_methods(["GET", "HEAD", "POST"])
def drafts(request: HttpRequest) -> HttpResponse:
    """List the drafts with their old and new day; release or throw away those that are ticked."""
    if request.method == "POST":
        return _decided(request)
    found = CalendarItem.objects.visible_to(request.user).drafts().select_related("owner", "district", "copied_from")
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    if asked:
        found = found.filter(title__icontains=asked)
    if request.GET.get("att") == "se-over":
        found = found.exclude(note="")
    page = Paginator(found.order_by("starts_at", "pk"), MOST_DRAFTS).get_page(request.GET.get("sida"))
    told = figures.clashes_beside(request.user, list(page))
    rows = [(item, [words for words in told.get(item.pk, []) if words not in item.note]) for item in page]
    context = {"page": page, "rows": rows, "q": asked, "only_noted": request.GET.get("att") == "se-over"}
    return render(request, "calendar/drafts.html", context)


def _decided(request: HttpRequest) -> HttpResponse:
    ids = [int(text) for text in request.POST.getlist("id") if text.isascii() and text.isdigit() and len(text) < 19]
    actor = cast(User, request.user)
    if not ids:
        messages.error(request, _("Tick at least one draft."))
    elif request.POST.get("gor") == "slang":
        count = services.discard_drafts(ids=ids, actor=actor)
        messages.success(
            request, ngettext("%(count)s draft thrown away.", "%(count)s drafts thrown away.", count) % {"count": count}
        )
    else:
        count = services.release_drafts(ids=ids, actor=actor)
        messages.success(
            request, ngettext("%(count)s draft released.", "%(count)s drafts released.", count) % {"count": count}
        )
    return redirect("calendar:drafts")
