"""Keys to Open311: issued, listed and withdrawn at the desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from common.gates import permission_or_404
from incidents import services
from incidents.forms.api_keys import ApiKeyForm
from incidents.models import ApiKey

MOST_ROWS = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("incidents.manage_api_keys")
def api_keys(request: HttpRequest) -> HttpResponse:
    """List the keys, and issue one: its secret is shown in this answer and never again."""
    assert isinstance(request.user, User)
    form, secret = ApiKeyForm(request.POST or None), ""
    if form.is_valid():
        _key, secret = services.issue_api_key(by=request.user, **form.cleaned_data)
        if not secret:
            sentence = _("This form has made its key already. Withdraw it and issue another if it is lost.")
            messages.info(request, sentence)
            return redirect("incidents:api_keys")
        form = ApiKeyForm()
    context = {"form": form, "secret": secret, "keys": ApiKey.objects.visible_to(request.user)[:MOST_ROWS]}
    status = 422 if form.errors else 201 if secret else 200
    return render(request, "incidents/api_keys.html", context, status=status)


@require_POST
@permission_or_404("incidents.manage_api_keys")
def revoke(request: HttpRequest, pk: str) -> HttpResponse:
    """Withdraw a key."""
    assert isinstance(request.user, User)
    services.revoke_api_key(key=get_object_or_404(ApiKey.objects.visible_to(request.user), pk=pk), by=request.user)
    messages.success(request, _("Withdrawn. The key opens nothing any more."))
    return redirect("incidents:api_keys")
