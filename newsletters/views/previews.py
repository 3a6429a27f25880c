"""An issue as its readers will get it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from common.framed import framed_mail
from common.gates import permission_or_404
from neighbourhoods.models import District
from newsletters import mail
from newsletters.views.asking import district, visible


@permission_or_404("newsletters.see_drafts")
@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an issue as a reader of a chosen district gets it: the letter in a frame, and its plain text."""
    found = get_object_or_404(visible(request), pk=pk)
    letter = mail.compose(found, district=district(request), language="sv")
    context = {"issue": found, "text": letter.text, "districts": District.objects.all(), "district": district(request)}
    return render(request, "newsletters/preview.html", context)


@permission_or_404("newsletters.see_drafts")
@require_GET
def preview_frame(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve the letter for the preview's frame."""
    found = get_object_or_404(visible(request), pk=pk)
    letter = mail.compose(found, district=district(request), language="sv")
    return framed_mail(letter.html)
