"""Standing summaries: the desk's list, and the page of a partner who came by link and code."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.services import audit, partner_access_of
from common.gates import permission_or_404
from common.private_files import serve
from common.signed_links import secret_page
from incidents import services
from incidents.forms.standing import StandingForm
from incidents.models import StandingSummary, SummaryIssue

subscribes = permission_or_404("incidents.subscribe_summaries")


@require_safe
@subscribes
def index(request: HttpRequest) -> HttpResponse:
    """List who gets which summary, and what has been sent."""
    issues = Prefetch("issues", queryset=SummaryIssue.objects.select_related("document"))
    held = StandingSummary.objects.visible_to(request.user).select_related("district", "answers_for")
    context = {"standing": held.defer("district__boundary").prefetch_related(issues)}
    return render(request, "incidents/standing.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@subscribes
def edit(request: HttpRequest, pk: str = "") -> HttpResponse:
    """Let somebody have summaries, or change it."""
    assert isinstance(request.user, User)
    found = get_object_or_404(StandingSummary.objects.visible_to(request.user), pk=pk) if pk else None
    form = StandingForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["form_token"]
        services.save_standing(standing=form.save(commit=False), by=request.user, form_token=token)
        messages.success(request, _("Saved."))
        return redirect("incidents:standing")
    context = {"form": form, "standing": StandingSummary.objects.filter(pk=found.pk).first() if found else None}
    return render(request, "incidents/standing_form.html", context, status=422 if form.errors else 200)


def _entered(request: HttpRequest, pk: str) -> StandingSummary:
    """Return the subscription a partner is inside for. Raises Http404 for anybody else."""
    standing = get_object_or_404(StandingSummary, pk=pk)
    if partner_access_of(request, purpose=services.summary_purpose(standing)) is None:
        raise Http404
    return standing


@secret_page
@require_safe
def partner(request: HttpRequest, pk: str) -> HttpResponse:
    """List a partner's summaries."""
    standing = _entered(request, pk)
    issues = standing.issues.exclude(sent_at=None).select_related("document")
    return render(request, "incidents/standing_partner.html", {"standing": standing, "issues": issues})


@secret_page
@require_safe
def partner_file(request: HttpRequest, pk: str, issue: str) -> HttpResponseBase:
    """Hand out a summary's file to a partner, and note it in the audit trail."""
    standing = _entered(request, pk)
    held = get_object_or_404(standing.issues.exclude(sent_at=None).select_related("document"), pk=issue)
    if held.document is None or not held.document.is_ready:
        raise Http404
    name = f"lagesbild-{held.first:%Y-%m}.pdf"
    try:
        response = serve(default_storage, held.document.file_name, content_type="application/pdf", download_as=name)
    except FileNotFoundError as error:
        raise Http404 from error
    audit(actor=None, action="summary.downloaded", object_type="incidents.summaryissue", object_id=str(held.pk))
    return response
