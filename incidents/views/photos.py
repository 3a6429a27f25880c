"""At the desk: a part of a photo made unreadable before anything is released."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.gates import permission_or_404
from incidents import services
from incidents.forms.photos import BlurForm
from incidents.models import Photo, Report


@permission_or_404("incidents.see_all_reports", "incidents.triage_report")
@require_http_methods(["GET", "HEAD", "POST"])
def blur(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show a photo with the part to blur, or blur it: as many parts as needed, one at a time."""
    report = get_object_or_404(Report.objects.visible_to(request.user), number=number)
    photo = get_object_or_404(Photo, pk=pk, report=report)
    form = BlurForm(request.POST or None)
    assert isinstance(request.user, User)
    if request.method == "POST" and form.is_valid():
        try:
            services.blur(photo=photo, box=form.box(), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The part is unreadable now. The picture as it was is deleted."))
            return redirect("incidents:blur", number=number, pk=pk)
    context = {"form": form, "photo": photo, "report": report}
    return render(request, "incidents/blur.html", context, status=422 if form.errors else 200)
