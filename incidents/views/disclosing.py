"""A masked copy of a report for whoever asks for a public record."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.gates import permission_or_404
from incidents import services
from incidents.forms.disclosing import DisclosureForm
from incidents.models import Report


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("incidents.disclose_report")
def disclose(request: HttpRequest, number: str) -> HttpResponse:
    """Show the masked draft with what a person must judge, and keep the copy that was gone through."""
    assert isinstance(request.user, User)
    report = get_object_or_404(Report.objects.visible_to(request.user).for_list(), number=number)
    draft = services.masked(report)
    form = DisclosureForm(request.POST or None, initial={"text": draft})
    if request.method == "POST" and form.is_valid() and _kept(report, form, request.user):
        messages.success(request, _("The copy is kept. Print or copy it below."))
        return redirect("incidents:disclose", number=report.number)
    context = {
        "report": report,
        "form": form,
        "to_judge": services.left_to_judge(str(form["text"].value() or "")),
        "disclosures": report.disclosures.select_related("reviewed_by"),
    }
    return render(request, "incidents/disclose.html", context, status=422 if form.errors else 200)


def _kept(report: Report, form: DisclosureForm, by: User) -> bool:
    data = form.cleaned_data
    try:
        token = data["form_token"]
        services.disclose(report=report, text=data["text"], reference=data["reference"], by=by, form_token=token)
    except ValidationError as error:
        form.add_error("text", error)
        return False
    return True
