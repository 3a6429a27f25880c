"""An issue as any of its readers will get it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.framed import framed_mail
from common.gates import permission_or_404
from newsletters import mail, services
from newsletters.forms import place_choices
from newsletters.models import Issue
from newsletters.views.asking import asked, language, place, visible

SIGHTS = {
    "brev": gettext_lazy("As it looks in the mail"),
    "mobil": gettext_lazy("On a phone"),
    "mork": gettext_lazy("Dark"),
    "text": gettext_lazy("Plain text"),
    "utskrift": gettext_lazy("In print"),
}


@permission_or_404("newsletters.see_drafts")
@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an issue as a reader of a chosen place and language gets it, in a chosen way."""
    found = get_object_or_404(visible(request), pk=pk)
    here = place(request)
    sight = asked(request, "som") if asked(request, "som") in SIGHTS else "brev"
    wanted = {"kommundel": here.variant, "sprak": language(request), "som": sight}
    context = {
        "issue": found,
        "text": _letter(request, found).text if sight == "text" else "",
        "places": place_choices(),
        "chosen": here.variant,
        "languages": settings.LANGUAGES,
        "language": language(request),
        "sights": SIGHTS.items(),
        "sight": sight,
        "frame_query": urlencode(wanted),
        "paper_subject": f"{found.pk}:{here.variant}",
    }
    return render(request, "newsletters/preview.html", context)


@permission_or_404("newsletters.see_drafts")
@require_GET
def preview_frame(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve the letter for the preview's frame."""
    found = get_object_or_404(visible(request), pk=pk)
    html = _letter(request, found).html
    if asked(request, "som") == "mork":
        # What a reader whose device is dark gets, whatever the editor's own is.
        html = html.replace("(prefers-color-scheme: dark)", "all")
    if asked(request, "som") == "utskrift":
        html = html.replace("@media print", "@media all").replace("(prefers-color-scheme: dark)", "not all")
    return framed_mail(html)


@permission_or_404("newsletters.see_drafts")
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was looked at before the approval; addresses that the issue links to are asked on a POST only."""
    found = get_object_or_404(visible(request), pk=pk)
    spelling, doubts = mail.check_spelling(found)
    context = {
        "issue": found,
        "findings": [*mail.check(found), *spelling],
        "doubts": doubts,
        "links": mail.check_links(found) if request.method == "POST" else None,
    }
    return render(request, "newsletters/check.html", context)


@permission_or_404("newsletters.add_knownword")
@require_POST
def know_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Add words that are right to the house's own, from the check of an issue."""
    found = get_object_or_404(visible(request), pk=pk)
    added = services.know_words(words=request.POST.getlist("ord"))
    if added:
        words = ngettext("%(count)d word is in our list now.", "%(count)d words are in our list now.", added)
        messages.success(request, words % {"count": added})
    else:
        messages.error(request, _("Tick the words that are right."))
    return redirect("newsletters:check", found.pk)


def _letter(request: HttpRequest, found: Issue) -> mail.Letter:
    pictures = mail.pictures_in_place(found)
    composer = mail.Composer(found, language=language(request), source_of=lambda block: pictures.get(block, ""))
    return composer.letter(place(request))
