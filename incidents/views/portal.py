"""What agents see of their area's reports, and photos for whoever may see them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common import private_files
from incidents import figures
from incidents.models import Photo, Report

PAGE = 20


@login_required
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """List the reports of an agent's own areas: without reporter, and before release without words."""
    if not request.user.has_perm("neighbourhoods.use_portal"):
        raise Http404
    mine = Report.objects.visible_to(request.user).for_list().prefetch_related("photos")
    page = Paginator(mine, PAGE).get_page(request.GET.get("sida", "1"))
    return render(request, "incidents/portal.html", {"page": page, "rows": figures.portal_rows(page.object_list)})


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
