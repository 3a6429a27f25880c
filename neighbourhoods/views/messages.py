"""Messages to areas at the desk, and in the portal: read, answered, passed on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notices
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common import form_tokens
from common.gates import permission_or_404
from common.limits import within_limit
from neighbourhoods import figures, mail, services
from neighbourhoods.figures import Reached
from neighbourhoods.forms import AnswerForm, AreaMessageForm, HeadWordsForm, WordsForm
from neighbourhoods.models import Area, AreaMessage, MessageRecipient
from neighbourhoods.views.access import area_or_404, person, serves_or_404
from post import services as post

PAGE, MOST_CHOSEN, NEAR = 30, 400, 1_000
DAY, TO_DESK_A_DAY = 86_400, 20


@require_safe
@permission_or_404("neighbourhoods.write_to_areas")
def index(request: HttpRequest) -> HttpResponse:
    """List messages: those with answers that nobody has read first, then the newest."""
    rows = figures.unread_first(AreaMessage.objects.visible_to(request.user)).select_related("author")
    page = Paginator(rows, PAGE).get_page(request.GET.get("sida", "1"))
    return render(request, "neighbourhoods/messages.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.write_to_areas")
def write(request: HttpRequest) -> HttpResponseBase:
    """Write to agents of chosen areas: first shown with recipients and cost, then sent."""
    form = AreaMessageForm(request.POST or None, initial=_prefilled(request))
    look = None
    if form.is_valid():
        people = figures.reached(figures.chosen_areas(form.choice()))
        try:
            look = _look(form, people, request)
            if request.POST.get("steg") == "klart":
                return _send(request, form, people)
        except ValidationError as error:
            form.add_error(None, error)
            look = None
    status = 422 if form.errors else 200
    return render(request, "neighbourhoods/message_write.html", {"form": form, "look": look}, status=status)


def _prefilled(request: HttpRequest) -> dict[str, Any]:
    """Take what the map or the list of areas has chosen from the address."""
    words = request.GET.get("omraden", "").split(",")[:MOST_CHOSEN]
    chosen = [*_around(request.GET.get("kring", "")), *filter(None, map(number_in, words))]
    areas = Area.objects.visible_to(request.user).filter(pk__in=chosen) if chosen else []
    return {"form_token": form_tokens.new(), "areas": [one.pk for one in areas]}


def _around(words: str) -> list[int]:
    """Return the areas within a kilometre of a position, for whoever chooses without the map."""
    found = figures.position_in_words(words[:60])
    return figures.areas_around(*found, metres=NEAR)[:MOST_CHOSEN] if found else []


def _look(form: AreaMessageForm, people: list[Reached], request: HttpRequest) -> dict[str, Any]:
    """Return what would be sent, as one chosen agent would get it. Raises ValidationError `nobody`."""
    if not people:
        raise ValidationError(_("No contact agent is reached by this choice."), code="nobody")
    data = form.cleaned_data
    wanted = request.POST.get("som", "")
    seen = next((one for one in people if str(one.user_id) == wanted), people[0])
    numbers = figures.textable(people) if data["urgency"] else []
    cost = post.estimate(data["sms_text"], len(numbers), urgency=data["urgency"]) if data["urgency"] else None
    unsent = MessageRecipient(
        message=AreaMessage(subject=data["subject"], text=data["text"], author=person(request)),
        user_id=seen.user_id,
        area_id=seen.area_id,
    )
    return {
        "people": people,
        "seen": seen,
        "numbers": len(numbers),
        "cost": cost,
        "kronor": f"{cost.cost / 100:.2f}".replace(".", ",") if cost else "",
        "text": mail.message_text(unsent),
    }


def _send(request: HttpRequest, form: AreaMessageForm, people: list[Reached]) -> HttpResponse:
    data = form.cleaned_data
    made = services.write_to_areas(
        to=people,
        subject=data["subject"],
        text=data["text"],
        sms_text=data["sms_text"],
        urgency=data["urgency"],
        by=person(request),
        form_token=data["form_token"],
    )
    notices.success(request, _("The message is on its way."))
    return redirect("neighbourhoods:message", pk=made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.write_to_areas")
def message(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a message, what agents say became of it and their answers; answer one of them."""
    held = AreaMessage.objects.visible_to(request.user).filter(pk=pk).select_related("author").first()
    if held is None:
        raise Http404
    may_answer = not figures.is_heads_own(held)
    form = answer_form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and answered(request, held, form, may=may_answer):
        return redirect("neighbourhoods:message", pk=pk)
    context = {
        "message": held,
        "reading": figures.reading_of(held),
        "talks": figures.talks_about([held])[held.pk],
        "people": held.recipients.select_related("user", "area").defer("area__boundary"),
        "form": form,
        "may_answer": may_answer,
    }
    return render(request, "neighbourhoods/message.html", context, status=422 if form.errors else 200)


