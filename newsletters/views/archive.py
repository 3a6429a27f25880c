"""What readers see: the archive, an issue as a page, subscribing."""

from __future__ import annotations

from crawleruseragents import is_crawler
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common import private_files
from common.limits import client_network, within_limit
from common.signed_links import secret_page
from newsletters import mail, services
from newsletters.forms import PlaceForm, SubscribeForm, place_choices, place_of
from newsletters.models import Block, Issue, Series
from newsletters.views.asking import asked, place

PER_PAGE = 20


SUBSCRIPTIONS_PER_DAY = 20


DAY = 24 * 60 * 60


@require_GET
def archive(request: HttpRequest) -> HttpResponse:
    """Show the latest issues, with a way to subscribe first; search and series narrow the list."""
    issues = Issue.objects.published().select_related("series").order_by("-send_at")
    query, series = asked(request, "q"), asked(request, "brev")
    if query:
        issues = issues.search(query)
    if series:
        issues = issues.filter(series__slug=series)
    page = Paginator(issues, PER_PAGE).get_page(request.GET.get("sida"))
    context = {
        "page": page,
        "query": query,
        "chosen": series,
        "series": Series.objects.filter(is_open=True),
        "form": SubscribeForm(),
    }
    return render(request, "newsletters/archive.html", context)


@require_GET
def issue(request: HttpRequest, series: str, year: int, number: int, correction: int = 0) -> HttpResponse:
    """Show one issue as a page, with the whole municipality's figures or those of a chosen place."""
    wanted = Issue.objects.filter(series__slug=series, year=year, number=number, correction=correction)
    found = wanted.published().select_related("series", "corrects__series").first()
    if found is None:
        return _withdrawn(request, get_object_or_404(wanted.withdrawn().select_related("series")))
    here = place(request)
    if not is_crawler(request.headers.get("User-Agent", "")):
        services.note_visit(issue=found)
    composer = mail.Composer(found, language=get_language() or settings.LANGUAGE_CODE)
    context = {
        "issue": found,
        "words": composer.words,
        "parts": composer.parts(here),
        "places": place_choices(),
        "chosen": here.variant,
        "corrections": found.corrections.published(),
        "paper_subject": f"{found.pk}:{here.variant}",
    }
    return render(request, "newsletters/issue.html", context)


def _withdrawn(request: HttpRequest, found: Issue) -> HttpResponse:
    """Answer the link of letters that had left when the rest was cancelled: what was wrong is not shown on."""
    context = {"issue": found, "corrections": found.corrections.published()}
    return render(request, "newsletters/withdrawn.html", context, status=410)


@require_GET
def picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Serve a picture of an issue that this person may see; everybody's when it has been sent."""
    issues = Issue.objects.visible_to(request.user)
    block = get_object_or_404(Block.objects.exclude(picture="").filter(issue__in=issues), pk=pk)
    try:
        return private_files.serve(default_storage, block.picture, content_type="image/jpeg")
    except FileNotFoundError as error:
        raise Http404 from error


@require_http_methods(["GET", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Take a subscription and say that a message is on its way; whether one existed already is not told."""
    form = SubscribeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        allowed = within_limit("subscribe-network", client_network(request), most=SUBSCRIPTIONS_PER_DAY, seconds=DAY)
        if not (allowed and within_limit("subscribe-address", email, most=5, seconds=DAY)):
            form.add_error(None, _("There have been many subscriptions from here today. Try again tomorrow."))
            return render(request, "newsletters/subscribe.html", {"form": form}, status=429)
        services.subscribe(
            series=form.cleaned_data["series"],
            email=email,
            language=get_language() or settings.LANGUAGE_CODE,
            place=place_of(form.cleaned_data["place"]),
        )
        return render(request, "newsletters/subscribed.html", {"email": email})
    return render(request, "newsletters/subscribe.html", {"form": form}, status=400 if form.errors else 200)


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def reader_place(request: HttpRequest, token: str) -> HttpResponse:
    """Let the reader of a letter choose whose figures stand in the next one, by the link of the letter."""
    reader = services.reader_of(token)
    if reader is None:
        return render(request, "post/link_unknown.html", status=404)
    form = PlaceForm(request.POST if request.method == "POST" else None, initial={"place": reader.place.variant})
    if request.method == "POST" and form.is_valid():
        services.choose_place(reader=reader, place=place_of(form.cleaned_data["place"]))
        return redirect(f"{request.path}?sparat=1")
    context = {"form": form, "reader": reader, "saved": "sparat" in request.GET, "token": token}
    return render(request, "newsletters/reader_place.html", context, status=400 if form.errors else 200)
