"""Filters of the queue that one has saved, and standard texts."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from common.gates import permission_or_404
from incidents import services
from incidents.forms.desk import StandardTextForm
from incidents.models import SavedFilter, StandardText

handles = permission_or_404("incidents.triage_report")


@require_POST
@permission_or_404("incidents.see_all_reports")
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the filter of the queue that stands in the address, or remove one of one's own."""
    assert isinstance(request.user, User)
    if removed := request.POST.get("remove", ""):
        mine = SavedFilter.objects.visible_to(request.user)
        mine.filter(pk=int(removed) if removed.isdecimal() and len(removed) < 18 else 0).delete()
        return redirect("incidents:triage")
    query = request.GET.urlencode()
    try:
        services.save_filter(user=request.user, name=request.POST.get("name", ""), query=query)
        messages.success(request, _("The filter is saved. It stands above the list."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(f"{reverse('incidents:triage')}?{query}")


@require_safe
@handles
def standard_texts(request: HttpRequest) -> HttpResponse:
    """List the standard texts."""
    context = {"texts": StandardText.objects.visible_to(request.user)}
    return render(request, "incidents/standard_texts.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@handles
def standard_text(request: HttpRequest, pk: str = "") -> HttpResponse:
    """Make or change a standard text."""
    found = get_object_or_404(StandardText.objects.visible_to(request.user), pk=pk) if pk else None
    form = StandardTextForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("incidents:standard_texts")
    context = {"form": form, "text": found, "placeholders": services.PLACEHOLDERS.items()}
    return render(request, "incidents/standard_text.html", context, status=422 if form.errors else 200)
