"""Pages to follow a report: by secret link, and of a released report for anybody."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import form_tokens, limits
from common.signed_links import secret_page
from incidents import services
from incidents.forms.reply import ReplyForm
from incidents.models import Follower, Report, ReportEvent, ReportNote

DAY = 24 * 60 * 60
DOUBTS_A_DAY, REPLIES_A_DAY = 20, 20
# What of a report's events its reporter reads; others read of moves only.
PUBLIC_EVENTS = (ReportEvent.Kind.MOVED, ReportEvent.Kind.ANSWERED, ReportEvent.Kind.REPLIED)


@secret_page
@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Show what became of a report to whoever holds its secret link; never an internal note."""
    found = services.by_follow_token(token)
    if found is None:
        return _follower_page(request, token)
    return _reporter_page(request, token, found, ReplyForm())


def _reporter_page(
    request: HttpRequest, token: str, found: Report, form: ReplyForm, *, notice: str = "", status: int = 200
) -> HttpResponse:
    notes = ReportNote.objects.filter(audience=ReportNote.Audience.REPORTER)
    events = found.events.filter(kind__in=PUBLIC_EVENTS).prefetch_related(Prefetch("note", queryset=notes))
    told = list(events.order_by("-at", "-pk"))
    context = {
        "report": found,
        "events": told,
        "can_be_taken_back": services.can_be_taken_back(found),
        "is_taken_over": next((event.is_taken_over for event in told if event.moved_to), False),
        "is_new": request.GET.get("ny") == "1",
        "has_helped": not found.is_open
        and found.events.filter(kind=ReportEvent.Kind.HELPED, at__gte=found.closed_at).exists(),
        "photo_count": found.photos.count(),
        "link": request.build_absolute_uri(request.path),
        "token": token,
        "form": form,
        "notice": notice,
        "kept_photos": services.kept_photos(request.POST.get("form_token", "")),
        **_same(found),
    }
    return render(request, "incidents/follow.html", context, status=status)


def _follower_page(request: HttpRequest, token: str) -> HttpResponse:
    follower = _follower(token)
    context = _released(follower.report) | {
        "follower": follower,
        "token": token,
        "is_new": request.GET.get("ny") == "1",
        "link": request.build_absolute_uri(request.path),
    }
    return render(request, "incidents/released.html", context)


def _follower(token: str) -> Follower:
    follower = services.follower_by_token(token)
    if follower is None:
        raise Http404
    return follower


def _released(report: Report) -> dict[str, object]:
    """Return what anybody may read: kind, district, day, released words, and the moves."""
    return {"report": report, "events": _moves(report), **_same(report)}


def _moves(report: Report) -> QuerySet[ReportEvent]:
    return report.events.filter(kind=ReportEvent.Kind.MOVED).order_by("-at", "-pk")


def _same(report: Report) -> dict[str, object]:
    """Return where the report stands that this one was joined with: its state and moves, never what was said."""
    same = report.merged_into
    return {"same": same, "same_moves": _moves(same) if same else None, "stands": same or report}


@secret_page
@require_POST
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """Take in what the reporter answers, with or without e-mail."""
    report = services.by_follow_token(token)
    if report is None:
        raise Http404
    form = ReplyForm(request.POST, request.FILES)
    notice, status = "", 422
    if form.is_valid():
        if not limits.within_limit("report-reply", limits.client_network(request), most=REPLIES_A_DAY, seconds=DAY):
            notice, status = _("Much has come from here today. Try again tomorrow, or call us."), 429
        elif _is_taken(request, report, form):
            return redirect("incidents:follow", token=token)
    form_token = request.POST.get("form_token", "")
    if form_tokens.is_well_formed(form_token):
        services.keep_photos(form_token=form_token, photos=form.clean_pictures())
    return _reporter_page(request, token, report, form, notice=notice, status=status)


def _is_taken(request: HttpRequest, report: Report, form: ReplyForm) -> bool:
    sent = services.kept_photos(form.cleaned_data["form_token"]) + len(form.cleaned_data["photos"])
    before = report.photos.count()
    try:
        services.reply_on_page(report=report, **form.cleaned_data)
    except ValidationError as error:
        form.add_error("text", error)
        return False
    messages.success(request, _("Thank you. Your answer has come in to us."))
    holds = report.photos.count()
    if holds == services.MAX_PHOTOS and holds - before < sent:
        messages.info(request, _("A report holds five photos. Not all of yours had room."))
    return True


@secret_page
@require_POST
def not_fixed(request: HttpRequest, token: str) -> HttpResponse:
    """Open a closed report again: for its reporter and for who follows it."""
    report = services.by_follow_token(token) or _follower(token).report
    try:
        services.reopen(report=report)
        messages.success(request, _("Thank you. The report is open again, and its time starts anew."))
    except ValidationError as error:
        messages.info(request, error.messages[0])
    return redirect("incidents:follow", token=token)


@secret_page
@require_POST
def take_back(request: HttpRequest, token: str) -> HttpResponse:
    """Take back a report that was sent in one press by mistake."""
    report = services.by_follow_token(token)
    if report is None:
        raise Http404
    try:
        services.take_back(report=report)
        messages.success(request, _("The report is taken back."))
    except ValidationError as error:
        messages.info(request, error.messages[0])
    return redirect("incidents:follow", token=token)


@secret_page
@require_POST
def helped(request: HttpRequest, token: str) -> HttpResponse:
    """Note that the reporter says it helped."""
    report = services.by_follow_token(token)
    if report is None:
        raise Http404
    services.say_it_helped(report=report)
    messages.success(request, _("Thank you for telling us."))
    return redirect("incidents:follow", token=token)


@csrf_exempt
@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Take a follower's address away: by the button, or from the mail program (RFC 8058), without cookie."""
    follower = _follower(token)
    if request.method != "POST":
        return redirect("incidents:follow", token=token)
    services.leave(follower=follower)
    if "List-Unsubscribe" in request.POST:
        return _follower_page(request, token)
    messages.success(request, _("You get no more mail about this report."))
    return redirect("incidents:follow", token=token)


@require_http_methods(["GET", "HEAD", "POST"])
def released(request: HttpRequest, number: str) -> HttpResponse:
    """Show a released report to anybody; whoever sees that it is not fixed can say so, for a person to judge."""
    report = get_object_or_404(Report.objects.listed_singly().for_list(), number=number)
    if request.method != "POST":
        return render(request, "incidents/released.html", _released(report))
    network = limits.client_network(request)
    if not limits.within_limit("report-doubt", network, most=DOUBTS_A_DAY, seconds=DAY):
        return render(request, "incidents/released.html", _released(report) | {"is_too_many": True}, status=429)
    services.doubt(report=report)
    messages.success(request, _("Thank you. A person looks at it."))
    return redirect("incidents:released", number=number)
