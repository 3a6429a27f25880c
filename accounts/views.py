"""Pages of one's own account, of an invitation and of a partner's link; and the way into the admin."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import services
from accounts.forms import CodeForm, EraseForm, PartnerForm, PersonForm
from accounts.models import PartnerAccess, User
from common import personal_data
from common.gates import permission_or_404
from common.limits import client_network, within_limit
from common.signed_links import secret_page

PARTNER_ROWS = 200  # the newest; older ones are in the register


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@never_cache
def admin_entry(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    """The admin has no sign-in of its own: visitors are led to ours, people without the right are refused."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
    if not request.user.is_staff:
        raise PermissionDenied
    return redirect("admin:index")


def admin_password(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    """The admin's "change password" is ours."""
    return redirect("account_change_password")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_account(request: HttpRequest) -> HttpResponse:
    """Show and change what a person says about themselves."""
    user = _person(request)
    known = {"full_name": user.full_name, "phone": user.phone, "language": user.language}
    form = PersonForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        for field, value in form.cleaned_data.items():
            setattr(user, field, value)
        user.save(update_fields=list(form.cleaned_data))
        messages.success(request, _("Saved."))
        return redirect("accounts:own")
    status = 422 if form.errors else 200
    return render(request, "accounts/own.html", {"form": form, "erase_form": EraseForm()}, status=status)


@never_cache
@login_required
@require_GET
def own_data(request: HttpRequest) -> HttpResponse:
    """Hand over everything that is held about oneself, as a file that a machine can read."""
    user = _person(request)
    services.audit(actor=user, action="person.exported", object_type="accounts.user", object_id=str(user.pk))
    response = JsonResponse(
        personal_data.export(user.email), json_dumps_params={"ensure_ascii": False, "indent": 2}, safe=False
    )
    response["Content-Disposition"] = 'attachment; filename="mina-uppgifter.json"'
    return response


@never_cache
@login_required
@require_POST
def erase_own(request: HttpRequest) -> HttpResponse:
    """Erase oneself everywhere and go out. Staff ask a colleague: their acts belong to the municipality."""
    user = _person(request)
    if user.is_staff:
        raise PermissionDenied
    form = EraseForm(request.POST)
    if not form.is_valid():
        known = {"full_name": user.full_name, "phone": user.phone, "language": user.language}
        context = {"form": PersonForm(initial=known), "erase_form": form}
        return render(request, "accounts/own.html", context, status=422)
    personal_data.erase(user.email)
    request.session.flush()
    messages.success(request, _("Your account and what was held about you is erased."))
    return HttpResponseRedirect("/")


@never_cache
@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation; only the button accepts it, for scanners follow links."""
    invited = services.invitation_by_token(token)
    if invited is None:
        return render(request, "accounts/invitation_over.html", status=404)
    known = {"full_name": invited.full_name, "language": request.LANGUAGE_CODE}
    form = PersonForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.accept_invitation(token=token, **form.cleaned_data)
        except ValidationError:
            return render(request, "accounts/invitation_over.html", status=404)
        record_authentication(request, user, "code", email=user.email)
        answer: HttpResponse = perform_login(request, user, email_verification="none")
        return answer
    status = 422 if form.errors else 200
    return render(request, "accounts/invitation.html", {"form": form, "invitation": invited}, status=status)


@never_cache
@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def partner(request: HttpRequest, token: str) -> HttpResponse:
    """Ask a partner for the code that came in the other mail, and lead on to the page it is for."""
    access = services.partner_access_by_token(token)
    if access is None:
        return render(request, "accounts/partner_over.html", status=404)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not within_limit("partner", client_network(request), most=20, seconds=3600):
            form.add_error(None, _("Too many tries from here. Wait an hour, or call the municipality."))
        else:
            try:
                entered = services.enter_partner_access(token=token, code=form.cleaned_data["code"])
            except ValidationError as error:
                form.add_error("code", error)
            else:
                services.remember_partner(request, entered)
                return _partner_page(entered)
    status = 422 if form.errors else 200
    return render(request, "accounts/partner.html", {"form": form, "access": access}, status=status)


def _partner_page(access: PartnerAccess) -> HttpResponse:
    """Lead to the page that the room filled in for this purpose; a purpose without one is 404."""
    page = services.partner_page_of(access.purpose)
    if page is None:
        raise Http404
    return redirect(page.address(access))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("accounts.view_partneraccess")
def partners(request: HttpRequest) -> HttpResponse:
    """List who is let in without an account, and let somebody in. Addresses are read here, so it is noted."""
    by = _person(request)
    may_open = by.has_perm("accounts.add_partneraccess")
    if request.method == "POST" and not may_open:
        raise Http404
    form = type("SignedPartnerForm", (PartnerForm,), {"by": by})(request.POST or None) if may_open else None
    if form is not None and form.is_valid():
        services.open_partner_access(by=by, **form.cleaned_data)
        messages.success(request, _("A link and a code are on their way, in two mails."))
        return redirect("accounts:partners")
    services.audit(actor=by, action="partner.list_read", object_type="accounts.partneraccess")
    choices = services.partner_choices(by)
    rows = PartnerAccess.objects.visible_to(by).select_related("opened_by")[:PARTNER_ROWS]
    context = {
        "form": form,
        "anything": bool(choices),
        "accesses": [(access, services.name_of_purpose(access.purpose, choices)) for access in rows],
        "may_withdraw": by.has_perm("accounts.change_partneraccess"),
    }
    return render(request, "accounts/partners.html", context, status=422 if form is not None and form.errors else 200)


@require_POST
@permission_or_404("accounts.change_partneraccess")
def withdraw_partner(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an access at once."""
    by = _person(request)
    access = get_object_or_404(PartnerAccess.objects.visible_to(by), pk=pk)
    services.revoke_partner_access(by=by, access=access)
    messages.success(request, _("Withdrawn. The link opens nothing any more."))
    return redirect("accounts:partners")
