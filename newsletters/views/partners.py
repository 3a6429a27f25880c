"""Pages for other organisations, who have no account."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.services import partner_access_of
from common.gates import permission_or_404
from common.signed_links import secret_page
from newsletters import mail, services
from newsletters.forms import PartnerForm
from newsletters.models import Issue
from newsletters.views.asking import editor, visible


@permission_or_404("accounts.add_partneraccess")
@require_POST
def invite_partner(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody from another organisation read an issue, by link and code and without an account."""
    found = get_object_or_404(visible(request), pk=pk)
    form = PartnerForm(request.POST)
    if form.is_valid():
        services.let_partner_read(issue=found, by=editor(request), **form.cleaned_data)
        messages.success(request, _("A link and a code are on their way, in two mails."))
    else:
        messages.error(request, _("Write the organisation and an e-mail address like namn@example.com."))
    return redirect("newsletters:edit", pk)


@secret_page
@require_GET
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an issue to a partner who is inside for exactly this issue; to anybody else nothing is here."""
    found = get_object_or_404(Issue.objects.select_related("series"), pk=pk)
    if partner_access_of(request, purpose=services.partner_purpose(found)) is None:
        raise Http404
    return render(request, "newsletters/partner.html", {"issue": found, "parts": mail.parts_for(found, None)})
