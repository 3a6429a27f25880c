"""Pages a reader reaches by a link in a mail: confirm, leave, and what one reads. No account, no password."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.services import audit
from common import clock, personal_data, personal_extract
from common.limits import client_network, within_limit
from common.signed_links import secret_page, token_hash
from post import services
from post.forms import AboutMeForm, EraseMeForm, PreferencesForm
from post.mail.addresses import masked
from post.mail.links import email_of, reader_of
from post.models import MailingList
from post.slots import READER_PAGES, ReaderPage

DAY = 86_400  # seconds


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
    """Show and change what the reader of a mail reads, in which language, or that they want nothing."""
    if reader_of(token) is None:
        return render(request, "post/link_unknown.html", status=404)
    found = services.preferences_of(token)
    if found is None:
        return render(request, "post/nobody.html", status=410)
    form = PreferencesForm(
        request.POST if request.method == "POST" else None,
        lists=[row for row, _reads in found.lists],
        reads={str(row.pk) for row, is_read in found.lists if is_read},
        language=found.language,
        nothing=found.wants_nothing,
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        wanted = [row for row, _reads in found.lists if str(row.pk) in chosen["lists"]]
        services.save_preferences(
            preferences=found, reads=wanted, language=chosen["language"], wants_nothing=chosen["nothing"]
        )
        return redirect(f"{request.path}?sparat=1")
    context = {"form": form, "email": masked(found.email), "saved": "sparat" in request.GET, "token": token}
    context |= {"wants_nothing": found.wants_nothing, "stopped_by_us": found.stopped_by_us}
    context["pages"] = _more_to_choose(found.lists, token)
    return render(request, "post/preferences.html", context)


def _more_to_choose(lists: list[tuple[MailingList, bool]], token: str) -> list[tuple[ReaderPage, str]]:
    """Return the pages of other rooms where this reader can choose more, each with its address."""
    reads = [row.key for row, is_read in lists if is_read]
    pages = [page for page in READER_PAGES if any(key.startswith(page.list_keys) for key in reads)]
    return [(page, page.address(token)) for page in pages]


@secret_page
@require_POST
def preferences_about_me(request: HttpRequest, token: str) -> HttpResponse:
    """Mail the reader of a letter a link to what is held about them: to their address, not to who holds the letter."""
    found = services.preferences_of(token)
    if found is None:
        return render(request, "post/link_unknown.html", status=404)
    _mail_about_me(request, found.email)
    return render(request, "post/about_me_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
def about_me(request: HttpRequest) -> HttpResponse:
    """Ask for the link by writing one's address. The answer is the same whether anything is held or not."""
    form = AboutMeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _mail_about_me(request, form.cleaned_data["email"])
        return render(request, "post/about_me_sent.html")
    return render(request, "post/about_me.html", {"form": form}, status=400 if form.errors else 200)


def _mail_about_me(request: HttpRequest, email: str) -> None:
    """Mail the link unless there have been many: then nothing, and nobody is told, for that would tell something."""
    network = within_limit("about-me-network", client_network(request), most=20, seconds=DAY)
    if network and within_limit("about-me", email, most=3, seconds=DAY):
        services.ask_about_me(email=email, language=get_language() or "sv")


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def about_you(request: HttpRequest, token: str) -> HttpResponse:
    """Show who opened the letter what is held about them, and erase it when they say so.

    Who has an account signs in instead: a mailbox alone does not open what stands behind a second factor.
    """
    email = email_of(token, now=clock.now())
    if email is None:
        return render(request, "post/link_unknown.html", status=410)
    if User.objects.filter(email__iexact=email).exists():
        return render(request, "post/about_you_account.html")
    form = EraseMeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _note(email, "person.erased_everywhere")
        personal_data.erase(email)
        return render(request, "post/about_you_erased.html")
    if request.method != "POST":
        _note(email, "person.exported_by_link")
    context = {"email": email, "rooms": personal_extract.by_room(email), "form": form, "token": token}
    return render(request, "post/about_you.html", context, status=400 if form.errors else 200)


@secret_page
@require_safe
def about_you_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """Give what is held about a person, photos too, for people and for programs (GDPR articles 15 and 20)."""
    email = email_of(token, now=clock.now())
    if email is None or User.objects.filter(email__iexact=email).exists():
        return render(request, "post/link_unknown.html", status=410)
    _note(email, "person.exported_by_link")
    return personal_extract.packed(email, name="om-mig")


def _note(email: str, action: str) -> None:
    audit(actor=None, action=action, object_type="common.address", object_id=token_hash(email)[:16])
