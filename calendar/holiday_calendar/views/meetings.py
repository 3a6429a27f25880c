"""Meetings: the list with what clashes, one meeting, its minutes, decisions and tasks; the answer by link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.services import audit
from common import clock
from common.gates import permission_or_404
from common.signed_links import secret_page
from holiday_calendar import figures, services
from holiday_calendar.forms import DecisionForm, InviteForm, MinutesForm, TaskForm
from holiday_calendar.models import BreakRoom, CalendarItem, MeetingTask, Minutes

PLANS = "calendar.change_calendaritem"
SEES = "calendar.see_internal_items"
BOTH = ["GET", "HEAD", "POST"]


@require_safe
@permission_or_404(SEES)
def index(request: HttpRequest) -> HttpResponse:
    """List the meetings to come with what clashes, and search the decisions."""
    found = figures.meetings(request.user)
    coming = list(found.filter(ends_at__gt=clock.now()).order_by("starts_at")[:60])
    told = figures.clashes(coming)
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    context = {
        "meetings": [(meeting, told.get(meeting.pk, [])) for meeting in coming],
        "been": found.filter(ends_at__lte=clock.now()).order_by("-starts_at")[:30],
        "q": asked,
        "decisions": figures.find_decisions(found, asked)[:50],
        "late": figures.open_tasks(found).filter(due__lt=clock.today()).count(),
    }
    return render(request, "calendar/meetings.html", context)


@require_safe
@permission_or_404(SEES)
def tasks(request: HttpRequest) -> HttpResponse:
    """List the open tasks of all meetings, soonest first."""
    found = figures.open_tasks(figures.meetings(request.user))
    context = {
        "page": Paginator(found, 100).get_page(request.GET.get("sida")),
        "may_plan": request.user.has_perm(PLANS),
    }
    return render(request, "calendar/meeting_tasks.html", context)


def _meeting(request: HttpRequest, pk: int) -> CalendarItem:
    return get_object_or_404(figures.meetings(request.user), pk=pk)


@require_safe
@permission_or_404(SEES)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a meeting: its agenda of what is open, its minutes and decisions; those who plan see who comes, logged."""
    found = _meeting(request, pk)
    may_plan = request.user.has_perm(PLANS)
    invitees = list(found.invitees.all())
    if invitees and may_plan:
        by = cast(User, request.user)
        audit(actor=by, action="meeting.people_read", object_type="calendar.calendaritem", object_id=str(found.pk))
    before = figures.meetings(request.user).filter(kind=found.kind, starts_at__lt=found.starts_at)
    earlier = before.order_by("-starts_at").first()
    context = {
        "meeting": found,
        "may_plan": may_plan,
        "clashes": figures.clashes_beside(request.user, [found]).get(found.pk, []),
        "invitees": invitees,
        "lacks_chair": bool(invitees) and not any(one.is_chair for one in invitees),
        "room": BreakRoom.objects.visible_to(request.user).filter(school_break=found.of_break_id).first(),
        "minutes": Minutes.objects.filter(meeting=found).first(),
        "agenda": figures.open_tasks(figures.meetings(request.user))[:50],
        "earlier": earlier,
        "earlier_decisions": earlier.decisions.all() if earlier else [],
        "decisions": found.decisions.order_by("number"),
    }
    return render(request, "calendar/meeting.html", context)


def _ask(
    request: HttpRequest,
    found: CalendarItem,
    form: django_forms.Form,
    title: str,
    save: Callable[..., Any],
    said: str = "",
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save(meeting=found, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, said or _("Saved."))
            return redirect("calendar:meeting", pk=found.pk)
    context = {"meeting": found, "form": form, "title": title}
    return render(request, "calendar/meeting_form.html", context, status=422 if form.errors else 200)


@require_http_methods(BOTH)
@permission_or_404(PLANS)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite somebody."""
    said = _("The invitation goes by mail within a minute.")
    return _ask(request, _meeting(request, pk), InviteForm(request.POST or None), _("Invite"), services.invite, said)


@require_http_methods(BOTH)
@permission_or_404(PLANS)
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the minutes; what somebody else saved meanwhile is not overwritten."""
    found = _meeting(request, pk)
    held = Minutes.objects.filter(meeting=found).first()
    initial = {"version": held.version, "text": held.text} if held else {"version": 0}
    form = MinutesForm(request.POST or None, initial=initial)
    return _ask(request, found, form, _("Write the minutes"), services.save_minutes)


@require_http_methods(BOTH)
@permission_or_404(PLANS)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a decision."""
    return _ask(request, _meeting(request, pk), DecisionForm(request.POST or None), _("Decision"), services.decide)


@require_http_methods(BOTH)
@permission_or_404(PLANS)
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a task."""
    return _ask(request, _meeting(request, pk), TaskForm(request.POST or None), _("Task"), services.promise)


@require_POST
@permission_or_404(PLANS)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Release the meeting, invite people, choose the chair, take back an invitation, finish a task, approve minutes."""
    found, what = _meeting(request, pk), request.POST.get("gor", "")
    number = request.POST.get("rad", "")
    row = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    if what == "klar":
        services.finish_task(task_id=get_object_or_404(MeetingTask, pk=row, meeting=found).pk)
        return redirect("calendar:meeting_tasks")
    try:
        _done(request, found, what, row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("calendar:meeting", pk=pk)


def _done(request: HttpRequest, found: CalendarItem, what: str, row: int) -> None:
    actor = cast(User, request.user)
    if what == "godkann":
        services.approve_minutes(meeting=found, actor=actor)
    elif what == "slapp":
        services.release_drafts(ids=[found.pk], actor=actor)
    elif what == "bjud-alla":
        room = get_object_or_404(BreakRoom.objects.visible_to(request.user), school_break=found.of_break_id)
        count = services.invite_people(meeting=found, room=room)
        words = ngettext("%(n)s person is invited by mail.", "%(n)s people are invited by mail.", count)
        messages.success(request, words % {"n": count})
    elif what == "ordforande":
        services.choose_chair(invitee=get_object_or_404(found.invitees, pk=row), actor=actor)
    elif what == "ta-tillbaka":
        services.take_back_invitation(invitee=get_object_or_404(found.invitees, pk=row), actor=actor)


@secret_page
@require_http_methods(BOTH)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Ask somebody invited whether they come; looking at the page answers nothing."""
    invitee = services.invitee_of(token)
    if invitee is None:
        return render(request, "calendar/participant_over.html", status=404)
    if request.method == "POST" and request.POST.get("svar") in {"ja", "nej"}:
        try:
            services.answer_invitation(invitee=invitee, comes=request.POST["svar"] == "ja")
            messages.success(request, _("Thank you, that is saved."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("calendar:answer", token=token)
    return render(request, "calendar/meeting_answer.html", {"invitee": invitee, "meeting": invitee.meeting})


@secret_page
@require_http_methods(BOTH)
def task(request: HttpRequest, token: str) -> HttpResponse:
    """Let the owner of a task say that it is done; looking at the page says nothing."""
    found = services.task_of(token)
    if found is None:
        return render(request, "calendar/participant_over.html", status=404)
    if request.method == "POST":
        services.finish_task(task_id=found.pk)
        return redirect("calendar:task", token=token)
    return render(request, "calendar/task.html", {"task": found})