def answer_form(data: QueryDict | None) -> AnswerForm:
    """Return the form that stands under each exchange: what is wrong points at the box that was written in."""
    return AnswerForm(data, initial={"form_token": form_tokens.new()}, auto_id="svar_%s")


def answered(request: HttpRequest, held: AreaMessage, form: AnswerForm, *, may: bool = True) -> bool:
    """Answer one agent's answer, or note that it needs none; tells whether that was done. Raises Http404."""
    is_read = bool(request.POST.get("last"))
    if not is_read and not form.is_valid():
        return False
    rows = held.recipients.select_related("message__author", "user", "area")
    row = rows.filter(pk=number_in(request.POST.get("till", ""))).first()
    if row is None or not may:
        raise Http404
    if is_read:
        services.see_answers(recipient=row)
        notices.success(request, _("Noted as read."))
    else:
        services.answer(recipient=row, by=person(request), **form.cleaned_data)
        notices.success(request, _("Your answer is on its way."))
    return True


def number_in(text: str) -> int:
    """Return the row's number in a form or an address; 0 for what is none."""
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _own_rows(request: HttpRequest) -> QuerySet[MessageRecipient]:
    """Return the person's messages about the areas served today: what was said of a former area is no longer read."""
    user = serves_or_404(request)
    rows = MessageRecipient.objects.filter(user=user, area__in=figures.served_areas(user).values("pk"))
    return rows.select_related("message__author", "area").defer("area__boundary")


@require_safe
@permission_or_404("neighbourhoods.use_portal")
def own(request: HttpRequest) -> HttpResponse:
    """List what has been written to the agent, and what the agent has written."""
    page = Paginator(_own_rows(request).order_by("-message__sent_at", "-pk"), PAGE).get_page(
        request.GET.get("sida", "1")
    )
    return render(request, "neighbourhoods/portal_messages.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.use_portal")
def own_message(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show one message to the agent it was written to: answer it, or say that it is read and passed on."""
    row = _own_rows(request).filter(message=pk).first()
    if row is None:
        raise Http404
    if request.POST.get("last"):
        services.say_read(recipient=row, passed_on=request.POST["last"] == "vidare")
        notices.success(request, _("Thank you! It is noted."))
        return redirect("neighbourhoods:portal_message", pk=pk)
    form = AnswerForm(request.POST or None, initial={"form_token": form_tokens.new()})
    if form.is_valid():
        services.answer(recipient=row, by=person(request), **form.cleaned_data)
        notices.success(request, _("Your answer has been sent."))
        return redirect("neighbourhoods:portal_message", pk=pk)
    context = {"row": row, "answers": row.answers.select_related("author"), "form": form, "user_id": person(request).pk}
    return render(request, "neighbourhoods/portal_message.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.use_portal")
def to_coordinator(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Write to the coordinator from an area."""
    area = area_or_404(request, slug)
    form = WordsForm(request.POST or None, initial={"form_token": form_tokens.new()})
    return _write_to_desk(request, form, area)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.use_portal")
def head_to_coordinator(request: HttpRequest) -> HttpResponseBase:
    """Let a head contact agent write to the coordinator about one of the areas headed."""
    areas = figures.headed_areas(person(request)).defer("boundary").order_by("name", "pk")
    if not areas:
        raise Http404
    form = HeadWordsForm(request.POST or None, areas=areas, initial={"form_token": form_tokens.new()})
    return _write_to_desk(request, form, None)


def _write_to_desk(request: HttpRequest, form: WordsForm, area: Area | None) -> HttpResponseBase:
    by = person(request)
    if form.is_valid():
        words = dict(form.cleaned_data)
        about = words.pop("area", area)
        try:
            if not within_limit("to-coordinator", str(by.pk), most=TO_DESK_A_DAY, seconds=DAY):
                raise ValidationError(_("You have written much today. Call us, or go on tomorrow."), code="too_often")
            row = services.write_to_coordinator(area=about, by=by, **words)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            notices.success(request, _("Your message has been sent. The answer comes here and by mail."))
            return redirect("neighbourhoods:portal_message", pk=row.message_id)
    context = {"area": area, "form": form}
    return render(request, "neighbourhoods/portal_write.html", context, status=422 if form.errors else 200)
