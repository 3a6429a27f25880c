"""Invitations that came back: to whom, and what to do."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.services import audit
from common.gates import permission_or_404
from neighbourhoods import figures, services
from neighbourhoods.forms import AddressForm
from neighbourhoods.models import ContactAgent
from neighbourhoods.views.access import person


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.write_to_areas")
def index(request: HttpRequest) -> HttpResponse:
    """Show invitations that came back, with what to do; an agent's address put right is mailed anew. Logged."""
    may_invite = request.user.has_perms(["accounts.invite", "accounts.add_invitation"])
    agents = figures.bounced_appointments()
    form = AddressForm(request.POST or None)
    if request.method == "POST" and may_invite:
        held = next((one for one in agents if str(one.pk) == request.POST.get("ombud")), None)
        if held is None:
            raise Http404
        if form.is_valid() and _is_corrected(request, form, held):
            return redirect("neighbourhoods:bounced")
    rows, heads = figures.bounced_invitations(), figures.bounced_heads()
    if rows or agents or heads:
        audit(actor=person(request), action="bounced.read", object_type="accounts.invitation")
    context = {"rows": rows, "agents": agents, "heads": heads, "may_invite": may_invite, "form": form}
    context["wrong"] = request.POST.get("ombud", "") if form.errors else ""
    return render(request, "neighbourhoods/bounced.html", context, status=422 if form.errors else 200)


def _is_corrected(request: HttpRequest, form: AddressForm, held: ContactAgent) -> bool:
    try:
        services.correct_and_tell(appointment=held, email=form.cleaned_data["email"], by=person(request))
    except ValidationError as error:
        form.add_error("email", error)
        return False
    messages.success(request, _("The mail is on its way to %(person)s.") % {"person": held.user})
    return True
