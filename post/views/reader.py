"""Pages a reader reaches by a link in a mail: confirm, leave, and what one reads. No account, no password."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from common.signed_links import secret_page
from post import services
from post.forms import PreferencesForm
from post.mail.addresses import masked


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm a subscription. Only the button does: mail scanners follow links."""
    pending = services.pending_of(token)
    if pending is None:
        return render(request, "post/link_unknown.html", status=410)
    if request.method == "POST":
        services.confirm(token)
        return render(request, "post/confirmed.html", {"list": pending.list})
    return render(request, "post/confirm.html", {"list": pending.list, "email": masked(pending.email)})


@csrf_exempt
@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Leave the lists a mail came from (RFC 8058): a POST from anywhere does it, without cookie; GET only shows."""
    reads = services.lists_of(token)
    if reads is None:
        return render(request, "post/link_unknown.html", status=404)
    if request.method == "POST":
        lists = services.leave(token)
        return render(request, "post/left.html", {"lists": lists, "token": token})
    return render(request, "post/leave.html", {"lists": services.lists_of_mail(token), "token": token})


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """Show and change what the reader of a mail reads."""
    found = services.lists_of(token)
    if found is None:
        return render(request, "post/link_unknown.html", status=404)
    email, lists = found
    reads = {str(row.pk) for row, is_read in lists if is_read}
    form = PreferencesForm(request.POST or None, lists=[row for row, _reads in lists], reads=reads)
    if request.method == "POST" and form.is_valid():
        wanted = set(form.cleaned_data["lists"])
        for row, _is_read in lists:
            services.set_reading(mailing_list=row, email=email, reads=str(row.pk) in wanted, reason="preferences")
        return redirect(f"{request.path}?sparat=1")
    context = {"form": form, "email": masked(email), "saved": "sparat" in request.GET, "token": token}
    return render(request, "post/preferences.html", context)
