"""What agents see of their area's reports, and photos for whoever may see them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from common import form_tokens, limits, private_files
from common.gates import permission_or_404
from incidents import figures, services
from incidents.models import Category, Photo, Report
from neighbourhoods.models import Area

PAGE = 20
MOST_WORDS = 2_000
DAY = 24 * 60 * 60
AT_ONCE_A_DAY = 20


@login_required
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """List the reports of an agent's own areas: without reporter, and before release without words."""
    if not request.user.has_perm("neighbourhoods.use_portal"):
        raise Http404
    mine = Report.objects.visible_to(request.user).for_list().prefetch_related("photos")
    page = Paginator(mine, PAGE).get_page(request.GET.get("sida", "1"))
    rows = [(row, form_tokens.new()) for row in figures.portal_rows(page.object_list)]
    return render(request, "incidents/portal.html", {"page": page, "rows": rows})


@login_required
@require_safe
def photo(request: HttpRequest, name: str) -> FileResponse:
    """Serve a photo: to those who see every report, and once released to the area's agents."""
    found = Photo.objects.filter(name__endswith=f"/{name}.jpg", report__in=Report.objects.visible_to(request.user))
    if not request.user.has_perm("incidents.see_all_reports"):
        found = found.filter(released_at__isnull=False, report__released_at__isnull=False)
    shown = found.first()
    if shown is None:
        raise Http404
    name = shown.small_name if "liten" in request.GET and shown.has_thumbnail else shown.name
    try:
        return private_files.serve(default_storage, name, content_type="image/jpeg")
    except FileNotFoundError as error:
        raise Http404 from error


@require_POST
@permission_or_404("neighbourhoods.use_portal")
def say(request: HttpRequest, number: str) -> HttpResponse:
    """Take an agent's word about a report of the own area: a comment for the handlers, or "it is not fixed"."""
    report = get_object_or_404(Report.objects.visible_to(request.user), number=number)
    assert isinstance(request.user, User)
    if "not_fixed" in request.POST:
        try:
            services.reopen(report=report, by=request.user)
            messages.success(request, _("Thank you. The report is open again, and its time starts anew."))
        except ValidationError as error:
            messages.info(request, error.messages[0])
        return redirect("incidents:portal")
    words = request.POST.get("text", "")[:MOST_WORDS]
    token = request.POST.get("form_token", "")
    token = token if form_tokens.is_well_formed(token) else ""
    if services.comment(report=report, text=words, by=request.user, form_token=token):
        messages.success(request, _("Thank you. The handlers read your comment."))
    return redirect("incidents:portal")


@require_POST
@permission_or_404("neighbourhoods.use_portal")
def report_at_once(request: HttpRequest) -> HttpResponse:
    """Report a kind in an own area in one press; what can't be said so shortly is written in the form."""
    slug, code = (request.POST.get(name, "")[:140].replace("\x00", "") for name in ("omrade", "vad"))
    area = get_object_or_404(Area.objects.visible_to(request.user), slug=slug)
    kind = get_object_or_404(Category, code=code, is_active=True, is_public_choice=True)
    written = f"{reverse('incidents:report')}?{urlencode({'omrade': area.slug, 'vad': kind.code})}"
    if not limits.within_limit("report-at-once", str(request.user.pk), most=AT_ONCE_A_DAY, seconds=DAY):
        return redirect(written)
    try:
        token = services.report_at_once(area=area, category=kind, form_token=request.POST.get("form_token", ""))
    except ValidationError as error:
        messages.info(request, error.messages[0])
        return redirect(written)
    address = redirect("incidents:follow", token=token)
    address["Location"] += "?ny=1"
    return address
