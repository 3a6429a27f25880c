"""The public archive, subscribing, and the editorial desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.services import partner_access_of
from common import clock
from common.framed import framed_mail
from common.gates import permission_or_404
from common.limits import client_network, within_limit
from common.signed_links import secret_page
from neighbourhoods.models import District
from newsletters import mail, services
from newsletters.forms import BlockFormSet, IssueForm, PartnerForm, ScheduleForm, SubscribeForm
from newsletters.models import Block, Issue, Series
from post import services as post_services
from post.figures import progress

PER_PAGE = 20
SUBSCRIPTIONS_PER_DAY = 20
DAY = 24 * 60 * 60


def _asked(request: HttpRequest, name: str) -> str:
    """Return a word of the address without the NUL that no database takes."""
    return request.GET.get(name, "").replace("\x00", "").strip()


def _visible(request: HttpRequest) -> Any:
    return Issue.objects.visible_to(request.user).select_related("series")


def _editor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # every caller requires a sign-in
    return request.user


@require_GET
def archive(request: HttpRequest) -> HttpResponse:
    """Show the latest issues, with a way to subscribe first; search and series narrow the list."""
    issues = Issue.objects.published().select_related("series").order_by("-send_at")
    query, series = _asked(request, "q"), _asked(request, "brev")
    if query:
        in_text = Block.objects.filter(issue=OuterRef("pk"), text__icontains=query)
        issues = issues.filter(Q(title__icontains=query) | Exists(in_text))
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
def issue(request: HttpRequest, series: str, year: int, number: int) -> HttpResponse:
    """Show one issue as a page, with the whole municipality's figures or those of a chosen district."""
    found = get_object_or_404(
        Issue.objects.published().select_related("series"), series__slug=series, year=year, number=number
    )
    districts = list(District.objects.all())
    district = next((one for one in districts if one.slug == request.GET.get("kommundel")), None)
    context = {
        "issue": found,
        "parts": mail.parts_for(found, district),
        "districts": districts,
        "district": district,
    }
    return render(request, "newsletters/issue.html", context)


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
        for chosen in form.cleaned_data["series"]:
            post_services.subscribe(list_key=chosen.list_key, email=email, language=get_language() or "sv")
        return render(request, "newsletters/subscribed.html", {"email": email})
    return render(request, "newsletters/subscribe.html", {"form": form}, status=400 if form.errors else 200)


@permission_or_404("newsletters.see_drafts")
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Show the year's plan: what is late, what comes, what has gone out."""
    year = _year(request)
    issues = list(_visible(request).filter(year=year).order_by("send_at"))
    late = set(Issue.objects.late().filter(year=year).values_list("pk", flat=True))
    context = {"issues": issues, "late": late, "year": year, "now": clock.now()}
    return render(request, "newsletters/desk.html", context)


def _year(request: HttpRequest) -> int:
    wanted = request.GET.get("ar", "")
    return int(wanted) if wanted.isdecimal() and 2000 <= int(wanted) <= 2100 else clock.today().year


@permission_or_404("newsletters.see_drafts")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an issue; saving what somebody else has changed meanwhile is refused and loses nothing typed."""
    found = get_object_or_404(_visible(request), pk=pk)
    form = IssueForm(
        request.POST or None, initial={"version": found.version, "title": found.title, "preamble": found.preamble}
    )
    blocks = BlockFormSet(request.POST or None, initial=list(found.blocks.values("pk", "kind", "heading", "text")))
    if request.method == "POST":
        if not request.user.has_perm("newsletters.change_issue"):
            return redirect("newsletters:edit", pk)
        if form.is_valid() and blocks.is_valid() and _write(request, found, form, blocks):
            messages.success(request, _("Saved."))
            return redirect("newsletters:edit", pk)
    return render(request, "newsletters/edit.html", _edit_context(request, found, form, blocks))


def _edit_context(request: HttpRequest, found: Issue, form: IssueForm, blocks: Any) -> dict[str, Any]:
    return {
        "issue": found,
        "form": form,
        "blocks": blocks,
        "partner_form": PartnerForm(auto_id="partner_%s"),
        "schedule": ScheduleForm(initial={"send_at": clock.local(found.send_at)}),
        "events": found.events.select_related("actor").order_by("-at")[:20],
        "progress": progress(found.mailing) if found.mailing else None,
        "districts": District.objects.all(),
        "may_edit": found.is_editable and request.user.has_perm("newsletters.change_issue"),
    }


def _write(request: HttpRequest, found: Issue, form: IssueForm, blocks: Any) -> bool:
    typed = [
        services.BlockText(
            block.cleaned_data.get("pk"),
            block.cleaned_data.get("kind") or "text",
            block.cleaned_data.get("heading", ""),
            block.cleaned_data.get("text", ""),
        )
        for block in blocks
        if block.cleaned_data and not block.is_empty
    ]
    data = form.cleaned_data
    try:
        services.write(
            issue=found,
            version=data["version"],
            title=data["title"],
            preamble=data["preamble"],
            blocks=typed,
            by=_editor(request),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


ACTS = {
    "skicka-for-godkannande": ("newsletters.change_issue", services.submit),
    "godkann": ("newsletters.approve_issue", services.approve),
    "ta-tillbaka": ("newsletters.change_issue", services.take_back),
    "stall-in": ("newsletters.send_issue", services.cancel),
}


@permission_or_404("newsletters.see_drafts")
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry out one decision on an issue: submit, approve, take back, schedule, cancel."""
    found = get_object_or_404(_visible(request), pk=pk)
    try:
        _carry_out(request, found, request.POST.get("gor", ""))
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    return redirect("newsletters:edit", pk)


def _carry_out(request: HttpRequest, found: Issue, name: str) -> None:
    if name == "schemalagg" and request.user.has_perm("newsletters.send_issue"):
        form = ScheduleForm(request.POST)
        if not form.is_valid():
            raise ValidationError([message for messages_ in form.errors.values() for message in messages_])
        services.schedule(issue=found, at=form.cleaned_data["send_at"], by=_editor(request))
        messages.success(request, _("Scheduled. It leaves by itself at that time."))
        return
    permission, verb = ACTS.get(name, ("", None))
    if verb is None or not request.user.has_perm(permission):
        raise ValidationError(_("You may not do this, or it isn't possible any more."), code="refused")
    verb(issue=found, by=_editor(request))
    messages.success(request, _("Done."))


@permission_or_404("newsletters.see_drafts")
@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an issue as a reader of a chosen district gets it: the letter in a frame, and its plain text."""
    found = get_object_or_404(_visible(request), pk=pk)
    letter = mail.compose(found, district=_district(request), language="sv")
    context = {"issue": found, "text": letter.text, "districts": District.objects.all(), "district": _district(request)}
    return render(request, "newsletters/preview.html", context)


def _district(request: HttpRequest) -> District | None:
    return District.objects.filter(slug=_asked(request, "kommundel")).first()


@permission_or_404("newsletters.see_drafts")
@require_GET
def preview_frame(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve the letter for the preview's frame."""
    found = get_object_or_404(_visible(request), pk=pk)
    letter = mail.compose(found, district=_district(request), language="sv")
    return framed_mail(letter.html)


@permission_or_404("accounts.add_partneraccess")
@require_POST
def invite_partner(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody from another organisation read an issue, by link and code and without an account."""
    found = get_object_or_404(_visible(request), pk=pk)
    form = PartnerForm(request.POST)
    if form.is_valid():
        services.let_partner_read(issue=found, by=_editor(request), **form.cleaned_data)
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
